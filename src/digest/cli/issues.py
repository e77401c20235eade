"""`digest issues`, and how the other commands find the issue that somebody means."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from digest.app import App, open_app
from digest.cli.output import json_option, print_json, say, table
from digest.desk.changes import in_words
from digest.desk.plan import one_line
from digest.errors import InputError
from digest.model import Choice, Correction, Decision, Hand, Issue, IssueState, Mailing, Tally, VariantRecord
from digest.plan import Plan

FROZEN = (IssueState.READY, IssueState.DONE)

issue_argument = click.argument(
    "which", metavar="[ISSUE]", required=False, shell_complete=lambda c, p, w: complete(c, w)
)


def complete(ctx: click.Context, word: str) -> list[str]:
    """Numbers and newsletters, for the shell."""
    root = ctx.find_root().params

    async def find() -> list[str]:
        async with open_app({"config": root.get("config_file")}, looking=True) as app:
            known = [str(issue.id) for issue in await app.store.issues(limit=50) if issue.state in FROZEN]
            return [*app.config.newsletters, *known]

    try:
        return [each for each in asyncio.run(find()) if each.startswith(word)]
    except Exception:  # a completion that cannot be made is none; the command itself will say why
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An issue that somebody asked for."""

    issue: Issue
    mailing: Mailing
    tally: Tally

    @property
    def title(self) -> str:
        return _title(self.issue)

    def plan(self, app: App) -> Plan:
        """The configured edition that it belongs to. Raises InputError, ConfigError."""
        return app.config.plan(self.issue.key.newsletter, self.issue.key.edition)

    @property
    def as_plain(self) -> dict[str, Any]:
        """For --json."""
        return {
            "issue": self.issue.id,
            "newsletter": self.issue.key.newsletter,
            "edition": self.issue.key.edition,
            "slot": self.issue.key.slot,
            "subject": self.issue.subject,
            "state": self.issue.state.value,
            "cancelled": self.mailing.cancelled,
            "audience": self.mailing.audience,
            "deliveries": {state.value: count for state, count in self.tally.counts.items() if count},
        }


def _title(issue: Issue) -> str:
    """How people call an issue: “daily/ar:2026-02-18T07:30”."""
    edition = "" if issue.key.edition == "main" else f"/{issue.key.edition}"
    return f"{issue.key.newsletter}{edition}:{issue.key.slot}"


async def find_issue(app: App, which: str | None) -> Found:
    """What ISSUE means: a number, NEWSLETTER[/EDITION] for its latest, with :SLOT for that one; nothing is the latest
    of the only newsletter. Raises InputError."""
    if which and which.isdecimal():
        issue = await app.store.issue_by_number(int(which))
        if issue is None:
            raise InputError(f"no issue {which}; “digest issues” lists them")
    else:
        issue = await _by_name(app, which or "")
    mailing = await app.store.mailing(issue.id)
    if mailing is None:
        raise InputError(
            f"issue {issue.id} was never frozen ({issue.why or issue.state.value}): it has no mails"
        )
    return Found(issue=issue, mailing=mailing, tally=await app.store.tally(mailing.id))


async def _by_name(app: App, which: str) -> Issue:
    name, _, slot = which.partition(":")
    newsletter, _, edition = name.partition("/")
    known = {plan.newsletter for plan in app.config.plans}
    if newsletter and newsletter not in known:
        close = difflib.get_close_matches(newsletter, sorted(known), n=1)
        hint = f"did you mean “{close[0]}”?" if close else f"there is {', '.join(sorted(known))}"
        raise InputError(f"no newsletter “{newsletter}”: {hint}")
    newsletter, edition = _only(app, newsletter, edition)
    issues = await app.store.issues(newsletter or None, limit=1000)
    fits = [
        issue
        for issue in issues
        if issue.state in FROZEN
        and (not edition or issue.key.edition == edition)
        and (not slot or issue.key.slot == slot)
    ]
    if not fits:
        wanted = f" {which}" if which else ""
        raise InputError(f"no issue{wanted} has been frozen yet; “digest issues” lists what there is")
    return fits[0]


def _only(app: App, newsletter: str, edition: str) -> tuple[str, str]:
    """The newsletter and edition that are meant: the only ones there are, else the edition “main”. Raises InputError."""
    plans = [plan for plan in app.config.plans if newsletter in ("", plan.newsletter)]
    newsletters = sorted({plan.newsletter for plan in plans})
    if len(newsletters) > 1:
        raise InputError(
            f"which issue? Name one of {', '.join(newsletters)}, or a number from “digest issues”"
        )
    editions = [plan.edition for plan in plans]
    if not edition and len(editions) > 1 and "main" not in editions:
        named = ", ".join(f"{newsletters[0]}/{each}" for each in editions)
        raise InputError(f"which issue? Name one of {named}, or a number from “digest issues”")
    return newsletters[0], edition or ("main" if "main" in editions else editions[0])


# -- issues ----------------------------------------------------------------------------------------------


class _Listing(click.Group):
    """`list` where no command is named: `digest issues`, `digest issues daily`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and args[0] in (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group(
    "issues",
    cls=_Listing,
    epilog="Examples: digest issues · digest issues daily --limit 5 · digest issues show daily · digest issues show 12 --json",
)
def command() -> None:
    """List issues, the newest first; show what is in one, and why."""


@command.command(
    "list",
    short_help="List issues, and how far each has got.",
    epilog="Examples: digest issues list · digest issues list daily --limit 5 · digest issues list --json",
)
@click.argument("newsletter", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@json_option
@click.pass_context
def list_issues(ctx: click.Context, newsletter: str | None, limit: int, as_json: bool) -> int:
    """List issues, the newest first, and how far each has got. “digest issues” alone does the same."""
    rows = asyncio.run(_issues(ctx.obj, newsletter, limit))
    if as_json:
        print_json([row.as_plain if isinstance(row, Found) else _unfrozen(row) for row in rows])
    elif not rows:
        say("No issues yet.")
    else:
        table(("issue", "slot", "subject", "", "readers"), [_issue_row(row) for row in rows])
    return 0


@command.command(
    "show",
    short_help="Show what is in an issue, and why.",
    epilog="Examples: digest issues show daily · digest issues show 12 · digest issues show daily:2026-02-18T07:30 --json",
)
@issue_argument
@json_option
@click.pass_context
def show_issue(ctx: click.Context, which: str | None, as_json: bool) -> int:
    """Show an issue's variants, its stories with their scores, what was left out and why, and what was edited and corrected."""
    return _show(asyncio.run(_look_back(ctx.obj, which)), as_json=as_json)


async def _issues(options: dict[str, Any], newsletter: str | None, limit: int) -> list[Found | Issue]:
    async with open_app(options, looking=True) as app:
        if newsletter:
            app.config.plan(newsletter, None)
        rows: list[Found | Issue] = []
        for issue in await app.store.issues(newsletter, limit=limit):
            mailing = await app.store.mailing(issue.id)
            if mailing is None:
                rows.append(issue)
            else:
                rows.append(Found(issue=issue, mailing=mailing, tally=await app.store.tally(mailing.id)))
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Everything that is remembered of an issue."""

    found: Found
    decisions: tuple[Decision, ...]
    hand: Hand
    variants: tuple[VariantRecord, ...]
    corrections: tuple[Correction, ...]


async def _look_back(options: dict[str, Any], which: str | None) -> Past:
    async with open_app(options, looking=True) as app:
        found = await find_issue(app, which)
        store, number = app.store, found.issue.id
        return Past(
            found=found,
            decisions=await store.decisions(number),
            hand=await store.hand_of(number),
            variants=await store.variant_records(number),
            corrections=await store.corrections(number),
        )


def _show(past: Past, *, as_json: bool) -> int:
    found, issue = past.found, past.found.issue
    if as_json:
        print_json(
            {
                **found.as_plain,
                "stories": past.decisions,
                "hand": past.hand,
                "variants": [_plain(each) for each in past.variants],
                "corrections": past.corrections,
                "taken_down": (
                    {"at": issue.taken_down_at, "why": issue.taken_down_why} if issue.taken_down_at else None
                ),
            }
        )
        return 0
    say(f"{found.title}: “{issue.subject}”")
    if issue.taken_down_at:
        why = f": {issue.taken_down_why}" if issue.taken_down_why else ""
        say(f"its page was taken down {issue.taken_down_at:%Y-%m-%d %H:%MZ}{why}")
    for each in past.corrections:
        # Of several words that one note is about, the first has it.
        words = f"“{each.old}” → “{each.new}”" if each.old else ""
        note = " ".join(each.note.split())
        said = f"{note} ({words})" if note and words else note or words
        say(f"corrected {each.created_at:%Y-%m-%d %H:%MZ}: {said}")
    _say_hand(past.hand, {each.article: each.title for each in past.decisions})
    if len(past.variants) > 1:
        rows = [
            (group_in_words(each), f"{each.readers:,}", str(len(each.stories)), each.subject)
            for each in past.variants
        ]
        table(("variant", "readers", "stories", "subject"), rows, right=(1, 2))
    cells = [
        (
            f"{each.score:.3f}",
            each.title,
            " · ".join(f"{factor.name} {factor.value:.2g}" for factor in each.factors if factor.value != 1),
            each.section,
            f"{each.verdict}: {each.why}" if each.why else each.verdict,
        )
        for each in past.decisions
    ]
    table(("score", "story", "factors", "section", "verdict"), cells, right=(0,))
    return 0


def group_in_words(variant: VariantRecord) -> str:
    """Whose variant it is: the first group that got it; others may share it."""
    if not variant.group_key:
        return "everybody else"
    choice, _, had = variant.group_key.partition("#")
    without = ", without what other newsletters brought" if had else ""
    return Choice.parse(choice).in_words + without


def _plain(variant: VariantRecord) -> dict[str, Any]:
    choice, _, had = variant.group_key.partition("#")
    wanted = Choice.parse(choice)
    return {
        "variant": variant.id,
        "topics": wanted.topics,
        "sections": wanted.sections,
        "without_other_newsletters": bool(had),
        "readers": variant.readers,
        "stories": variant.stories,
        "subject": variant.subject,
    }


def _say_hand(hand: Hand, titles: Mapping[str, str]) -> None:
    """What an editor had decided: a line in all, and one for each mark."""
    if not (words := in_words(hand)):
        return
    say(f"edited: {words}")
    for mark in hand.marks:
        facts = [titles.get(mark.article, ""), mark.url, f"× {mark.boost:g}" if mark.boost != 1 else ""]
        facts += [f"title: {mark.title}" if mark.title else "", f"note: {mark.note}" if mark.note else ""]
        say(f"  {mark.action.value:<4}  " + " · ".join(one_line(each) for each in facts if each))
    if hand.intro is not None:
        say(f"  intro: {one_line(hand.intro)}")


def _unfrozen(issue: Issue) -> dict[str, Any]:
    return {
        "issue": issue.id,
        **issue.key._asdict(),
        "state": issue.state.value,
        "why": issue.why,
    }


def _issue_row(row: Found | Issue) -> tuple[str, ...]:
    if isinstance(row, Found):
        state = "cancelled" if row.mailing.cancelled else row.issue.state.value
        page = " · page taken down" if row.issue.taken_down_at else ""
        return (str(row.issue.id), row.title, row.issue.subject, state, f"{row.tally.in_words}{page}")
    return (str(row.id), _title(row), "", row.state.value, row.why)
