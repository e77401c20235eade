"""`digest subscribers`: add, list or remove readers by hand."""

from __future__ import annotations

import asyncio
import csv
import sys
from typing import Any

import click

from digest.app import App, open_app
from digest.cli import DONE
from digest.cli.output import json_option, plural, print_json, say, table
from digest.errors import DigestError, InputError
from digest.links import UNSUBSCRIBE
from digest.model import Mailbox, SubscriberState, Subscription
from digest.pipeline import Plan
from digest.subscriptions import harmless_name, parse_address

newsletter_option = click.option(
    "--newsletter", metavar="NAME", help="Which newsletter.  [default: the only one]"
)


@click.group(
    "subscribers",
    epilog="Examples: digest subscribers add ana@example.com · digest subscribers list · "
    "digest subscribers remove ana@example.com",
)
def command() -> None:
    """Add, list or remove readers."""


# -- add -------------------------------------------------------------------------------------------------


@command.command(
    "add",
    short_help="Add one reader.",
    epilog="Examples: digest subscribers add ana@example.com --name 'Ana Pires'",
)
@click.argument("address", metavar="ADDRESS")
@newsletter_option
@click.option("--edition", metavar="NAME", help="Which edition, such as ar.")
@click.option("--name", default="", metavar="TEXT", help="What the reader is called.")
@click.pass_context
def add(ctx: click.Context, address: str, newsletter: str | None, edition: str | None, name: str) -> int:
    """Add one reader, who counts as confirmed: add only people who asked for it.

    Who unsubscribed or is suppressed is not brought back (exit code 1).
    """
    mailbox = parse_address(address)
    plan, outcome, now_in = asyncio.run(_add(ctx.obj, mailbox, newsletter, edition, harmless_name(name)))
    match outcome:
        case "added":
            say(f"{mailbox.address} now reads {plan.title}")
        case "already" if now_in != plan.edition:
            raise DigestError(
                f"{mailbox.address} already reads {plan.newsletter}, in edition “{now_in}”; moving readers between "
                "editions comes with version 0.6"
            )
        case "already":
            say(f"{mailbox.address} already reads {plan.title}")
        case "unsubscribed":
            raise DigestError(
                f"{mailbox.address} unsubscribed from {plan.newsletter} and is not brought back; with version 0.6 "
                "they can sign up again themselves"
            )
        case _:
            raise DigestError(
                f"{mailbox.address} is suppressed (their mail bounced, or they complained) and is not mailed; "
                "lifting that comes with version 0.6"
            )
    return DONE


async def _add(
    options: dict[str, Any], mailbox: Mailbox, newsletter: str | None, edition: str | None, name: str
) -> tuple[Plan, str, str]:
    """Return the plan, what became of the wish, and the edition that the reader has."""
    async with open_app(options) as app:
        plan = app.config.plan(newsletter, edition)
        outcome = await app.store.subscribe(
            mailbox.address,
            newsletter=plan.newsletter,
            edition=plan.edition,
            name=name or mailbox.name,
            origin="added by hand",
            now=app.now(),
        )
        if outcome != "already" or edition is None:
            return plan, outcome, plan.edition
        return plan, outcome, await _edition_of(app, mailbox.address, plan.newsletter)


async def _edition_of(app: App, address: str, newsletter: str) -> str:
    key = address.casefold()
    theirs = await app.store.subscriptions(newsletter)
    return next(each.edition for each in theirs if each.address.casefold() == key)


# -- list ------------------------------------------------------------------------------------------------


@command.command(
    "list",
    short_help="List readers.",
    epilog="Examples: digest subscribers list · digest subscribers list --csv > readers.csv",
)
@click.option("--newsletter", metavar="NAME", help="Only this newsletter.")
@click.option("--edition", metavar="NAME", help="Only this edition.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, which “digest import” reads.")
@json_option
@click.pass_context
def list_(
    ctx: click.Context, newsletter: str | None, edition: str | None, as_csv: bool, as_json: bool
) -> int:
    """List readers by address, also those who unsubscribed."""
    found = asyncio.run(_list(ctx.obj, newsletter, edition))
    if as_json:
        print_json([_as_plain(each) for each in found])
    elif as_csv:
        _print_csv(found)
    else:
        if found:
            rows = [(each.address, each.name, each.newsletter, each.edition, _state(each)) for each in found]
            table(("Address", "Name", "Newsletter", "Edition", "State"), rows)
        reading = sum(_state(each) == "confirmed" for each in found)
        say(
            f"{plural(reading, 'reader')}; {len(found) - reading:,} who left, are suppressed or have not confirmed"
        )
    return DONE


def _print_csv(found: tuple[Subscription, ...]) -> None:
    # Without the newsletter's name: consent to one is none to another, so a file holds the readers of one.
    if len({each.newsletter for each in found}) > 1:
        raise InputError("--csv writes the readers of one newsletter: name it with --newsletter")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("email", "name", "edition", "status"))
    writer.writerows((each.address, each.name, each.edition, _state(each)) for each in found)


async def _list(
    options: dict[str, Any], newsletter: str | None, edition: str | None
) -> tuple[Subscription, ...]:
    async with open_app(options) as app:
        found = await app.store.subscriptions(newsletter, edition)
        if not found:  # those of a newsletter that left the config can still be listed
            _check_names(app, newsletter, edition)
        return found


def _check_names(app: App, newsletter: str | None, edition: str | None) -> None:
    """Raise InputError where a name is misspelled rather than without readers."""
    names = app.config.newsletters
    if newsletter and newsletter not in names:
        raise InputError(f"no newsletter “{newsletter}”; there is {', '.join(names)}")
    wanted = [newsletter] if newsletter else names
    known = dict.fromkeys(each for name in wanted for each in app.config.editions(name))
    if edition and edition not in known:
        raise InputError(f"no edition “{edition}”; there is {', '.join(known)}")


def _state(each: Subscription) -> str:
    """How their subscription stands; who is suppressed gets no mail, whatever it says."""
    return "suppressed" if each.subscriber_state is SubscriberState.SUPPRESSED else each.state.value


def _as_plain(each: Subscription) -> dict[str, Any]:
    return {
        "address": each.address,
        "name": each.name,
        "newsletter": each.newsletter,
        "edition": each.edition,
        "state": _state(each),
        "since": each.created_at,
        "origin": each.origin,
    }


# -- remove ----------------------------------------------------------------------------------------------


@command.command(
    "remove",
    short_help="Unsubscribe a reader.",
    epilog="Examples: digest subscribers remove ana@example.com --newsletter daily · "
    "digest subscribers remove 1.Nzpk…",
)
@click.argument("who", metavar="ADDRESS|TOKEN")
@click.option("--newsletter", metavar="NAME", help="Only from this newsletter.  [default: from all]")
@click.pass_context
def remove(ctx: click.Context, who: str, newsletter: str | None) -> int:
    """Unsubscribe a reader; it is remembered, so that no import brings them back.

    Without a public URL readers unsubscribe by mail: the TOKEN in its subject says who they are, whatever address the
    mail came from. A mail of an issue under way that has not left yet does not go to them any more.
    """
    if "@" not in who:
        left = asyncio.run(_remove_by_token(ctx.obj, who.strip().removeprefix("unsubscribe ")))
        say(f"the reader of that token was taken out of {left}")
        return DONE
    mailbox = parse_address(who)
    ended = asyncio.run(_remove(ctx.obj, mailbox.address, newsletter))
    where = newsletter or "every newsletter"
    if not ended:
        raise DigestError(
            f"{mailbox.address} does not read {newsletter or 'any newsletter'}; nothing was changed"
        )
    say(f"{mailbox.address} was taken out of {where}")
    return DONE


async def _remove_by_token(options: dict[str, Any], token: str) -> str:
    """End the subscription that a mailed unsubscribe token names; return its newsletter. Raises InputError."""
    async with open_app(options) as app:
        payload = app.keyring.verify(UNSUBSCRIBE, token)
        subscriber, _, newsletter = (payload or "").partition(":")
        if not subscriber.isdecimal() or not await app.store.unsubscribe(
            int(subscriber), newsletter, now=app.now()
        ):
            raise InputError("neither an address nor the token of an unsubscribe mail")
        return newsletter


async def _remove(options: dict[str, Any], address: str, newsletter: str | None) -> int:
    async with open_app(options) as app:
        ended = await app.store.remove(address, newsletter, now=app.now())
        if not ended:
            _check_names(app, newsletter, None)
        return ended
