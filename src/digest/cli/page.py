"""`digest page`: what a sent issue's web page says otherwise than the mail, or that it is not shown any more."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import click

from digest.app import App, open_app
from digest.cli.issues import Found, find_issue, issue_argument
from digest.cli.output import at_option, plural, say, warn
from digest.errors import InputError
from digest.model import Correction

LONGEST = 2000  # characters of a note, or of words to replace


@click.group(
    "page",
    epilog='Examples: digest page correct daily --note "It is John Smith." --replace "Jon Smith" "John Smith" · '
    "digest page take-down 12 · digest page put-back 12",
)
def command() -> None:
    """Correct the web page of a sent issue, or take it down.

    The mails that were sent, and those still to be sent, stay as they are: everybody gets the same mail.
    “digest issues show ISSUE” shows what was done.
    """


@command.command(
    "correct",
    epilog='Examples: digest page correct daily --note "It is John Smith." --replace "Jon Smith" "John Smith" · '
    'digest page correct 12 --note "The meeting is on Tuesday."',
)
@issue_argument
@click.option("--note", required=True, metavar="TEXT", help="What readers are told, at the top of the page.")
@click.option(
    "--replace",
    "replacements",
    nargs=2,
    multiple=True,
    metavar="OLD NEW",
    help="Let the page say NEW wherever it says OLD; may be given several times.",
)
@at_option
@click.pass_context
def correct(
    ctx: click.Context,
    which: str | None,
    note: str,
    replacements: tuple[tuple[str, str], ...],
    at: datetime | None,
) -> int:
    """Say a correction at the top of an issue's web page, dated, and change words there."""
    if not note.strip():
        raise InputError("--note is what readers are told: it cannot be empty")
    if not all(old.strip() for old, _ in replacements):
        raise InputError("--replace needs the words to change: --replace OLD NEW")
    for text in (note, *(part for pair in replacements for part in pair)):
        if len(text) > LONGEST:
            raise InputError(f"“{text[:40]}…” is longer than {LONGEST:,} characters")
    return asyncio.run(_correct(ctx.obj, which, note.strip(), replacements, at=at))


@command.command(
    "take-down",
    epilog='Examples: digest page take-down 12 · digest page take-down daily --why "the photo is not ours"',
)
@issue_argument
@click.option("--why", default="", metavar="TEXT", help="Why, for yourselves; readers do not see it.")
@at_option
@click.pass_context
def take_down(ctx: click.Context, which: str | None, why: str, at: datetime | None) -> int:
    """Show nothing of an issue on the web any more: its links answer that it is gone (410)."""
    return asyncio.run(_take_down(ctx.obj, which, why, at=at))


@command.command("put-back", epilog="Examples: digest page put-back 12 · digest page put-back daily")
@issue_argument
@click.pass_context
def put_back(ctx: click.Context, which: str | None) -> int:
    """Show the web page of an issue again."""
    return asyncio.run(_put_back(ctx.obj, which))


async def _correct(
    options: dict[str, Any],
    which: str | None,
    note: str,
    replacements: tuple[tuple[str, str], ...],
    *,
    at: datetime | None,
) -> int:
    from digest.render.correct import corrected, says

    async with open_app(options, at=at) as app:
        found = await find_issue(app, which)
        said = await app.store.corrections(found.issue.id)
        pages = [each.html for each in await app.store.renderings(found.issue.id)]
        for earlier in said:
            pages = [corrected(page, earlier.old, earlier.new) for page in pages]
        # All are looked at before the first is kept: a slip in the second must not leave half a correction.
        for old, new in replacements:
            if not any(says(page, old) for page in pages):
                raise InputError(f"“{old}” does not stand in {_name(found)}, in one run of text")
            pages = [corrected(page, old, new) for page in pages]
        said_now = [
            Correction(
                issue_id=found.issue.id,
                created_at=app.now(),
                note="" if number else note,  # the first says it for all of them
                old=old,
                new=new,
            )
            for number, (old, new) in enumerate(replacements or (("", ""),))
        ]
        await app.store.correct(*said_now)
        changed = f", with {plural(len(replacements), 'change')} of its words" if replacements else ""
        say(f"{_name(found)}: its page says so now{changed}")
        _warn(app, found)
        if found.issue.taken_down_at:
            warn("the page is taken down: nobody sees it before “digest page put-back”")
    return 0


async def _take_down(options: dict[str, Any], which: str | None, why: str, *, at: datetime | None) -> int:
    async with open_app(options, at=at) as app:
        found = await find_issue(app, which)
        done = await app.store.take_down(found.issue.id, why=why, now=app.now())
        say(f"{_name(found)}: {'its page is' if done else 'its page had already been'} taken down")
        if found.tally.open:
            warn(
                f"{plural(found.tally.open, 'mail')} of it may still go out; “digest cancel {found.issue.id}” stops them"
            )
        _warn(app, found)
    return 0


async def _put_back(options: dict[str, Any], which: str | None) -> int:
    async with open_app(options) as app:
        found = await find_issue(app, which)
        done = await app.store.put_back(found.issue.id)
        say(f"{_name(found)}: its page is shown again" if done else f"{_name(found)}: its page is shown")
    return 0


def _name(found: Found) -> str:
    return f"issue {found.issue.id} ({found.title})"


def _warn(app: App, found: Found) -> None:
    if not app.config.public_url:
        warn("without public_url no issue has a web page")
