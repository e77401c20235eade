"""`digest deliveries`, `digest who`: what became of an issue's mails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import click

from digest.app import App, open_app
from digest.cli import DONE, PARTLY
from digest.cli.issues import Found, find_issue, group_in_words, issue_argument
from digest.cli.output import json_option, plain, plural, print_json, say, table
from digest.errors import DigestError
from digest.model import DeliveryRecord, DeliveryState, SubscriberState, SubscriptionState
from digest.model.delivery import IN_WORDS

BAR = 24  # characters of the longest bar


@click.command(
    "deliveries",
    epilog="Examples: digest deliveries · digest deliveries 12 --unsure · digest deliveries daily --state refused --limit 500",
)
@issue_argument
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in DeliveryState]),
    help="Only these; may be given several times.",
)
@click.option("--unsure", "--in-doubt", "unsure", is_flag=True, help="Only those of which nobody knows.")
@click.option("--domain", metavar="DOMAIN", help="Only this recipient domain.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many are listed.")
@click.option("--jsonl", is_flag=True, help="Print all as JSON, one on each line.")
@json_option
@click.pass_context
def deliveries(
    ctx: click.Context,
    which: str | None,
    states: tuple[str, ...],
    unsure: bool,
    domain: str | None,
    limit: int,
    jsonl: bool,
    as_json: bool,
) -> int:
    """Show what became of an issue's mails.

    ISSUE is a number from `digest issues`, or NEWSLETTER, NEWSLETTER/EDITION or NEWSLETTER:SLOT; without it the latest.
    Without options the balance is shown and what went wrong; with them, the readers.
    """
    wanted = tuple(DeliveryState(state) for state in (*states, *(["in_doubt"] if unsure else ())))
    asked = ctx.get_parameter_source("limit") is not click.core.ParameterSource.DEFAULT
    listing = bool(wanted or domain or jsonl or asked)
    return asyncio.run(
        _deliveries(ctx.obj, which, wanted, domain, limit, listing=listing, jsonl=jsonl, as_json=as_json)
    )


async def _deliveries(
    options: dict[str, Any],
    which: str | None,
    states: tuple[DeliveryState, ...],
    domain: str | None,
    limit: int,
    *,
    listing: bool,
    jsonl: bool,
    as_json: bool,
) -> int:
    async with open_app(options, looking=True) as app:
        found = await find_issue(app, which)
        if jsonl:
            async for record in records(app, found, states, domain):
                click.echo(json.dumps(plain(as_plain(app, found, record)), ensure_ascii=False))
            return 0
        shown = (
            [record async for record in records(app, found, states, domain, limit=limit)] if listing else []
        )
        if as_json:
            rows = [as_plain(app, found, record) for record in shown]
            print_json({**found.as_plain, "balanced": balanced(found), "records": rows})
            return DONE if balanced(found) else PARTLY
        show_balance(found)
        if not listing:
            show_troubles(await app.store.troubles(found.mailing.id))
        elif shown:
            click.echo()
            table(("reader", "", "tries", "server's reply"), [_record_row(each) for each in shown])
            if len(shown) == limit:
                say(f"The first {limit:,}; --limit shows more.")
        else:
            say("None.")
    return DONE if balanced(found) else PARTLY


async def records(
    app: App, found: Found, states: tuple[DeliveryState, ...], domain: str | None, *, limit: int | None = None
) -> AsyncIterator[DeliveryRecord]:
    """Page by page, so that a mailing of a million fits into memory."""
    after, left = 0, limit
    while left is None or left > 0:
        size = 1000 if left is None else min(left, 1000)
        rows = await app.store.delivery_page(
            found.mailing.id, states=states, domain=domain, after=after, limit=size
        )
        for row in rows:
            yield row
        if len(rows) < size:
            return
        after, left = rows[-1].subscriber_id, None if left is None else left - len(rows)


def balanced(found: Found) -> bool:
    return found.tally.audience == found.mailing.audience


def show_balance(found: Found) -> None:
    """Every reader of the audience is in one state: a bar for each."""
    say(f"{found.title}: “{found.issue.subject}”, {plural(found.mailing.audience, 'reader')}")
    most = max(found.tally.counts.values(), default=0)
    for state, words in IN_WORDS.items():
        if count := found.tally[state]:
            say(f"  {count:>9,}  {'█' * max(1, round(BAR * count / most)):<{BAR}}  {words}")
    if not balanced(found):
        say(f"✗ these are {found.tally.audience:,}, not {found.mailing.audience:,}: please report it")


def show_troubles(rows: tuple[tuple[DeliveryState, str, str, int], ...]) -> None:
    if rows:
        say("")
        table(
            ("", "domain", "reply", "readers"),
            [(IN_WORDS[state], domain, why, f"{count:,}") for state, domain, why, count in rows],
            right=(3,),
        )


def message_id_of(app: App, found: Found, record: DeliveryRecord) -> str:
    """The Message-ID under which a provider's log knows the mail."""
    from digest.send.message import message_id

    if record.provider_id:
        return record.provider_id
    try:
        send = found.plan(app).send
    except DigestError:  # the newsletter is no longer configured
        return ""
    if send is None:
        return ""
    return message_id(app.keyring, found.mailing.key, record.subscriber_id, send.sender.domain)


def as_plain(app: App, found: Found, record: DeliveryRecord) -> dict[str, Any]:
    return {
        "address": record.address,
        "state": record.state,
        "attempts": record.attempts,
        "due_at": record.due_at,
        "next_at": record.next_at if record.state is DeliveryState.DEFERRED else None,
        "reply": record.reply,
        "message_id": message_id_of(app, found, record),
    }


def _record_row(record: DeliveryRecord) -> tuple[str, ...]:
    words = IN_WORDS[record.state]
    if record.state is DeliveryState.DEFERRED:
        words += f", from {record.next_at:%Y-%m-%d %H:%MZ}"
    return (record.address, words, str(record.attempts), record.reply)


# -- who -------------------------------------------------------------------------------------------------


@click.command(
    "who", epilog="Examples: digest who 12 ana@example.com · digest who daily ana@example.com --json"
)
@click.argument("which", metavar="ISSUE")
@click.argument("address", metavar="ADDRESS")
@json_option
@click.pass_context
def who(ctx: click.Context, which: str, address: str, as_json: bool) -> int:
    """Show everything about one reader's copy of an issue: its state, the server's reply, the Message-ID."""
    return asyncio.run(_who(ctx.obj, which, address, as_json=as_json))


async def _who(options: dict[str, Any], which: str, address: str, *, as_json: bool) -> int:
    from digest.subscriptions import parse_address

    mailbox = parse_address(address)
    async with open_app(options, looking=True) as app:
        found = await find_issue(app, which)
        record = await app.store.delivery_to(found.mailing.id, mailbox.address)
        subscriptions = await app.store.reader(mailbox.address)
        mine = [each for each in subscriptions if each.newsletter == found.issue.key.newsletter]
        why = "" if record else why_not(found, mine)
        variants = await app.store.variant_records(found.issue.id)
        variant = next((each for each in variants if record and each.id == record.variant_id), None)
        subject = variant.subject if variant else found.issue.subject
        if as_json:
            told = (
                {**as_plain(app, found, record), "variant": record.variant_id, "subject": subject}
                if record
                else {"address": mailbox.address, "why_not": why}
            )
            print_json({"issue": found.issue.id, **told, "subscriptions": [plain(each) for each in mine]})
            return 0
        say(f"{found.title}: “{subject}”")
        if record is None:
            say(f"{mailbox.address} was not in the audience: {why}")
            return 0
        for name, value in (
            ("reader", record.address),
            ("variant", group_in_words(variant) if variant and len(variants) > 1 else ""),
            ("state", IN_WORDS[record.state]),
            ("attempts", str(record.attempts)),
            ("due", f"{record.due_at:%Y-%m-%d %H:%M:%SZ}"),
            (
                "next try",
                f"{record.next_at:%Y-%m-%d %H:%M:%SZ}" if record.state is DeliveryState.DEFERRED else "",
            ),
            ("reply", record.reply),
            ("Message-ID", message_id_of(app, found, record)),
            (
                "now",
                "; ".join(
                    f"{each.state.value} ({each.edition}), wants {each.choice.in_words}" for each in mine
                )
                or "no subscription",
            ),
        ):
            if value:
                say(f"  {name:<11} {value}")
    return 0


def why_not(found: Found, mine: list[Any]) -> str:
    """Why somebody has no copy."""
    if not mine:
        return f"no subscription of {found.issue.key.newsletter}"
    each = mine[0]
    if each.subscriber_state is SubscriberState.SUPPRESSED:
        return "the address is suppressed"
    if each.state is SubscriptionState.UNSUBSCRIBED:
        return "they are not subscribed any more"
    if each.edition != found.issue.key.edition:
        return f"they read the edition “{each.edition}”"
    return (
        "they joined later"
        if each.created_at and each.created_at > found.issue.created_at
        else "not confirmed then, or there was nothing to tell them: of what they chose, or that they did not have"
    )
