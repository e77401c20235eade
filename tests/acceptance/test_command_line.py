"""The command line as a whole: help, speed, errors, completion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.conftest import Digest
from digest.cli import FIRST, GROUPS

COMMANDS = [*FIRST, *(name for group in GROUPS.values() for name in group)]
HEAVY = (
    "aiohttp",
    "aiosmtplib",
    "alembic",
    "apscheduler",
    "babel",
    "feedparser",
    "jinja2",
    "lxml",
    "mjml",
    "pydantic",
    "rich",
    "sqlalchemy",
)


def test_help_imports_no_heavy_library() -> None:
    """`digest --help` stays instant because nothing but click is loaded."""
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom digest.cli import root\n"
        "assert CliRunner().invoke(root, ['--help']).exit_code == 0\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_help_shows_the_five_first_commands_first(digest: Digest) -> None:
    """preview, init, check, send and run come before the groups."""
    out = digest("--help").stdout
    places = [out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, digest: Digest) -> None:
    """--help works everywhere and ends with something to copy."""
    out = digest(name, "--help").stdout
    assert "Usage: digest " + name in out
    assert f"digest {name}" in out.split("Usage:")[1].split("\n", 1)[1]


def test_an_unknown_command_suggests_the_one_that_was_meant(digest: Digest) -> None:
    """Exit code 2."""
    done = digest("previw", code=2)
    assert "did you mean “preview”" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(shell: str, digest: Digest) -> None:
    """The script names the command's own completion variable."""
    assert "_DIGEST_COMPLETE" in digest("completion", shell).stdout


def test_collect_prints_one_json_object_a_line(digest: Digest, posts: Path) -> None:
    """With every field that the reference names."""
    import json

    lines = digest("collect", "posts", "--json", "--at", "2026-02-18T08:00Z").stdout.splitlines()
    assert len(lines) == 5
    names = "id url title summary html text published updated first_seen authors tags section language image media related source"
    assert set(names.split()) <= set(json.loads(lines[0]))


def test_what_is_of_another_kind_is_one_clear_line(digest: Digest, tmp_path: Path) -> None:
    """Exit code 2, and what to do; with --kind it is read."""
    (tmp_path / "events").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "utf-8")
    done = digest("collect", "events", code=2)
    assert "a calendar; set kind = “calendar”" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert digest("collect", "events", "--kind", "calendar").stdout == "events: 0 articles\n"
