"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from digest.cli import FIRST, GROUPS, root

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMANDS = [*FIRST, *(name for group in GROUPS.values() for name in group)]
CLI_PAGE = ROOT / "docs" / "reference" / "cli.md"


def leaves(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    """A command, or the subcommands of a group."""
    if isinstance(command, click.Group):
        return [leaf for sub, part in command.commands.items() for leaf in leaves(f"{name} {sub}", part)]
    return [(name, command)]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_every_command_with_every_option(name: str) -> None:
    """docs/reference/cli.md has a section for each command that names all its options."""
    command = root.get_command(click.Context(root), name)
    assert command is not None
    page = CLI_PAGE.read_text("utf-8")
    start = re.search(rf"^## `digest {name}", page, re.MULTILINE)
    assert start, f"docs/reference/cli.md has no section “## `digest {name}…`”"
    section = page[start.start() :].split("\n## ", 1)[0]
    for words, leaf in leaves(name, command):
        assert f"digest {words}" in section, words
        for parameter in leaf.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.opts[-1] in section, f"{words} {parameter.opts[-1]}"


def test_the_reference_names_no_option_that_does_not_exist() -> None:
    """An option that was dropped is dropped from the page too."""
    known = {"--help", "--version"}
    for name in COMMANDS:
        command = root.get_command(click.Context(root), name)
        assert command is not None
        for _, leaf in leaves(name, command):
            known.update(
                opt for parameter in leaf.params for opt in (*parameter.opts, *parameter.secondary_opts)
            )
    known.update(opt for parameter in root.params for opt in parameter.opts)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", CLI_PAGE.read_text("utf-8")))
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Links and pictures between the pages of the repository resolve."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_digest_command_in_the_pages_exists(page: Path) -> None:
    """A command line in a code block starts with a command that there is."""
    for block in re.findall(
        r"```(?:console|sh|bash|shell)?\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL
    ):
        for line in block.splitlines():
            words = re.match(r"(?:\$ )?digest(?: -[cq](?: \S+)?)* ([a-z]+)", line)
            if words:
                assert words[1] in COMMANDS, line
