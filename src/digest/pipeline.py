"""The program, top to bottom: collect → rank → render → freeze → deliver.

`build_issue` and `deliver` may be run again at any time, by anybody: an issue that exists is resumed, a reader who has
it is skipped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.collect import Collected, collect_articles
from digest.desk.proof import Word, word_of
from digest.desk.proof import why_held as reason_held
from digest.draft import (
    Candidates,
    Draft,
    compose_groups,
    compose_issue,
    prepare_pictures,
    refuse_mistakes,
    render_draft,
)
from digest.errors import BlockedError, GroupsChangedError, HandChangedError
from digest.model import (
    Article,
    Hand,
    IfInDoubt,
    Issue,
    IssueState,
    Mailbox,
    Mailing,
    Outcome,
    ProofState,
    Rendered,
    Slot,
    Tally,
    Verdict,
)
from digest.plan import Plan, expiry, for_one_post, why_blocked
from digest.tokens import Keyring

if TYPE_CHECKING:
    from digest.fetch import Fetcher
    from digest.send import Pool
    from digest.send.dkim import Signer
    from digest.store import Store
    from digest.writer import Writer

LOOK_BACK = timedelta(days=30)  # an article that turns up later than this is not news
COMPOSE_AGAIN = 5  # how often, where readers' choices change while their issue is made
LEASE = timedelta(minutes=15)  # renewed by a living sender; longer than the 600 s that the final dot may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What `build_issue` reached: a mailing to deliver, or an issue that was skipped, and what was collected."""

    issue: Issue
    mailing: Mailing | None = None
    draft: Draft | None = None
    collected: Collected | None = None


# -- each new post -------------------------------------------------------------------------------------


async def new_posts(plan: Plan, *, store: Store, now: datetime) -> tuple[Article, ...]:
    """The articles that a newsletter for each new post has yet to mail, oldest first; never a source's backlog."""
    from digest.rank import rank_stories

    articles = await store.articles(plan.source_names, since=now - LOOK_BACK)
    sent = await store.sent_articles(plan.newsletter, plan.edition, plan.cadence)
    fresh = tuple(article for article in articles if not article.backlog)
    hand = await store.hand(plan.newsletter, plan.edition, plan.cadence)
    stories = rank_stories(fresh, options=plan.rank, now=now, since=now - LOOK_BACK, sent=sent, hand=hand)
    wanted = [story.lead for story in stories if story.verdict is Verdict.IN]
    return tuple(sorted(wanted, key=lambda article: (article.when, article.id)))


def newest_post(plan: Plan, articles: tuple[Article, ...], /, *, now: datetime, hand: Hand) -> Article | None:
    """The newest article, mailed already or not: what a person who says “send” means where each new post is an issue."""
    from digest.rank import rank_stories

    stories = rank_stories(articles, options=plan.rank, now=now, since=now, newest=1, hand=hand)
    return next((story.lead for story in stories if story.verdict is Verdict.IN), None)


# -- building ------------------------------------------------------------------------------------------


async def collect(
    plan: Plan,
    *,
    fetcher: Fetcher,
    now: datetime,
    store: Store | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    keep: bool = True,
) -> Collected:
    """Collect the plan's sources; with a store, remember articles and validators there, and without `keep` only there."""
    return await collect_articles(
        plan.sources, fetcher=fetcher, now=now, memory=store, progress=progress, keep=keep
    )


async def candidates(plan: Plan, slot: Slot, *, store: Store, now: datetime) -> Candidates:
    """Read what an issue is made from."""
    scope = plan.newsletter, plan.edition, plan.cadence
    last = await store.last_issue(*scope)
    return Candidates(
        articles=await store.articles(plan.source_names, since=now - max(LOOK_BACK, plan.rank.window)),
        since=await _seen_until(last, store=store) if last and last.slot_at < slot.at else None,
        sent=await store.sent_articles(*scope),
        hand=await store.hand(*scope),
        turn=await store.count_issues(*scope),
    )


async def _seen_until(last: Issue, *, store: Store) -> datetime:
    """Until when an issue's candidates had their chance: its slot or, where the desk fixed what it saw, its proof."""
    proof = await store.proof(last.key)
    if proof is None or proof.state is not ProofState.APPROVED:
        return last.slot_at
    return min(last.slot_at, proof.created_at)


async def build_issue(
    plan: Plan,
    slot: Slot,
    /,
    *,
    store: Store,
    now: datetime,
    articles: tuple[Article, ...] | None = None,
    approve: Callable[[Draft], bool] | None = None,
    force: bool = False,
    release: bool = False,
    fetcher: Fetcher | None = None,
) -> Built:
    """Freeze the issue of `slot`: variants, audience and sent articles in one transaction. Idempotent.

    Ranked once, composed once for each group of readers, rendered once for each variant that differs.
    An issue that is ready or done is returned as it is, never built again. `articles` restricts the choice (each new
    post). `approve` sees the draft before it is frozen; a False leaves the issue unbuilt. Too little to say records the
    slot as skipped, and the stories stay for the next one. Raises BlockedError where sending is not allowed or, unless
    `release`, the desk has not approved the issue, and PreflightError, unless `force`, where the finished mail has mistakes; then nothing is frozen. Without a `fetcher` its
    pictures stay where they are.
    """
    blocked = why_blocked(plan)
    if blocked:
        raise BlockedError(blocked)
    issue = await store.open_issue(plan.key(slot), slot_at=slot.at, now=now)
    if issue.state in (IssueState.READY, IssueState.DONE):
        return Built(issue=issue, mailing=await store.mailing(issue.id))
    if not release:
        await refuse_held(plan, slot, store=store)
    found = await candidates(plan, slot, store=store, now=now)
    if articles is not None:
        found = replace(found, articles=articles, since=now - LOOK_BACK)
    common = await asyncio.to_thread(
        compose_issue, for_one_post(plan) if articles is not None else plan, slot, found, now=now
    )
    if common.variant is None:
        issue = await store.skip_issue(issue.key, slot_at=slot.at, why=common.why, now=now)
        return Built(issue=issue, draft=common)
    may_tell = common.may_tell if plan.once_per_reader else None
    approved = approve is None
    for trial in range(COMPOSE_AGAIN):
        groups = await store.groups(plan.newsletter, plan.edition, candidates=may_tell)
        draft = await asyncio.to_thread(
            compose_groups, plan, common, found, groups, now=now, one_post=articles is not None
        )
        pictures = await prepare_pictures(plan, draft, fetcher=fetcher, store=store, now=now)
        draft = await asyncio.to_thread(render_draft, plan, draft, pictures=pictures)
        if not force:
            await asyncio.to_thread(refuse_mistakes, plan, draft)
        if not approved and approve and not approve(draft):
            return Built(issue=issue, draft=draft)
        approved = True
        try:
            mailing = await store.freeze(
                issue,
                draft.finished,
                ranking=draft.stories,
                due_at=now,
                expires_at=expiry(plan, now),
                now=now,
                groups=draft.groups,
                candidates=may_tell,
                hand=found.hand,
            )
        except HandChangedError:
            # Somebody edited it while it was made: it is made again, and has to be approved again.
            return await build_issue(
                plan,
                slot,
                store=store,
                now=now,
                articles=articles,
                approve=approve,
                force=force,
                release=release,
                fetcher=fetcher,
            )
        except GroupsChangedError:
            if trial + 1 == COMPOSE_AGAIN:
                raise
        else:
            break
    return Built(issue=mailing.issue or issue, mailing=mailing, draft=draft)


def why_without(plan: Plan) -> str:
    """Why readers of a plan's issue get nothing, where some do."""
    brought = "other newsletters brought them too much of it"
    if plan.schedule is None or not plan.schedule.each_post:
        return brought  # who only chose too little gets the issue for everybody
    return f"they chose other topics, or {brought}" if plan.once_per_reader else "they chose other topics"


async def why_held(plan: Plan, slot: Slot, /, *, store: Store) -> str:
    """Why the issue of a slot has to wait for the desk, or ""; an issue that is made by hand, in a slot of its own, has none."""
    scheduled = plan.schedule.latest(slot.at) if plan.schedule else None
    if scheduled is None or scheduled.key != slot.key:
        return ""
    proof = await store.proof(plan.key(slot))
    hand = await store.hand(plan.newsletter, plan.edition, plan.cadence)
    said = word_of(plan.proof, proof, hand, slot.key)
    return "" if said is Word.SEND else reason_held(plan.proof, proof)


async def refuse_held(plan: Plan, slot: Slot, /, *, store: Store) -> None:
    """Raise BlockedError where the issue of a slot has to wait for the desk; not where it is being sent already."""
    issue = await store.issue(plan.key(slot))
    if issue is not None and issue.state in (IssueState.READY, IssueState.DONE):
        return
    if held := await why_held(plan, slot, store=store):
        raise BlockedError(
            f"{plan.title}: the issue of {slot.key} is held: {held}; approve it on the page that its proof links to, "
            f"or “digest send {plan.arguments} --release” sends it as it is"
        )


# -- delivering ----------------------------------------------------------------------------------------


async def deliver(
    plan: Plan,
    mailing: Mailing,
    /,
    *,
    store: Store,
    pool: Pool,
    keyring: Keyring,
    clock: Callable[[], datetime],
    progress: Callable[[Outcome], None] | None = None,
    stop: asyncio.Event | None = None,
    lease: timedelta = LEASE,
) -> Tally:
    """Send what is due of a mailing, once to each reader, and close the issue when nothing is open. Idempotent.

    A reader whose copy was deferred is tried again by the next call after its time. Raises TransportError where the
    server fails before anybody can be blamed; nothing is lost by that.
    """
    from digest.send import deliver as send_all

    options = plan.send
    assert options is not None, "build_issue refuses a plan without a sender"
    await store.recover(now=clock())
    writers = await writers_of(plan, mailing, store=store, keyring=keyring)
    async with store.sender() as owner:
        tally = await send_all(
            mailing.id,
            outbox=store,
            pool=pool,
            write=lambda delivery: writers[delivery.variant_id].draft(delivery),
            owner=owner,
            clock=clock,
            connections=options.connections,
            only_to=options.only_to,
            domains=dict(options.domains),
            lease=lease,
            progress=progress,
            stop=stop,
        )
    if mailing.issue and not tally.open:
        await store.finish_issue(mailing.issue.id)
    return tally


async def writers_of(plan: Plan, mailing: Mailing, *, store: Store, keyring: Keyring) -> Mapping[int, Writer]:
    """What writes a mailing's messages, for each of its variants. Raises ConfigError for a DKIM key it cannot read."""
    from digest.writer import Writer

    assert plan.send is not None, "build_issue refuses a plan without a sender"
    signer = await asyncio.to_thread(signer_of, plan)
    return {
        variant_id: Writer(
            rendered,
            newsletter=plan.newsletter,
            options=plan.send,
            keyring=keyring,
            mailing_key=mailing.key,
            variant_id=variant_id,
            signer=signer,
            bulk=mailing.issue is not None,
        )
        for variant_id, rendered in (await store.variants(mailing.id)).items()
    }


def signer_of(plan: Plan) -> Signer | None:
    """What signs a plan's mail, or None where nobody or the provider does. Raises ConfigError."""
    if plan.send is None or plan.send.dkim is None:
        return None
    from digest.send.dkim import load_signer

    return load_signer(plan.send.dkim)


async def announce(
    plan: Plan,
    key: str,
    to: Mailbox,
    /,
    *,
    subject: str,
    text: str,
    store: Store,
    now: datetime,
    keep_trying: timedelta = timedelta(days=1),
) -> Mailing:
    """Freeze a short notice to one person in the plan's name, once for each `key`; deliver() mails it."""
    return await store.freeze_notice(
        f"notice:{key}",
        Rendered(subject=subject, html="", text=text),
        (to,),
        newsletter=plan.newsletter,
        if_in_doubt=IfInDoubt.RETRY,
        due_at=now,
        expires_at=now + keep_trying,
    )
