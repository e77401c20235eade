"""`digest edit`: the editor's hand, in an editor or by options."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import click

from digest.cli.desk import Desk, complete, keep_hand, open_desk
from digest.cli.output import at_option, json_option, offline_option, plural, print_json, say, warn
from digest.cli.typed import edit_text, need_editor, read_text
from digest.cli.wishes import Wishes, decide, from_plan
from digest.desk.changes import differences, warnings
from digest.desk.lines import Line
from digest.desk.plan import one_line
from digest.errors import InputError
from digest.model import Action, Hand


@click.command(
    "edit",
    epilog="Examples: digest edit · digest edit daily --pin https://www.example.com/fog --note https://www.example.com/fog "
    "“We were there.” · digest edit daily --show > plan.txt · digest edit daily --plan plan.txt",
)
@click.argument("newsletter", required=False, shell_complete=lambda c, p, w: complete(c, w))
@click.option("--edition", metavar="NAME", help="The edition to edit, such as ar.")
@click.option("--lead", metavar="URL", help="Let this story open the issue.")
@click.option("--pin", multiple=True, metavar="URL", help="Have this story in, however it ranks.")
@click.option("--drop", multiple=True, metavar="URL", help="Leave this story out.")
@click.option("--keep", multiple=True, metavar="URL", help="Take back --lead, --pin or --drop.")
@click.option(
    "--boost",
    multiple=True,
    type=(str, float),
    metavar="URL FACTOR",
    help="Multiply this story's score; 1 takes it back.",
)
@click.option(
    "--title",
    multiple=True,
    type=(str, str),
    metavar="URL TEXT",
    help="Give this story another title; an empty one is the article's own.",
)
@click.option(
    "--note",
    multiple=True,
    type=(str, str),
    metavar="URL TEXT",
    help="Print this under the story; an empty one takes it back.",
)
@click.option("--intro", metavar="TEXT", help="Open the issue with this text; an empty one is the usual.")
@click.option("--intro-file", metavar="FILE", help="The same from a file; “-” is stdin.")
@click.option("--plan", "plan_file", metavar="FILE", help="Apply an edited plan; “-” is stdin.")
@click.option("--show", is_flag=True, help="Print the plan; change nothing.")
@click.option("--clear", is_flag=True, help="Forget all that was decided.")
@offline_option
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    newsletter: str | None,
    edition: str | None,
    lead: str | None,
    pin: tuple[str, ...],
    drop: tuple[str, ...],
    keep: tuple[str, ...],
    boost: tuple[tuple[str, float], ...],
    title: tuple[tuple[str, str], ...],
    note: tuple[tuple[str, str], ...],
    intro: str | None,
    intro_file: str | None,
    plan_file: str | None,
    show: bool,
    clear: bool,
    offline: bool,
    at: datetime | None,
    as_json: bool,
) -> int:
    """Decide about the next issue: which story leads, what is in and what is not, titles, notes, the order, an intro.

    Without options the issue opens in your editor ($VISUAL, $EDITOR), a line a story. What you decide is kept until that
    issue is sent: preview, rank, send and run honour it, and collecting again takes nothing of it back.
    """
    if intro is not None and intro_file is not None:
        raise InputError("say --intro or --intro-file, not both")
    if plan_file == intro_file == "-":
        raise InputError("only one of --plan and --intro-file can be stdin")
    wishes = Wishes(
        actions=(
            *((Action.KEEP, url) for url in keep),
            *((Action.DROP, url) for url in drop),
            *((Action.PIN, url) for url in pin),
            *((Action.LEAD, url) for url in ([lead] if lead else ())),
        ),
        boosts=boost,
        titles=title,
        notes=note,
        intro=read_text(intro_file) if intro_file is not None else intro,
        clear=clear,
    )
    if show and (wishes.any or plan_file is not None):
        raise InputError("--show changes nothing: leave out the other options, or --show")
    if plan_file is not None and clear:
        raise InputError("a plan says everything that is decided: leave out --clear, or --plan")
    text = read_text(plan_file) if plan_file is not None else None
    typed = not (show or wishes.any or text is not None)
    if typed:
        need_editor()
    desk = asyncio.run(open_desk(ctx.obj, newsletter, edition, at=at, offline=offline))
    if show:
        show_plan(desk, as_json=as_json)
        return 3 if desk.failures else 0
    if typed:

        def apply(text: str) -> Hand:
            decided = from_plan(desk, text) or desk.hand
            asyncio.run(keep_hand(ctx.obj, desk, decided, at=at))
            return decided

        hand = edit_text(desk.text, apply)
    else:
        hand = desk.hand
        if text is not None:
            hand = _from_file(desk, text, name="stdin" if plan_file == "-" else str(plan_file))
        hand = decide(hand, desk, wishes)
        asyncio.run(keep_hand(ctx.obj, desk, hand, at=at))
    report(desk, hand, as_json=as_json)
    return 3 if desk.failures else 0


def _from_file(desk: Desk, text: str, *, name: str) -> Hand:
    try:
        hand = from_plan(desk, text)
    except InputError as exc:
        raise InputError(f"{name}: {exc}; nothing was changed") from exc
    if hand is None:
        raise InputError(f"{name}: no stories in this plan; nothing was changed")
    return hand


def show_plan(desk: Desk, *, as_json: bool) -> None:
    """Print the plan, or its lines and the hand for programs."""
    if as_json:
        print_json({**_place(desk), "hand": desk.hand, "lines": [_row(line) for line in desk.lines]})
        return
    click.echo(desk.text, nl=False)


def report(desk: Desk, hand: Hand, *, as_json: bool) -> None:
    """Say what changed and what the issue is now."""
    after = desk.under(hand)
    changed = differences(desk.hand, hand)
    wanted = warnings(after.draft.stories, hand)
    variant = after.draft.variant
    if as_json:
        print_json(
            {
                **_place(desk),
                "changed": changed,
                "hand": hand,
                "stories": len(variant.stories) if variant else 0,
                "lead": variant.lead.lead.title if variant else None,
                "why": after.draft.why,
                "warnings": wanted,
            }
        )
    else:
        now = f"no issue: {after.draft.why}"
        if variant:
            stories = plural(len(variant.stories), "story", "stories")
            now = f"the issue {'now has' if changed else 'has'} {stories}, led by “{one_line(variant.lead.lead.title)}”"
        say(f"{desk.plan.title}: {changed or 'nothing changed'}; {now}")
    for each in wanted:
        warn(f"warning: {each}")


def _place(desk: Desk) -> dict[str, Any]:
    return {"newsletter": desk.plan.newsletter, "edition": desk.plan.edition}


def _row(line: Line) -> dict[str, Any]:
    return {
        "action": line.action,
        "article": line.article,
        "url": line.url,
        "title": line.title,
        "original": line.original,
        "note": line.note,
        "source": line.source,
        "score": round(line.score, 6),
        "section": line.section,
        "in": line.told,
        "verdict": line.verdict,
        "also": [article.url for article in line.also],
    }
