"""`digest demo`: what `make demo` runs."""

from __future__ import annotations

import json
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest

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


@pytest.mark.faults
async def test_a_demo_whose_senders_are_killed_gives_each_reader_one_copy(tmp_path: Path) -> None:
    """With fewer readers than `digest demo --crash`; the inbox's journal is what counts."""
    from digest.cli.crash import KILLS, crash
    from digest.cli.demo import find_examples

    crashed = await crash(tmp_path, examples=find_examples(), readers=80)
    assert (crashed.sent, crashed.lost, crashed.doubled, crashed.copies) == (80, 0, 0, 80)
    assert crashed.unsure <= 4 * KILLS
    lines = [json.loads(line) for line in crashed.journal.read_text("utf-8").splitlines()]
    assert set(Counter(line["recipient"] for line in lines).values()) == {1}
    assert len({line["message_id"] for line in lines}) == 80


@pytest.mark.faults
def test_demo_crash_prints_what_the_inbox_says(digest: Digest) -> None:
    """2,000 readers, three kills, nothing lost or doubled, and in the end one copy each."""
    done = digest("demo", "--crash")
    assert "sent 2,000, lost 0, doubled 0, unsure " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Every one of the 2,000 readers has exactly one copy.")
    again = json.loads(digest("demo", "--crash", "--json").stdout)
    assert (again["sent"], again["kills"], again["copies"]) == (2000, 3, 2000)
