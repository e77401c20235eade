"""An issue while it is made: what it is made from, ranked, composed for each group of readers, rendered, inspected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import FetchError, PreflightError
from digest.model import (
    Article,
    Choice,
    Finding,
    Group,
    Hand,
    Level,
    Rendered,
    Slot,
    Story,
    Variant,
)
from digest.pictures.options import PictureMode
from digest.plan import Plan, for_one_post
from digest.preflight.options import PreflightOptions

if TYPE_CHECKING:
    from digest.fetch import Fetcher
    from digest.pictures import Prepared
    from digest.rank import Composition
    from digest.store import Store

NEWEST = 5  # shown where nothing is new


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
