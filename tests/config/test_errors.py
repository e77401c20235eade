"""Everything that can be wrong: the file, the key's path, what was expected; nothing done."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from digest.config import load_config
from digest.config.problems import key_path
from digest.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SHORTHANDS = {
    ("smtp",),
    *(("smtp", number) for number in range(4)),
    ("smtp", 2, "token_command"),
    ("dkim",),
    ("dkim", "key_file"),
}


def everything() -> dict[str, Any]:
    """The example with every key that it only shows."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    shown = (line[1:] if line.startswith("#") and line[1:2].strip() else line for line in lines)
    return tomllib.loads("\n".join(shown).replace("${MAIL_PASSWORD}", "hush-hush"))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a table with its path, tables and lists before what they hold."""
    if path:
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def wrong_for(path: tuple[str | int, ...], value: Any) -> list[Any]:
    """Values of every other type that TOML has."""
    short = path in SHORTHANDS or path[-2:-1] in (("sources",), ("sections",))
    match value:
        case bool():
            return [1, 0, "true", ["x"], {"a": 1}]
        case int() | float():
            return [True, False, "3", [1], {"a": 1}, math.nan, math.inf, -1, date(2026, 1, 1)]
        case str():
            return [
                True,
                3,
                2.5,
                date(2026, 1, 1),
                *([] if path in SHORTHANDS else [["x"]]),
                {"zzz": 1},
                "a\x01b",
                *([] if path[-1] == "intro" else [""]),
            ]
        case list():
            return [True, 3, *([] if short else ["x", {"zzz": 1}]), [3], [True]]
    return [
        True,
        3,
        1.5,
        ["x"] if path not in SHORTHANDS else 0,
        *([] if short else ["x"]),
        {"zzz zzz": True},
    ]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A copy of `value` with `new` at `path`."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("path", [path for path, _ in places(everything())], ids=key_path)
def test_each_wrong_type_is_an_error_at_its_key(path: tuple[str | int, ...], refuse, tmp_path: Path):
    """Whatever stands wherever: ConfigError with the right path, never a guess, never a traceback."""
    for folder in ("content/essays", "blog", "secrets"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "secrets" / "relay").write_text("hush-hush")
    (tmp_path / "ca.pem").touch()
    whole = everything()
    value = dict(places(whole))[path]
    key = key_path(path)
    for wrong in wrong_for(path, value):
        keys = [problem[0] for problem in refuse(replaced(whole, path, wrong))]
        assert any(found == key or found.startswith((f"{key}.", f"{key}[")) for found in keys), (wrong, keys)
        assert len(keys) <= 2, "one mistake is not reported many times"


@pytest.mark.parametrize(
    ("written", "key", "message"),
    [
        (
            '[newsletters.daily]\nschedule = "daily 7:30"',
            "newsletters.daily.schedule",
            "did you mean “when”?",
        ),
        ('[newsletters.daily]\nwhem = "daily 7:30"', "newsletters.daily.whem", "did you mean “when”?"),
        ('pubic_url = "x"\n[newsletters.a]', "pubic_url", "did you mean “public_url”?"),
        ("[newsletter.daily]", "newsletter", "did you mean “newsletters”?"),
        ("[newsletters.a.editions.ar]\neditions = {}", "newsletters.a.editions.ar.editions", "unknown key"),
        ("[newsletters.a.stories]\nfew = 3", "newsletters.a.stories.few", "there is max, min"),
        (
            '[newsletters.a.sections]\nx = { tag = ["x"] }',
            "newsletters.a.sections.x.tag",
            "did you mean “tags”?",
        ),
        ('smtp = { hots = "x" }\n[newsletters.a]', "smtp.hots", "did you mean “host”?"),
        ('smtp = [{ port = 1, hots = "x" }]\n[newsletters.a]', "smtp[0].hots", "did you mean “host”?"),
        ('[sources]\nx = { feed = "x" }\n[newsletters.a]', "sources.x.feed", "did you mean “url”?"),
    ],
)
def test_an_unknown_key_is_named_with_what_was_meant(written: str, key: str, message: str, refuse):
    """At any depth, also in shorthands."""
    (found,) = [problem for problem in refuse(written) if problem[0] == key]
    assert message in found[1]


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ('site = "x"\nfrom = Ana\n', 2, "not TOML: invalid value"),
        ('site = "x"\nsite = "y"\n', 2, "not TOML: cannot overwrite a value"),
        ('a = 1\n\n[newsletters.a\nwhen = "x"\n', 3, "not TOML"),
        ('a = """\nnever closed\n', 2, "not TOML"),
    ],
)
def test_a_syntax_error_names_its_line(written: str, line: int, message: str, load, tmp_path: Path):
    """The first line that cannot be read."""
    with pytest.raises(ConfigError, match=message) as caught:
        load(written)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'config.toml'}:{line}: ")


def test_bytes_that_are_not_utf_8_name_their_line(tmp_path: Path):
    """An editor may save Latin-1."""
    file = tmp_path / "config.toml"
    file.write_bytes('a = 1\nname = "Ü"\n'.encode("latin-1"))
    with pytest.raises(ConfigError, match="expected UTF-8") as caught:
        load_config(file, environ={})
    assert caught.value.line == 2


def test_a_byte_order_mark_is_no_error(small, tmp_path: Path):
    """Windows editors write one."""
    small()
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_config(file, environ={}).newsletters == ("letter",)


def test_a_missing_file_says_how_to_begin(tmp_path: Path):
    """The first thing that happens to everybody."""
    with pytest.raises(ConfigError, match="digest init"):
        load_config(tmp_path / "config.toml", environ={})


def test_a_fifo_does_not_block(tmp_path: Path):
    """Regular files only."""
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="not a regular file"):
        load_config(tmp_path / "config.toml", environ={})


def test_all_errors_of_a_file_are_told_at_once(refuse):
    """One line each, so that a file is put right in one go."""
    problems = refuse(
        'from = "Ana"\nlanguage = 5\n[newsletters.daily]\nutm = "yes"\nstories = { min = true }'
    )
    assert [key for key, _ in problems] == [
        "from",
        "language",
        "newsletters.daily.stories.min",
        "newsletters.daily.utm",
    ]
    assert dict(problems)["newsletters.daily.utm"] == 'expected true or false, without quotes, got "yes"'
    assert (
        dict(problems)["newsletters.daily.stories.min"] == "expected a whole number, without quotes, got true"
    )


@pytest.mark.parametrize(
    ("written", "key", "message"),
    [
        ('site = "https://a.example"', "newsletters", "missing"),
        ('site = "https://a.example"\nnewsletters = {}', "newsletters", "at least one"),
        ("[newsletters.a]", "newsletters.a.sources", "nothing to collect"),
        ('site = "nowhere"\n[newsletters.a]', "site", "there is no folder"),
        ('site = "www.a.example"\n[newsletters.a]', "site", "did you mean “https://www.a.example”?"),
        ('[newsletters."a b"]', "newsletters.a b", "expected a name"),
        ('site = "https://a.example"\n[newsletters.a]\nwhen = "sometimes"', "newsletters.a.when", ""),
        ('site = "https://a.example"\n[newsletters.a]\nwhen = "0 0 31 2 *"', "newsletters.a.when", ""),
        (
            'site = "https://a.example"\n[newsletters.a]\nwhen = "daily 8:00 Mars/Base"',
            "newsletters.a.when",
            "",
        ),
        (
            'site = "https://a.example"\n[newsletters.a]\nsources = ["nwes"]',
            "newsletters.a.sources",
            "no source “nwes”",
        ),
        (
            '[sources]\nnews = "https://a.example/f"\n[newsletters.a]\nsources = ["nwes"]',
            "newsletters.a.sources",
            "did you mean “news”?",
        ),
        (
            'site = "https://a.example"\n[newsletters.a]\nstories = { min = 5, max = 3 }',
            "newsletters.a.stories.min",
            "at most 3",
        ),
        (
            'site = "https://a.example"\n[newsletters.a.editions.main]\n[newsletters.a]\nwhen = "daily 8:00"',
            "newsletters.a.editions.main",
            "is the newsletter itself",
        ),
        (
            'site = "https://a.example"\n[newsletters.a.sections]\nx = { sources = ["b"] }',
            "newsletters.a.sections.x.sources",
            "no source “b”",
        ),
        ('site = "https://a.example"\nonly_to = []\n[newsletters.a]', "only_to", "at least one"),
        (
            'site = "https://a.example"\ndatabase = "mysql://x"\n[newsletters.a]',
            "database",
            "expected a file",
        ),
        ('site = "https://a.example"\nsmtp = "postmrak"\n[newsletters.a]', "smtp", "did you mean"),
        ("[sources]\nx = { weight = 2 }\n[newsletters.a]", "sources.x", "expected one of “url” and “path”"),
        ('[sources]\nx = "nowhere"\n[newsletters.a]', "sources.x", "no such file or folder"),
        (
            '[sources]\nx = { url = "https://a.example/f", permalink = "/x/" }\n[newsletters.a]',
            "sources.x.permalink",
            "does not apply to a feed",
        ),
        (
            '[sources]\nx = { url = "https://a.example/f", kind = "gopher" }\n[newsletters.a]',
            "sources.x.kind",
            "expected",
        ),
        ('[sources]\nx = "https://a.example/f.opml"\n[newsletters.a]', "sources.x", "digest sources import"),
        (
            '[sources]\nx = "https://a.example/f"\n[nav]\nA = "/a/"\n[newsletters.a]',
            "nav.A",
            "expected a whole URL",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(written: str, key: str, message: str, refuse):
    """Checked when the file is read, not when the issue is due."""
    problems = refuse(written)
    assert [found for found, _ in problems] == [key]
    assert message in problems[0][1]


def test_a_problem_that_editions_inherit_is_told_once(refuse):
    """Where it is written."""
    problems = refuse(
        'site = "https://a.example"\n[defaults]\nwhen = "sometimes"\n[newsletters.a]\n[newsletters.b.editions.x]\n[newsletters.b.editions.y]'
    )
    assert [key for key, _ in problems] == ["defaults.when"]


def test_a_section_that_only_an_edition_names_is_a_typo(refuse):
    """“only the differences” cannot name what is not there."""
    problems = refuse(
        'site = "https://a.example"\n[newsletters.a]\nwhen = "daily 8:00"\nsections = { asia = "Asia" }\n'
        '[newsletters.a.editions.ar]\nsections = { aisa = "آسيا" }'
    )
    assert problems == [
        ("newsletters.a.editions.ar.sections.aisa", "no section “aisa”; did you mean “asia”?")
    ]


@pytest.mark.parametrize("path", ["a" * 5000, "~nobody-of-that-name/x"])
@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('site = "{}"', "site"),
        ('database = "{}"', "database"),
        ('sponsors = "{}"', "sponsors"),
        ('sources = {{ a = "{}" }}', "sources.a"),
        ('smtp = {{ host = "mail.example.com", ca_file = "{}" }}', "smtp"),
        ('smtp = {{ preset = "postmark", password_file = "{}" }}', "smtp"),
    ],
)
def test_a_path_that_cannot_be_is_refused(path: str, line: str, key: str, refuse):
    """A name too long for any file system, the home of nobody."""
    rest = "" if key == "site" else 'site = "https://a.example"\n'
    problems = refuse(f"{rest}{line.format(path)}\n[newsletters.a]")
    assert [found for found, _ in problems] == [key]
    assert "cannot use the path" in problems[0][1]
