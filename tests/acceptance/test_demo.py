"""`digest demo`: what `make demo` runs."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

from acceptance.conftest import Digest


def test_the_demo_mails_three_languages_to_a_local_inbox_and_ends(digest: Digest, tmp_path: Path) -> None:
    """It prints where everything lies, and the received mail is the rendered issue."""
    done = digest("demo", "--json")
    shown = {edition["edition"]: edition for edition in json.loads(done.stdout.splitlines()[-1])["editions"]}
    assert set(shown) == {"main", "ar", "ja"}
    for edition in shown.values():
        assert edition["sent"] >= 1
        assert edition["stories"] >= 3
        message = message_from_bytes((tmp_path / edition["eml"]).read_bytes(), policy=policy.default)
        assert message["Subject"] == edition["subject"]
        assert (tmp_path / edition["html"]).stat().st_size > 10_000
    assert 'dir="rtl"' in (tmp_path / shown["ar"]["html"]).read_text("utf-8")


def test_the_demo_shows_its_pictures_from_files(digest: Digest, tmp_path: Path) -> None:
    """The written HTML refers to no picture that is not on this machine."""
    digest("demo", "--out", "out")
    import re

    (html,) = (tmp_path / "out").glob("*-en.html")
    sources = re.findall(r'src="([^"]+)"', html.read_text("utf-8"))
    assert sources
    assert [source for source in sources if not source.startswith("file:")] == []
    for source in sources:
        assert Path(source.removeprefix("file://")).is_file()
