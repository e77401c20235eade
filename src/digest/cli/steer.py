"""`digest resolve`, `digest resume`, `digest cancel`: a person decides about an issue under way."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from typing import Any

import click

from digest.app import open_app, run_fast
from digest.cli.issues import find_issue, issue_argument
from digest.cli.output import at_option, json_option, plural, print_json, say
from digest.errors import InputError
from digest.model import DeliveryState, Tally
from digest.pipeline import Built

yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask; needed where no terminal is.")
DAY = timedelta(days=1)  # what is tried again has so long


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on a terminal. Raises InputError where nobody can answer."""
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("nobody to ask here: add --yes")
    return click.confirm(question, default=False)


@click.command(
    "resolve",
    epilog="Examples: digest resolve 12 --sent ana@example.com · digest resolve --retry --all --yes",
)
@click.argument("words", nargs=-1, metavar="[ISSUE] [ADDRESS]...")
@click.option("--sent", is_flag=True, help="They arrived.")
@click.option("--retry", is_flag=True, help="They did not: send them once more, with the same Message-ID.")
@click.option("--all", "everybody", is_flag=True, help="All that are unsure.")
@yes_option
@at_option
@click.pass_context
def resolve(
    ctx: click.Context,
    words: tuple[str, ...],
    sent: bool,
    retry: bool,
    everybody: bool,
    yes: bool,
    at: datetime | None,
) -> int:
    """Say of unsure mails whether they arrived.

    A mail is unsure when its server vanished after the content began and before it answered. digest never sends such a
    mail again by itself. Your provider's log knows: look for the Message-ID that `digest deliveries --unsure --json`
    prints.
    """
    names = [
        word for word in words if "@" not in word or "/" in word or word.partition("@")[2][:4].isdecimal()
    ]
    addresses = [word for word in words if word not in names]
    if sent == retry:
        raise InputError("say which: --sent (they arrived) or --retry (send them once more)")
    if bool(addresses) == everybody:
        raise InputError("name the readers, or --all of them" + (", not both" if everybody else ""))
    if len(names) > 1:
        raise InputError(f"one issue at a time, not {' and '.join(names)}")
    return asyncio.run(
        _resolve(
            ctx.obj,
            names[0] if names else None,
            None if everybody else addresses,
            arrived=sent,
            yes=yes,
            at=at,
        )
    )


async def _resolve(
    options: dict[str, Any],
    which: str | None,
    addresses: list[str] | None,
    *,
    arrived: bool,
    yes: bool,
    at: datetime | None,
) -> int:
    async with open_app(options, at=at) as app:
        found = await find_issue(app, which)
        if found.mailing.cancelled and not arrived:
            raise InputError(f"{found.title} was cancelled: nothing of it is sent any more")
        unsure = found.tally[DeliveryState.IN_DOUBT]
        count = unsure if addresses is None else min(unsure, len(addresses))
        if not count:
            say(f"{found.title}: nothing is unsure")
            return 0
        act = "Record them as sent?" if arrived else "Send them once more?"
        if not confirm(f"{found.title}: {plural(count, 'mail')} unsure. {act}", yes=yes):
            return 1
        changed = await app.store.resolve(found.mailing.id, addresses, arrived=arrived, until=app.now() + DAY)
        then = "recorded as sent" if arrived else "will be sent again by “digest resume”, “send” or “run”"
        say(f"{found.title}: {plural(changed, 'mail')} {then}")
        if addresses is not None and changed < len(addresses):
            say(
                f"{plural(len(addresses) - changed, 'address', 'addresses')} not unsure in this issue; left alone"
            )
        return 0 if changed else 3


@click.command(
    "resume", epilog="Examples: digest resume · digest resume 12 --yes · digest resume daily --expired --yes"
)
@issue_argument
@click.option("--expired", is_flag=True, help="Try also what was given up, for another day.")
@yes_option
@at_option
@json_option
@click.pass_context
def resume(
    ctx: click.Context, which: str | None, expired: bool, yes: bool, at: datetime | None, as_json: bool
) -> int:
    """Go on with an issue that was frozen and not finished. Nothing is collected or built, nobody gets it twice."""
    return run_fast(_resume(ctx.obj, which, expired=expired, yes=yes, at=at, as_json=as_json))


async def _resume(
    options: dict[str, Any],
    which: str | None,
    *,
    expired: bool,
    yes: bool,
    at: datetime | None,
    as_json: bool,
) -> int:
    from digest.cli.send import WRONG, deliver_with_progress

    async with open_app(options, at=at) as app:
        found = await find_issue(app, which)
        plan = found.plan(app)
        count = found.tally.open + (found.tally[DeliveryState.EXPIRED] if expired else 0)
        tally = found.tally
        if found.mailing.cancelled:
            raise InputError(f"{found.title} was cancelled")
        if not count:
            say(f"{found.title}: nothing to do: {tally.in_words}")
            if tally[DeliveryState.EXPIRED]:
                say("--expired tries what was given up for another day")
            tally = Tally()
        elif not confirm(f"{found.title}: {plural(count, 'mail')} still to send. Go on?", yes=yes):
            return 1
        else:
            if expired:
                await app.store.revive(found.mailing.id, until=app.now() + DAY)
            built = Built(issue=found.issue, mailing=found.mailing)
            tally = await deliver_with_progress(app, plan, built, count=count)
        if as_json:
            again = await find_issue(app, str(found.issue.id))
            print_json(again.as_plain)
        return 3 if any(tally[state] for state in WRONG) else 0


@click.command("cancel", epilog="Examples: digest cancel · digest cancel 12 --yes")
@issue_argument
@yes_option
@at_option
@click.pass_context
def cancel(ctx: click.Context, which: str | None, yes: bool, at: datetime | None) -> int:
    """Stop an issue: what has not left is not sent any more, also by a sender that is at it. Who has it keeps it."""
    return asyncio.run(_cancel(ctx.obj, which, yes=yes, at=at))


async def _cancel(options: dict[str, Any], which: str | None, *, yes: bool, at: datetime | None) -> int:
    async with open_app(options, at=at) as app:
        found = await find_issue(app, which)
        if not found.tally.open:
            say(f"{found.title}: nothing left to cancel: {found.tally.in_words}")
            return 0
        question = f"{found.title}: {plural(found.tally.open, 'reader')} will not get it. Cancel?"
        if not confirm(question, yes=yes):
            return 1
        stopped = await app.store.cancel(found.mailing.id, now=app.now())
        await app.store.finish_issue(found.issue.id)
        tally = await app.store.tally(found.mailing.id)
        say(f"{found.title}: cancelled for {plural(stopped, 'reader')}: {tally.in_words}")
    return 0
