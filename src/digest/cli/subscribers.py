"""`digest subscribers`: add, list or remove readers by hand; what they want."""

from __future__ import annotations

import asyncio
import csv
import sys
from dataclasses import replace
from typing import Any

import click

from digest.app import App, open_app
from digest.cli import DONE
from digest.cli.output import json_option, plural, print_json, say, table
from digest.errors import DigestError, InputError
from digest.links import UNSUBSCRIBE
from digest.model import Choice, Mailbox, SubscriberState, Subscription
from digest.plan import Plan
from digest.subscriptions import harmless_name, parse_address, read_choice

newsletter_option = click.option(
    "--newsletter", metavar="NAME", help="Which newsletter.  [default: the only one]"
)
topic_option = click.option(
    "--topic", "topics", multiple=True, metavar="TAG", help="Stories with this tag; may be repeated."
)
section_option = click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help="Stories of this section, besides those of the topics; may be repeated.",
)


@click.group(
    "subscribers",
    epilog="Examples: digest subscribers add ana@example.com · digest subscribers list · "
    "digest subscribers choose ana@example.com daily --topic 5g · digest subscribers remove ana@example.com",
)
def command() -> None:
    """Add, list or remove readers, and say what they want."""


# -- add -------------------------------------------------------------------------------------------------


@command.command(
    "add",
    short_help="Add one reader.",
    epilog="Examples: digest subscribers add ana@example.com --name 'Ana Pires' · "
    "digest subscribers add bo@example.com --topic 5g --section asia",
)
@click.argument("address", metavar="ADDRESS")
@newsletter_option
@click.option("--edition", metavar="NAME", help="Which edition, such as ar.")
@click.option("--name", default="", metavar="TEXT", help="What the reader is called.")
@topic_option
@section_option
@click.pass_context
def add(
    ctx: click.Context,
    address: str,
    newsletter: str | None,
    edition: str | None,
    name: str,
    topics: tuple[str, ...],
    sections: tuple[str, ...],
) -> int:
    """Add one reader, who counts as confirmed: add only people who asked for it.

    Who unsubscribed or is suppressed is not brought back (exit code 1).
    """
    mailbox = parse_address(address)
    mailbox = replace(mailbox, name=harmless_name(name) or mailbox.name)
    plan, outcome, mine = asyncio.run(_add(ctx.obj, mailbox, newsletter, edition, topics, sections))
    match outcome:
        case "added":
            say(f"{mailbox.address} now reads {plan.title}{_chosen(mine.choice)}")
        case "already" if edition is not None and mine.edition != plan.edition:
            raise DigestError(
                f"{mailbox.address} already reads {plan.newsletter}, in edition “{mine.edition}”; moving readers "
                "between editions comes with version 0.6"
            )
        case "already" if topics or sections:
            raise DigestError(
                f"{mailbox.address} already reads {plan.title}{_chosen(mine.choice)}; “digest subscribers choose” "
                "changes what they want"
            )
        case "already":
            say(f"{mailbox.address} already reads {plan.title}{_chosen(mine.choice)}")
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
    options: dict[str, Any],
    mailbox: Mailbox,
    newsletter: str | None,
    edition: str | None,
    topics: tuple[str, ...],
    sections: tuple[str, ...],
) -> tuple[Plan, str, Subscription]:
    """Return the plan, what became of the wish, and the subscription that the reader has."""
    async with open_app(options) as app:
        plan = app.config.plan(newsletter, edition)
        outcome = await app.store.subscribe(
            mailbox.address,
            newsletter=plan.newsletter,
            edition=plan.edition,
            name=mailbox.name,
            origin="added by hand",
            now=app.now(),
            choice=choice_of(plan, topics, sections),
        )
        theirs = await app.store.reader(mailbox.address)
        mine = (each for each in theirs if each.newsletter == plan.newsletter)
        # A suppressed address that never read it has no subscription.
        nothing = Subscription(subscriber_id=0, address=mailbox.address, newsletter=plan.newsletter)
        return plan, outcome, next(mine, nothing)


def choice_of(plan: Plan, topics: tuple[str, ...], sections: tuple[str, ...]) -> Choice:
    """What a command says that a reader wants. Raises InputError, also for a section that the newsletter has not."""
    try:
        choice = read_choice(topics, [_section(plan, name) for name in sections])
    except ValueError as exc:
        raise InputError(str(exc)) from exc
    if (topics or sections) and not choice.key:
        raise InputError("--topic and --section need a name")
    return choice


def _section(plan: Plan, name: str) -> str:
    """The key of a section that is named by its key or its title."""
    wanted = name.casefold().strip()
    for rule in plan.rank.sections:
        if wanted in (rule.key.casefold(), rule.name.casefold()):
            return rule.key
    known = ", ".join(rule.key for rule in plan.rank.sections)
    raise InputError(
        f"{plan.title} has no section “{harmless_name(name)}”"
        + (f"; there is {known}" if known else ", it has no sections at all")
    )


def _chosen(choice: Choice) -> str:
    return f": {choice.in_words}" if choice.key else ""


# -- choose ----------------------------------------------------------------------------------------------


@command.command(
    "choose",
    short_help="Say what a reader wants.",
    epilog="Examples: digest subscribers choose ana@example.com daily --topic 5g --topic ai --section asia · "
    "digest subscribers choose ana@example.com daily --everything",
)
@click.argument("address", metavar="ADDRESS")
@click.argument("newsletter", metavar="[NEWSLETTER]", required=False)
@topic_option
@section_option
@click.option("--everything", is_flag=True, help="All stories again.")
@click.pass_context
def choose(
    ctx: click.Context,
    address: str,
    newsletter: str | None,
    topics: tuple[str, ...],
    sections: tuple[str, ...],
    everything: bool,
) -> int:
    """Say which topics and sections of a newsletter a reader wants: stories of any of them, from the next issue on.

    What they chose before is forgotten. When an issue has too little for them, they get the one for everybody.
    """
    if everything == bool(topics or sections):
        raise InputError("say --topic or --section, or else --everything")
    mailbox = parse_address(address)
    plan, choice = asyncio.run(_choose(ctx.obj, mailbox.address, newsletter, topics, sections))
    say(f"{mailbox.address} now wants {choice.in_words} of {plan.newsletter}")
    return DONE


async def _choose(
    options: dict[str, Any],
    address: str,
    newsletter: str | None,
    topics: tuple[str, ...],
    sections: tuple[str, ...],
) -> tuple[Plan, Choice]:
    async with open_app(options) as app:
        plan = app.config.plan(newsletter, None)
        mine = [each for each in await app.store.reader(address) if each.newsletter == plan.newsletter]
        if mine and mine[0].edition in app.config.editions(plan.newsletter):
            plan = app.config.plan(plan.newsletter, mine[0].edition)
        choice = choice_of(plan, topics, sections)
        if not await app.store.choose(address, plan.newsletter, choice):
            raise DigestError(f"{address} does not read {plan.newsletter}; nothing was changed")
        return plan, choice


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
            rows = [
                (each.address, each.name, each.newsletter, each.edition, _state(each), each.choice.in_words)
                for each in found
            ]
            table(("Address", "Name", "Newsletter", "Edition", "State", "Wants"), rows)
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
    writer.writerow(("email", "name", "edition", "status", "topics", "sections"))
    writer.writerows(
        (
            each.address,
            each.name,
            each.edition,
            _state(each),
            "; ".join(each.choice.topics),
            "; ".join(each.choice.sections),
        )
        for each in found
    )


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
        "topics": each.choice.topics,
        "sections": each.choice.sections,
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
