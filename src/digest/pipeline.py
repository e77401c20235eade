"""The program, top to bottom: collect → rank → render → freeze → deliver.

`build_issue` and `deliver` may be run again at any time, by anybody: an issue that exists is resumed, a reader who has
it is skipped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.collect import Collected, Source, collect_articles
from digest.desk.proof import Word, word_of
from digest.desk.proof import why_held as reason_held
from digest.errors import BlockedError, FetchError, GroupsChangedError, HandChangedError, PreflightError
from digest.model import (
    Article,
    Choice,
    Delivery,
    Envelope,
    Finding,
    Group,
    Hand,
    IfInDoubt,
    Issue,
    IssueKey,
    IssueState,
    Level,
    Mailbox,
    Mailing,
    Outcome,
    ProofOptions,
    ProofState,
    Rendered,
    Slot,
    Story,
    Tally,
    Variant,
    Verdict,
)
from digest.pictures.options import PictureMode
from digest.preflight.options import PreflightOptions
from digest.rank.options import RankOptions
from digest.render.options import RenderOptions
from digest.schedule import Schedule
from digest.send.options import SendOptions
from digest.tokens import Keyring

if TYPE_CHECKING:
    from digest.fetch import Fetcher
    from digest.pictures import Prepared
    from digest.rank import Composition
    from digest.send import Pool
    from digest.send.dkim import Signer
    from digest.store import Store

NEWEST = 5  # shown where nothing is new
LOOK_BACK = timedelta(days=30)  # an article that turns up later than this is not news
COMPOSE_AGAIN = 5  # how often, where readers' choices change while their issue is made
LEASE = timedelta(minutes=15)  # renewed by a living sender; longer than the 600 s that the final dot may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One edition of one newsletter: what to collect, how to rank, render and send it, and when."""

    newsletter: str
    edition: str = "main"
    cadence: str = "each"
    sources: tuple[Source, ...]
    rank: RankOptions = field(default_factory=RankOptions)
    render: RenderOptions
    send: SendOptions | None = None  # None: preview without a config
    pictures: PictureMode = PictureMode.REMOTE
    preflight: PreflightOptions = field(default_factory=PreflightOptions)
    schedule: Schedule | None = None
    catch_up: timedelta = timedelta(hours=6)  # an older missed slot is recorded as skipped
    proof: ProofOptions | None = None  # who is asked before an issue goes out
    sponsors: Path | None = None  # folder of bookings
    once_per_reader: bool = False  # nobody gets what another newsletter brought them
    theme_root: Path | None = None  # where relative theme folders start

    @property
    def title(self) -> str:
        """How people call it: “daily”, or “daily (ar)” for an edition."""
        return self.newsletter if self.edition == "main" else f"{self.newsletter} ({self.edition})"

    @property
    def source_names(self) -> tuple[str, ...]:
        return tuple(source.name for source in self.sources)

    def key(self, slot: Slot) -> IssueKey:
        return IssueKey(self.newsletter, self.edition, self.cadence, slot.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What an issue is made from."""

    articles: tuple[Article, ...]
    since: datetime | None = None  # the slot of the issue before
    sent: frozenset[str] = frozenset()  # ids of the articles that earlier issues had
    hand: Hand = field(default_factory=Hand)  # what an editor decided
    turn: int = 0  # how many issues there were before


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue composed and rendered but not frozen; `variant` is None where there is too little to say (`why`)."""

    slot: Slot
    stories: tuple[Story, ...]  # every candidate with its verdict
    variant: Variant | None = None  # the common one
    rendered: Rendered | None = None
    why: str = ""
    notices: tuple[str, ...] = ()  # what a person should know about its pictures
    told: tuple[Story, ...] = ()  # what may be told, as it was before the issue was composed
    others: tuple[Variant, ...] = ()  # what groups of readers get instead of the common variant
    others_rendered: tuple[Rendered, ...] = ()
    groups: Mapping[str, str | None] = field(
        default_factory=dict
    )  # a group's key → its variant's; None: nothing
    without: int = 0  # readers who get nothing: they had it from other newsletters

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Every variant, the common one first; none where there is no issue."""
        return () if self.variant is None else (self.variant, *self.others)

    @property
    def finished(self) -> tuple[tuple[Variant, Rendered], ...]:
        """Every variant with its rendering."""
        if self.variant is None or self.rendered is None:
            return ()
        return ((self.variant, self.rendered), *zip(self.others, self.others_rendered, strict=True))

    @property
    def may_tell(self) -> frozenset[str]:
        """The ids of the articles that one of its variants may tell."""
        return frozenset(article.id for story in self.told for article in (story.lead, *story.also))

    @property
    def fell_back(self) -> bool:
        """Nothing was new, so the newest articles stand in."""
        from digest.rank import STAND_IN

        return self.variant is not None and self.variant.lead.why.startswith(STAND_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What `build_issue` reached: a mailing to deliver, or an issue that was skipped, and what was collected."""

    issue: Issue
    mailing: Mailing | None = None
    draft: Draft | None = None
    collected: Collected | None = None


# -- which slot ----------------------------------------------------------------------------------------


def manual_slot(plan: Plan, *, now: datetime, own: bool = False) -> Slot:
    """The slot that `digest send` means: the latest scheduled one ≤ now; without a schedule, today's; `own` its own."""
    zone = ZoneInfo(plan.render.timezone)
    if own:
        return Slot(key=f"now-{now:%Y-%m-%dT%H:%M:%SZ}", at=now)
    if plan.schedule and (slot := plan.schedule.latest(now)):
        return slot
    return Slot(key=f"{now.astimezone(zone):%Y-%m-%d}", at=now)


def post_slot(article: Article) -> Slot:
    """The slot of a newsletter that mails each new post: one per article."""
    return Slot(key=f"post-{article.id}", at=article.when)


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


def for_one_post(plan: Plan) -> Plan:
    """The plan of an issue that is one article."""
    return replace(plan, rank=replace(plan.rank, min_stories=1, max_stories=1, sections=()))


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


def draft_issue(
    plan: Plan,
    slot: Slot,
    candidates: Candidates,
    /,
    *,
    now: datetime,
    newest: int | None = None,
    choice: Choice | None = None,
) -> Draft:
    """Rank, compose and render; pure but for the theme's and the sponsors' files. Its pictures stay where they are.

    `newest` takes that many articles where nothing is new, for previews. With a `choice`, the variant is the one that readers
    who chose so get. Raises ThemeError.
    """
    draft = compose_issue(plan, slot, candidates, now=now, newest=newest)
    if choice and draft.variant:
        group = Group(choice=choice)
        draft = compose_groups(plan, draft, candidates, (group,), now=now)
        mine = next(each for each in draft.variants if each.group_key == draft.groups[group.key])
        draft = replace(draft, variant=mine, others=())
    return render_draft(plan, draft)


def compose_issue(
    plan: Plan,
    slot: Slot,
    candidates: Candidates,
    /,
    *,
    now: datetime,
    newest: int | None = None,
    examine: Callable[[Story], bool] | None = None,
) -> Draft:
    """Rank and compose the common issue: a draft with a variant, not rendered yet, or with why there is none."""
    from digest.rank import rank_stories
    from digest.rank.readers import possible

    stories = rank_stories(
        candidates.articles,
        options=plan.rank,
        now=now,
        since=candidates.since,
        sent=candidates.sent,
        newest=newest,
        hand=candidates.hand,
    )
    composition = composer(plan, slot, candidates, now=now, examine=examine)(stories, "")
    return Draft(
        slot=slot,
        stories=composition.stories,
        variant=composition.variant,
        why=composition.why,
        told=possible(stories, composition.variant),
    )


def composer(
    plan: Plan,
    slot: Slot,
    candidates: Candidates,
    /,
    *,
    now: datetime,
    examine: Callable[[Story], bool] | None = None,
) -> Callable[[Sequence[Story], str], Composition]:
    """What makes an issue of ranked stories, for the group of readers with a key."""
    from digest.collect.sponsors import read_sponsors
    from digest.rank import compose

    today = slot.at.astimezone(ZoneInfo(plan.render.timezone)).date()
    sponsors = (
        read_sponsors(
            plan.sponsors, newsletter=plan.newsletter, edition=plan.edition, on=today, turn=candidates.turn
        )
        if plan.sponsors
        else ()
    )
    return lambda stories, group_key: compose(
        stories,
        options=plan.rank,
        newsletter=plan.newsletter,
        edition=plan.edition,
        slot=slot,
        sponsors=sponsors,
        now=now,
        hand=candidates.hand,
        group_key=group_key,
        examine=examine,
    )


def compose_groups(
    plan: Plan,
    draft: Draft,
    candidates: Candidates,
    groups: Sequence[Group],
    /,
    *,
    now: datetime,
    one_post: bool = False,
) -> Draft:
    """Add to a composed draft what each group of readers gets; equal variants are one.

    Who would get too little gets the common issue; of `one_post` that they did not choose, nothing.
    """
    from digest.rank.readers import make_shelf, share

    if draft.variant is None:
        return draft
    shares = share(
        make_shelf(draft.told, options=plan.rank, now=now, hand=candidates.hand),
        draft.variant,
        groups,
        compose=composer(for_one_post(plan) if one_post else plan, draft.slot, candidates, now=now),
        least=1 if one_post else plan.rank.min_stories,
        fall_back=not one_post,
    )
    return replace(draft, others=shares.variants[1:], groups=shares.groups, without=shares.without)


def render_draft(plan: Plan, draft: Draft, /, *, pictures: Sequence[Prepared] = ()) -> Draft:
    """Render each variant that was composed, with its pictures where they were prepared. Raises ThemeError."""
    from digest.render import render_variant
    from digest.render.theme import find_theme

    theme = find_theme(plan.render.theme, root=plan.theme_root)
    if draft.variant is None:
        return draft
    rendered = []
    for number, variant in enumerate(draft.variants):
        prepared = pictures[number] if pictures else None
        options = replace(plan.render, gallery=prepared.gallery) if prepared else plan.render
        made = render_variant(variant, theme=theme, options=options)
        if prepared:
            used = tuple(image for image in prepared.images if f"cid:{image.cid}" in made.html)
            made = replace(made, images=used)
        rendered.append(made)
    notices = dict.fromkeys(notice for prepared in pictures for notice in prepared.notices)
    return replace(draft, rendered=rendered[0], others_rendered=tuple(rendered[1:]), notices=tuple(notices))


async def prepare_pictures(
    plan: Plan, draft: Draft, /, *, fetcher: Fetcher | None, store: Store, now: datetime
) -> tuple[Prepared, ...]:
    """Fetch and fit the pictures of each variant as the plan wants it, once for all; none leaves them where they are."""
    if plan.pictures is PictureMode.REMOTE or fetcher is None or draft.variant is None:
        return ()
    from digest.links import picture
    from digest.pictures.prepare import LARGEST, prepare_all
    from digest.render.stories import pictures_inside

    async def fetch(url: str) -> bytes:
        answer = await fetcher.get(url, max_bytes=LARGEST, total=15.0)
        if answer.status != 200:
            raise FetchError(f"answers {answer.status}", url=url, status=answer.status)
        return answer.body

    public = plan.send.public_url if plan.send and plan.pictures is PictureMode.HOSTED else ""
    return await prepare_all(
        [(variant, pictures_inside(variant, options=plan.render)) for variant in draft.variants],
        logo=plan.render.brand.logo,
        fetch=fetch,
        memory=store,
        now=now,
        address=(lambda found: picture(public, found.key, found.media_type)) if public else None,
    )


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
    whole = plan
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
                whole,
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


def inspect(plan: Plan, draft: Draft) -> tuple[Finding, ...]:
    """Preflight the draft as one reader would get it; of several variants each, and what is said of all only once."""
    found = (inspect_rendered(plan, rendered, at=draft.slot.at) for _, rendered in draft.finished)
    return tuple(dict.fromkeys(finding for findings in found for finding in findings))


def inspect_rendered(plan: Plan, rendered: Rendered, /, *, at: datetime) -> tuple[Finding, ...]:
    """Preflight one variant."""
    from digest.preflight import preflight, read_eml
    from digest.writer import sample_copy

    _, envelope = sample_copy(
        rendered,
        newsletter=plan.newsletter,
        brand=plan.render.brand.name,
        site=plan.render.brand.site,
        options=plan.send,
        at=at,
    )
    mail = read_eml(envelope.content, mjml=rendered.mjml)
    return preflight(mail, options=preflight_options(plan, rendered))


def preflight_options(plan: Plan, rendered: Rendered) -> PreflightOptions:
    """What a preflight of the plan's mail is told."""
    return replace(
        plan.preflight,
        own=plan.send is not None,
        untranslated=rendered.untranslated,
        public_url=plan.send.public_url if plan.send else "",
        postal_address=plan.render.postal_address,
    )


def refuse_mistakes(plan: Plan, draft: Draft) -> None:
    """Raise PreflightError where the draft has mistakes that would harm its readers or its sender."""
    mistakes = [finding for finding in inspect(plan, draft) if finding.level is Level.ERROR]
    if mistakes:
        first = mistakes[0]
        where = f" ({first.where})" if first.where else ""
        raise PreflightError(f"{first.message}{where}", count=len(mistakes), newsletter=plan.title)


def expiry(plan: Plan, now: datetime) -> datetime:
    """A delivery is given up when the next issue is due, but not within the hour."""
    upcoming = plan.schedule.upcoming(now, 1) if plan.schedule and not plan.schedule.each_post else ()
    return max(upcoming[0].at if upcoming else now + timedelta(days=1), now + timedelta(hours=1))


def why_blocked(plan: Plan) -> str:
    """Why this plan may be previewed but not sent, or ""."""
    if plan.send is None:
        return "no sender: set “from” in config.toml"
    if not plan.send.postal_address:
        return (
            "no postal address: the law asks for one in each newsletter; "
            "set “postal_address” in config.toml (a PO box is fine)"
        )
    return ""


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
        edition = "" if plan.edition == "main" else f" --edition {plan.edition}"
        raise BlockedError(
            f"{plan.title}: the issue of {slot.key} is held: {held}; approve it on the page that its proof links to, "
            f"or “digest send {plan.newsletter}{edition} --release” sends it as it is"
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
            write=lambda delivery: writers[delivery.variant_id](delivery),
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


async def writers_of(
    plan: Plan, mailing: Mailing, *, store: Store, keyring: Keyring
) -> Mapping[int, Callable[[Delivery], Envelope]]:
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
