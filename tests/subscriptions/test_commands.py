"""The commands `digest import` and `digest subscribers`, called in this process."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.cli import root
from digest.errors import DigestError

Digest = Callable[..., str]

CONFIG = """
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
database = "digest.db"
sources.blog.url = "https://blog.example/feed"

[newsletters.letter]
when = "daily 07:30"
"""
ARABIC = '\n[newsletters.letter.editions.ar]\nlanguage = "ar"\nname = "ميناء"\n'
WEEKLY = '\n[newsletters.weekly]\nwhen = "fridays 08:00"\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config of one newsletter in a fresh folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "config.toml"
    file.write_text(CONFIG, "utf-8")
    return file


@pytest.fixture
def digest(config: Path) -> Digest:
    """Run a command and return what it printed; an expected error is raised, another exit code than `code` fails."""

    def run(*args: str, code: int = 0) -> str:
        done = CliRunner().invoke(root, args, standalone_mode=False)
        if done.exception:
            raise done.exception
        assert done.return_value == code, done.output
        return done.output

    return run


def states(digest: Digest) -> dict[str, str]:
    """Address → state, as the command prints them."""
    return {each["address"]: each["state"] for each in json.loads(digest("subscribers", "list", "--json"))}


def test_readers_are_added_listed_and_taken_out_by_hand(digest: Digest) -> None:
    """Each step says what it did; adding twice is no mistake."""
    assert digest("subscribers", "add", "Ana <ana@example.com>") == "ana@example.com now reads letter\n"
    assert "already reads letter" in digest("subscribers", "add", "ANA@example.com")
    digest("subscribers", "add", "bo@exämple.com", "--name", "Bo\r\nBcc: x")
    listed = digest("subscribers", "list")
    assert all(text in listed for text in ("bo@xn--exmple-cua.com", "Bo Bcc: x", "2 readers"))
    assert "taken out" in digest("subscribers", "remove", "ana@example.com")
    assert states(digest) == {"ana@example.com": "unsubscribed", "bo@xn--exmple-cua.com": "confirmed"}


def test_a_reader_is_not_silently_left_in_another_edition(digest: Digest, config: Path) -> None:
    """Asking for another edition than the reader has is answered with the one they have."""
    config.write_text(CONFIG + ARABIC, "utf-8")
    assert "letter (ar)" in digest("subscribers", "add", "ana@example.com", "--edition", "ar")
    assert "already reads" in digest("subscribers", "add", "ana@example.com", "--edition", "ar")
    with pytest.raises(DigestError, match="in edition “ar”"):
        digest("subscribers", "add", "ana@example.com", "--edition", "main")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("add", "a@good.example <b@evil.example>"), 2, "more than one @"),
        (("add", "ana@example.com\r\nBcc:x"), 2, "line break"),
        (("add", "ana@example.com", "--newsletter", "daily"), 2, "no newsletter “daily”; there is letter"),
        (("add", "ana@example.com", "--edition", "ar"), 2, "no edition “ar”"),
        (("list", "--newsletter", "daily"), 2, "no newsletter “daily”; there is letter"),
        (("list", "--edition", "ar"), 2, "no edition “ar”"),
        (("remove", "ana@example.com"), 1, "does not read any newsletter"),
        (("remove", "ana@example.com", "--newsletter", "daily"), 2, "no newsletter “daily”"),
    ],
)
def test_a_mistake_gets_one_line(digest: Digest, args: tuple[str, ...], code: int, said: str) -> None:
    """It says what is wrong and what there is; nobody is added."""
    with pytest.raises(DigestError, match=said) as caught:
        digest("subscribers", *args)
    assert caught.value.exit_code == code
    assert len(str(caught.value).splitlines()) == 1
    assert states(digest) == {}


def test_importing_again_adds_only_who_is_new(digest: Digest, tmp_path: Path) -> None:
    """Who was taken out in between stays out."""
    file = tmp_path / "readers.csv"
    file.write_text("email\nana@example.com\nbo@example.com\n", "utf-8")
    assert digest("import", "readers.csv") == "2 active\n"
    digest("subscribers", "remove", "bo@example.com")
    file.write_text("email\nana@example.com\nbo@example.com\ndee@example.com\nDee@example.com\n", "utf-8")
    said = "2 active (1 of them already there) · 1 unsubscribed (kept out) · 1 repeated row"
    assert digest("import", "readers.csv", "--dry-run") == f"{said} · dry run: nothing was changed\n"
    assert digest("import", "readers.csv") == f"{said}\n"


def test_an_import_of_nothing_usable_fails(digest: Digest, tmp_path: Path) -> None:
    """1 where every row is refused, 2 where the file is no list of readers."""
    (tmp_path / "bad.csv").write_text("email\nnobody\n", "utf-8")
    assert digest("import", "bad.csv", code=1) == "0 active · 1 refused → bad-refused.csv\n"
    (tmp_path / "none.csv").write_text("city\nPorto\n", "utf-8")
    for name, said in (("none.csv", "no column looks like addresses"), ("missing.csv", "No such file")):
        with pytest.raises(DigestError, match=said) as caught:
            digest("import", name)
        assert caught.value.exit_code == 2


def test_readers_move_to_another_database_as_csv(digest: Digest, config: Path, tmp_path: Path) -> None:
    """What `list --csv` prints, `import` understands: editions, names and who left are kept."""
    config.write_text(CONFIG + ARABIC, "utf-8")
    digest("subscribers", "add", "ana@example.com", "--name", "Reis, Ana", "--edition", "ar")
    digest("subscribers", "add", "bo@example.com")
    digest("subscribers", "add", "cy@example.com")
    digest("subscribers", "remove", "cy@example.com")
    printed = digest("subscribers", "list", "--csv")
    assert [row["status"] for row in csv.DictReader(printed.splitlines())] == [
        "confirmed",
        "confirmed",
        "unsubscribed",
    ]
    (tmp_path / "readers.csv").write_text(printed, "utf-8")
    config.write_text((CONFIG + ARABIC).replace("digest.db", "new.db"), "utf-8")
    digest("import", "readers.csv")
    assert digest("subscribers", "list", "--csv") == printed


def test_two_newsletters_are_not_mixed_into_one_file(digest: Digest, config: Path) -> None:
    """Consent to one newsletter is none to another."""
    config.write_text(CONFIG + WEEKLY, "utf-8")
    digest("subscribers", "add", "ana@example.com", "--newsletter", "letter")
    digest("subscribers", "add", "bo@example.com", "--newsletter", "weekly")
    with pytest.raises(DigestError, match="name it with --newsletter"):
        digest("subscribers", "list", "--csv")
    assert "bo@" not in digest("subscribers", "list", "--csv", "--newsletter", "letter")
    with pytest.raises(DigestError, match="which newsletter"):
        digest("subscribers", "add", "cy@example.com")
