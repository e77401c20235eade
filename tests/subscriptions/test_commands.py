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


# -- what readers want -----------------------------------------------------------------------------------

SECTIONS = '\n[newsletters.letter.sections]\nasia = "Far East"\nmoney = "Money"\n'


def wants(digest: Digest) -> dict[str, tuple[list[str], list[str]]]:
    """Address → topics and sections, as the command prints them."""
    listed = json.loads(digest("subscribers", "list", "--json"))
    return {each["address"]: (each["topics"], each["sections"]) for each in listed}


def test_a_reader_chooses_topics_and_sections(digest: Digest, config: Path) -> None:
    """When they are added and later; a section is known by its key or its title."""
    config.write_text(CONFIG + SECTIONS, "utf-8")
    said = digest("subscribers", "add", "ana@example.com", "--topic", "5G, AI", "--section", "Far East")
    assert said == "ana@example.com now reads letter: topics 5g, ai; section asia\n"
    assert wants(digest) == {"ana@example.com": (["5g", "ai"], ["asia"])}
    assert "topics 5g, ai; section asia" in digest("subscribers", "list")
    said = digest("subscribers", "choose", "ana@example.com", "letter", "--section", "MONEY")
    assert said == "ana@example.com now wants section money of letter\n"
    assert wants(digest) == {"ana@example.com": ([], ["money"])}
    said = digest("subscribers", "choose", "ANA@example.com", "--everything")
    assert said == "ana@example.com now wants everything of letter\n".replace("ana", "ANA", 1)
    assert wants(digest) == {"ana@example.com": ([], [])}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("choose", "bo@example.com", "--topic", "ai"), 1, "bo@example.com does not read letter"),
        (("choose", "ana@example.com"), 2, "say --topic or --section, or else --everything"),
        (("choose", "ana@example.com", "--topic", "ai", "--everything"), 2, "or else --everything"),
        (("choose", "ana@example.com", "weekly", "--topic", "ai"), 2, "no newsletter “weekly”"),
        (("choose", "ana@example.com", "--section", "asai"), 2, "no section “asai”; there is asia, money"),
        (("choose", "ana@example.com", "--topic", " , "), 2, "need a name"),
        (("choose", "ana@example.com", "--topic", ",".join(map(str, range(60)))), 2, "may choose 50"),
        (
            ("add", "ana@example.com", "--topic", "ai"),
            1,
            "already reads letter: topic 5g; “digest subscribers choose”",
        ),
    ],
)
def test_a_wish_that_cannot_be_kept_gets_one_line(
    digest: Digest, config: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    """What the reader wanted before stays."""
    config.write_text(CONFIG + SECTIONS, "utf-8")
    digest("subscribers", "add", "ana@example.com", "--topic", "5g")
    with pytest.raises(DigestError, match=said) as caught:
        digest("subscribers", *args)
    assert caught.value.exit_code == code
    assert len(str(caught.value).splitlines()) == 1
    assert wants(digest) == {"ana@example.com": (["5g"], [])}


def test_choices_are_imported_and_travel_as_csv(digest: Digest, config: Path, tmp_path: Path) -> None:
    """From the columns that services have for them; what was read from where is said."""
    config.write_text(CONFIG + SECTIONS, "utf-8")
    (tmp_path / "export.csv").write_text(
        "Email Address,Interests,Sections\n"
        'ana@example.com,"5G, Open Source",asia\n'
        "bo@example.com,AI|5g,\n"
        "cy@example.com,,\n"
        "bo@example.com,cables,\n",
        "utf-8",
    )
    said = digest("import", "export.csv")
    assert "what readers want was read from “Interests”, as their topics" in said
    assert "what readers want was read from “Sections”, as their sections" in said
    assert wants(digest) == {
        "ana@example.com": (["5g", "open source"], ["asia"]),
        "bo@example.com": (["5g", "ai"], []),
        "cy@example.com": ([], []),
    }
    printed = digest("subscribers", "list", "--csv")
    (tmp_path / "readers.csv").write_text(printed, "utf-8")
    config.write_text((CONFIG + SECTIONS).replace("digest.db", "new.db"), "utf-8")
    digest("import", "readers.csv")
    assert digest("subscribers", "list", "--csv") == printed


def test_a_file_may_name_sections_by_their_titles_and_unknown_ones_are_said(
    digest: Digest, config: Path, tmp_path: Path
) -> None:
    """As the command understands them; a section that is not there is kept, and nobody is refused for it."""
    config.write_text(CONFIG + SECTIONS, "utf-8")
    rows = ("ana@example.com,far east|MONEY", "bo@example.com,asai", "cy@example.com,asai")
    (tmp_path / "readers.csv").write_text("\n".join(("email,sections", *rows)), "utf-8")
    said = digest("import", "readers.csv")
    assert "letter has no section “asai”, which 2 readers want; there is asia, money" in said
    assert wants(digest) == {
        "ana@example.com": ([], ["asia", "money"]),
        "bo@example.com": ([], ["asai"]),
        "cy@example.com": ([], ["asai"]),
    }


def test_importing_again_does_not_undo_what_a_reader_chose(digest: Digest, tmp_path: Path) -> None:
    """An export is older than what they said since."""
    (tmp_path / "readers.csv").write_text("email,topics\nana@example.com,5g\n", "utf-8")
    digest("import", "readers.csv")
    digest("subscribers", "choose", "ana@example.com", "--topic", "cables")
    digest("import", "readers.csv")
    assert wants(digest) == {"ana@example.com": (["cables"], [])}
