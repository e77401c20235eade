"""`digest send`: mail the issue that is due, once to each reader."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from digest.app import App, open_app, run_fast
from digest.cli.issue import collect_with_progress, merge, report_sources
from digest.cli.output import at_option, json_option, offline_option, plural, print_json, progress, say, warn
from digest.collect import Collected
from digest.draft import NEWEST, Draft, compose_groups, compose_issue, prepare_pictures, render_draft
from digest.errors import BlockedError, DigestError, InputError
from digest.model import Delivery, DeliveryState, Envelope, IssueState, Mailbox, Outcome, Subscription, Tally
from digest.pipeline import (
    LOOK_BACK,
    Built,
    build_issue,
    candidates,
    deliver,
    newest_post,
    refuse_held,
    signer_of,
    why_without,
)
from digest.plan import Plan, for_one_post, manual_slot, post_slot, why_blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

WRONG = (
    DeliveryState.REFUSED,
    DeliveryState.IN_DOUBT,
    DeliveryState.DEFERRED,
    DeliveryState.EXPIRED,
    DeliveryState.PENDING,
)


@dataclass(slots=True, kw_only=True)
class Report:
    """What happened to one edition, for people and for --json."""

    plan: Plan
    status: str = ""
    subject: str = ""
    stories: int = 0  # of the common variant
    variants: int = 0
    tally: Tally = field(default_factory=Tally)
    failures: int = 0

    @property
    def code(self) -> int:
        if self.status == "stopped":
            return 1
        return 3 if self.failures or any(self.tally[state] for state in WRONG) else 0


@click.command(
    "send",
    epilog="Examples: digest send · digest send daily --yes · digest send --test me@example.com · digest send --dry-run",
)
@click.argument("what", nargs=-1, metavar="[NEWSLETTER]")
@click.option(
    "--edition", metavar="NAME", help="Only this edition.  [default: every edition of the newsletter]"
)
@click.option("--now", "own", is_flag=True, help="Make an issue of its own now, whatever the schedule says.")
@click.option(
    "--test",
    "test",
    multiple=True,
    metavar="ADDR...",
    help="Send marked copies to these addresses; record nothing.",
)
@click.option("--dry-run", is_flag=True, help="Do all but talk to the mail server; record nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask; needed where no terminal is.")
@click.option("--force", is_flag=True, help="Send although the preflight (digest lint) finds mistakes.")
@click.option("--release", is_flag=True, help="Send an issue that the desk holds or has not approved.")
@offline_option
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    what: tuple[str, ...],
    edition: str | None,
    own: bool,
    test: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    force: bool,
    release: bool,
    offline: bool,
    at: datetime | None,
    as_json: bool,
) -> int:
    """Build the issue of the latest slot that is due and mail it to its readers.

    Run it as often as you like: the same slot sends nobody a second copy, and what was cut short goes on. On a terminal
    it shows subject and number of readers and asks first; elsewhere it needs --yes.
    """
    names = [word for word in what if "@" not in word]
    addresses = [part for word in (*test, *(w for w in what if "@" in w)) for part in word.split(",") if part]
    if len(names) > 1:
        raise InputError(f"one newsletter at a time, not {' and '.join(names)}")
    if addresses and not test:
        raise InputError("addresses are given after --test: digest send --test me@example.com")
    if not (yes or test or dry_run or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise InputError("nobody to ask here: add --yes to send, or --dry-run to look")
    run = Run(
        own=own,
        test=tuple(addresses),
        dry_run=dry_run,
        yes=yes,
        force=force,
        release=release,
        offline=offline,
    )
    reports = run_fast(send(ctx.obj, run, names[0] if names else None, edition, at=at))
    if as_json:
        print_json([as_plain(report) for report in reports])
    return max((report.code for report in reports), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The flags of one invocation."""

    own: bool
    test: tuple[str, ...]
    dry_run: bool
    yes: bool
    force: bool
    release: bool = False
    offline: bool


async def send(
    options: dict[str, Any], run: Run, newsletter: str | None, edition: str | None, *, at: datetime | None
) -> list[Report]:
    """Build and mail each edition asked for, in the config's order."""
    async with open_app(options, at=at, looking=bool(run.test or run.dry_run)) as app:
        for notice in app.config.notices:
            warn(notice)
        first = app.config.plan(newsletter, edition)
        plans = (
            [first] if edition else [plan for plan in app.config.plans if plan.newsletter == first.newsletter]
        )
        # What is missing is said before anything is done for any edition.
        if not run.dry_run:
            _ = app.config.servers
        if blocked := next(filter(None, map(why_blocked, plans)), ""):
            raise BlockedError(blocked)
        if not (run.test or run.dry_run or run.release):
            for plan in plans:
                slot = manual_slot(plan, now=app.now(), own=run.own)
                await refuse_held(plan, slot, store=app.store)
        reports = []
        for plan in plans:
            collected = Collected(articles=(), failures=(), notices=(), found=())
            if not run.offline:
                collected = await collect_with_progress(app, plan, remember=not (run.test or run.dry_run))
                report_sources(collected)
            report = await (
                look(app, plan, run, collected) if run.test or run.dry_run else mail(app, plan, run)
            )
            report.failures = len(collected.failures)
            reports.append(report)
        return reports


# -- for real --------------------------------------------------------------------------------------------


async def mail(app: App, plan: Plan, run: Run) -> Report:
    """Freeze the issue, then deliver it."""
    report = Report(plan=plan)
    readers = len(await readers_of(app, plan)) if plan.send and plan.send.only_to else None
    if readers is None:
        readers = await app.store.audience_size(plan.newsletter, plan.edition)
    built = await build(app, plan, run, readers)
    report.stories = len(built.draft.variant.stories) if built.draft and built.draft.variant else 0
    report.variants = len(built.draft.variants) if built.draft else 0
    report.subject = built.issue.subject
    if built.issue.state is IssueState.SKIPPED:
        report.status = "skipped"
        say(f"{plan.title}: no issue: {built.issue.why}")
    elif built.mailing is None:
        report.status = "stopped"
        say(f"{plan.title}: not sent")
    elif built.issue.state is IssueState.DONE:
        report.status = "already sent"
        report.tally = await app.store.tally(built.mailing.id)
        say(
            f"{plan.title}: the issue of {built.issue.key.slot} was already sent to {plural(report.tally[DeliveryState.SENT], 'reader')}; nobody gets it twice"
        )
    else:
        report.status = "sent"
        report.tally = await deliver_with_progress(app, plan, built)
    return report


async def readers_of(app: App, plan: Plan) -> tuple[Subscription, ...]:
    """The readers that an issue would be mailed to."""
    from digest.send import allowed

    patterns = plan.send.only_to if plan.send else ()
    readers = await app.store.subscriptions(plan.newsletter, plan.edition, mailable=True)
    return tuple(reader for reader in readers if allowed(reader.address, patterns))


async def build(app: App, plan: Plan, run: Run, readers: int) -> Built:
    """Freeze the issue of the slot that is meant, after asking on a terminal."""

    def approve(draft: Draft) -> bool:
        assert draft.rendered and draft.variant
        for notice in draft.notices:
            warn(notice)
        stories = in_parts(draft)
        if draft.without:
            warn(without(plan, draft))
        question = f"“{draft.rendered.subject}” ({stories}) to {plural(max(0, readers - draft.without), 'reader')}. Send?"
        return run.yes or click.confirm(question, default=False)

    if plan.schedule and plan.schedule.each_post and not run.own:
        stored = await candidates(plan, manual_slot(plan, now=app.now()), store=app.store, now=app.now())
        article = newest_post(plan, stored.articles, now=app.now(), hand=stored.hand)
        if article is None:
            raise InputError(f"{plan.title}: no article of the last {LOOK_BACK.days} days to send")
        return await build_issue(
            plan,
            post_slot(article),
            store=app.store,
            now=app.now(),
            articles=(article,),
            approve=approve,
            force=run.force,
            release=run.release,
            fetcher=app.fetcher,
        )
    slot = manual_slot(plan, now=app.now(), own=run.own)
    return await build_issue(
        plan,
        slot,
        store=app.store,
        now=app.now(),
        approve=approve,
        force=run.force,
        release=run.release,
        fetcher=app.fetcher,
    )


def in_parts(draft: Draft) -> str:
    """What a draft holds: 12 stories, or 12 stories, 3 variants."""
    assert draft.variant
    stories = plural(len(draft.variant.stories), "story", "stories")
    return f"{stories}, {len(draft.variants)} variants" if draft.others else stories


def without(plan: Plan, draft: Draft) -> str:
    """Who gets nothing, and why."""
    gets = "gets" if draft.without == 1 else "get"
    return f"{plural(draft.without, 'reader')} {gets} nothing: {why_without(plan)}"


async def deliver_with_progress(app: App, plan: Plan, built: Built, *, count: int | None = None) -> Tally:
    """Deliver with a bar on a terminal; Ctrl-C and SIGTERM finish what is under way and leave the rest to the next run.

    `count` is how many there are to send, where the caller knows it: counting a million takes a second."""
    from digest.send import Pool

    assert built.mailing is not None
    begun, done = time.perf_counter(), 0
    if count is None:
        count = (await app.store.tally(built.mailing.id)).open
    with progress("Sending", count, "mails") as update, stopping() as stop:

        def note_outcome(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            update(done)
            if outcome.state is DeliveryState.REFUSED:
                warn(f"✗ {outcome.delivery.address}: {outcome.reply}")

        async with Pool(app.config.servers) as pool:
            tally = await deliver(
                plan,
                built.mailing,
                store=app.store,
                pool=pool,
                keyring=app.keyring,
                clock=app.clock,
                progress=note_outcome,
                stop=stop,
                lease=app.lease,
            )
    seconds = max(time.perf_counter() - begun, 0.001)
    say(f"{plan.title}: “{built.issue.subject}”: {tally.in_words} ({done / seconds:,.0f} mails/s)")
    return tally


@contextmanager
def stopping() -> Iterator[asyncio.Event]:
    """An event that SIGINT or SIGTERM sets; a second signal ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        warn("stopping after the mails under way; a second signal stops at once")

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, on_signal)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


# -- nothing recorded ------------------------------------------------------------------------------------


async def look(app: App, plan: Plan, run: Run, collected: Collected) -> Report:
    """Draft the issue and send marked copies, or none at all; the database is only read."""
    from digest.writer import Writer

    now = app.now()
    slot = manual_slot(plan, now=now, own=run.own)
    stored = await candidates(plan, slot, store=app.store, now=now)
    articles = await merge(app, stored.articles, collected.articles)
    newest, whole, one_post = NEWEST if run.test else None, plan, False
    if plan.schedule and plan.schedule.each_post and not run.own:
        post = newest_post(plan, articles, now=now, hand=stored.hand)
        articles, plan, newest, one_post = (post,) if post else (), for_one_post(plan), 1, True
    draft = compose_issue(plan, slot, replace(stored, articles=articles), now=now, newest=newest)
    if run.dry_run:
        may_tell = draft.may_tell if plan.once_per_reader else None
        groups = await app.store.groups(plan.newsletter, plan.edition, candidates=may_tell)
        draft = compose_groups(whole, draft, stored, groups, now=now, one_post=one_post)
    pictures = await prepare_pictures(plan, draft, fetcher=app.fetcher, store=app.store, now=now)
    draft = render_draft(plan, draft, pictures=pictures)
    for notice in draft.notices:
        warn(notice)
    if draft.rendered is None or draft.variant is None:
        say(f"{plan.title}: no issue: {draft.why}")
        return Report(plan=plan, status="skipped")
    assert plan.send is not None
    signer = signer_of(plan)  # also for a dry run: a key that cannot be read is better found now
    writers = {
        variant.group_key: Writer(
            rendered,
            newsletter=plan.newsletter,
            options=plan.send,
            keyring=app.keyring,
            mailing_key=f"test-{now.timestamp()}",
            signer=signer if run.test else None,
            test=bool(run.test),
        )
        for variant, rendered in draft.finished
    }
    report = Report(
        plan=plan,
        status="dry run",
        subject=draft.rendered.subject,
        stories=len(draft.variant.stories),
        variants=len(draft.variants),
    )
    if run.dry_run:
        count, weight = 0, 0
        for number, reader in enumerate(await readers_of(app, plan)):
            # Who got what from other newsletters is only known of groups: the weight is that of their choice.
            name = draft.groups.get(reader.choice.key, "")
            # One at a time: an audience of a million does not fit into memory.
            envelope = writers[name or ""](sample_delivery(reader.address, number=number, now=now))
            count, weight = count + 1, weight + envelope.size
        if draft.without:
            warn(without(plan, draft))
        variants = f" in {len(draft.variants)} variants" if draft.others else ""
        say(
            f"{plan.title}: “{draft.rendered.subject}” would go to {plural(max(0, count - draft.without), 'reader')}{variants} ({weight / 1e6:.1f} MB); nothing sent, nothing recorded"
        )
        return report
    write = writers[draft.variant.group_key]
    await send_copies(
        app,
        plan,
        [write(sample_delivery(address, number=number, now=now)) for number, address in enumerate(run.test)],
    )
    say(f"{plan.title}: {plural(len(run.test), 'test')} sent; nothing recorded")
    report.status = "test"
    return report


def sample_delivery(address: str, *, number: int, now: datetime) -> Delivery:
    """A delivery that stands in no ledger; its address is checked like every other."""
    from digest.subscriptions import parse_address

    mailbox: Mailbox = parse_address(address)
    return Delivery(
        id=0,
        mailing_id=0,
        subscriber_id=-number,
        variant_id=0,
        address=mailbox.address,
        due_at=now,
        expires_at=now + timedelta(days=1),
    )


async def send_copies(app: App, plan: Plan, envelopes: list[Envelope]) -> None:
    """Send test copies over one connection; `only_to` holds here too."""
    from digest.send import Pool, allowed

    assert plan.send is not None
    for envelope in envelopes:
        if not allowed(envelope.recipient, plan.send.only_to):
            raise BlockedError(
                f"{envelope.recipient} does not match only_to ({', '.join(plan.send.only_to)})"
            )
    async with Pool(app.config.servers) as pool:
        connection = await pool.take_any(today=app.now().date())
        try:
            for envelope in envelopes:
                reply = await connection.send(envelope)
                if not reply.accepted:
                    raise DigestError(f"{envelope.recipient}: {connection.server} says {reply.line}")
        finally:
            pool.give(connection)


def as_plain(report: Report) -> dict[str, Any]:
    """One edition's report for --json."""
    return {
        "newsletter": report.plan.newsletter,
        "edition": report.plan.edition,
        "status": report.status,
        "subject": report.subject,
        "stories": report.stories,
        "variants": report.variants,
        "deliveries": {state.value: count for state, count in report.tally.counts.items() if count},
        "failed_sources": report.failures,
    }
