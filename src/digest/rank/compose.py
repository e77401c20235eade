"""Ranked stories → an issue: panels, the lead, section quotas, the issue's size. An empty issue is never composed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.model import Link, Section, Slot, Sponsor, Story, Variant, Verdict
from digest.rank.garbage import uncollected
from digest.rank.options import RankOptions, SectionRule
from digest.rank.order import best_first

_AS_GOOD = 0.8  # a picture is worth a lead whose score is this share of the best


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """An issue, or None and `why` there is none; `stories` are all candidates with their final verdicts."""

    variant: Variant | None
    stories: tuple[Story, ...]
    why: str = ""


@dataclass(slots=True)
class _Desk:
    """The candidates of one issue while they are sorted out, by place; every one ends with a verdict."""

    stories: list[Story]
    events: list[int] = field(default_factory=list)
    podcast: int | None = None

    def settle(self, place: int, verdict: Verdict, why: str) -> None:
        """Decide; what the ranking had to say about the story stays in front."""
        story = self.stories[place]
        said = f"{story.why}; {why}" if story.why and story.verdict is Verdict.IN else why
        self.stories[place] = replace(story, verdict=verdict, why=said)


@uncollected()
def compose(
    stories: Sequence[Story],
    /,
    *,
    options: RankOptions,
    newsletter: str,
    edition: str,
    slot: Slot,
    sponsors: tuple[Sponsor, ...] = (),
    now: datetime | None = None,
) -> Composition:
    """Choose what is in the issue and where. `stories` come from rank_stories; their order does not matter.

    Coming events and the newest podcast move to their panels, unless too little were left to lead an issue. Fewer
    stories than `min_stories` make no issue; they wait for the next one. Section maxima give way to that minimum.
    `now` (default: the slot) is when events count as past.
    """
    desk = _Desk(best_first(stories))
    now = now or slot.at
    least = max(1, min(options.min_stories, options.max_stories))
    pool = _move_to_panels(desk, options, least, now)
    if len(pool) < least:
        why = _too_few(desk.stories, len(pool), least)
        for place in (*pool, *desk.events, *([] if desk.podcast is None else [desk.podcast])):
            desk.settle(place, Verdict.CUT, "no issue: it waits for the next one")
        return Composition(variant=None, stories=tuple(best_first(desk.stories)), why=why)
    lead, lead_why = _choose_lead(desk, pool, options)
    rest = [place for place in pool if place != lead]
    chosen = _choose(desk, lead, rest, options, room=max(1, options.max_stories) - 1, least=least - 1)
    desk.settle(lead, Verdict.IN, lead_why)
    for number, place in enumerate(sorted(chosen), 2):
        desk.settle(place, Verdict.IN, f"number {number} of {len(chosen) + 1}")
    why_cut = _Cut([desk.stories[place] for place in (lead, *chosen)], options)
    for place in rest:
        if place not in chosen:
            desk.settle(place, Verdict.CUT, why_cut.of(desk.stories[place]))
    told = [desk.stories[place] for place in sorted(chosen)]
    variant = Variant(
        newsletter=newsletter,
        edition=edition,
        slot=slot,
        lead=desk.stories[lead],
        sections=_sections(told, options.sections),
        podcast=None if desk.podcast is None else desk.stories[desk.podcast].lead,
        events=tuple(desk.stories[place].lead for place in desk.events),
        related=_related(desk.stories[lead], told),
        sponsors=sponsors,
    )
    return Composition(variant=variant, stories=tuple(best_first(desk.stories)))


def _move_to_panels(desk: _Desk, options: RankOptions, least: int, now: datetime) -> list[int]:
    """Settle events and podcast; return the places of the stories that remain, best first."""
    candidates = [
        place for place, story in enumerate(desk.stories) if story.verdict in (Verdict.IN, Verdict.PANEL)
    ]
    pool = [place for place in candidates if desk.stories[place].lead.event is None]
    events = [place for place in candidates if desk.stories[place].lead.event is not None]
    over = [place for place in events if _is_over(desk.stories[place], now)]
    ahead = [place for place in events if not _is_over(desk.stories[place], now)]
    if not pool and least == 1:
        # A newsletter of nothing but events: the best of the new ones leads it.
        pool = [place for place in ahead if desk.stories[place].verdict is Verdict.IN][:1]
    ahead = sorted(set(ahead) - set(pool), key=lambda place: (_starts(desk.stories[place]), place))
    desk.events = ahead[: options.max_events]
    for number, place in enumerate(desk.events, 1):
        desk.settle(place, Verdict.PANEL, f"event {number} of {len(desk.events)}")
    for place in ahead[options.max_events :]:
        desk.settle(place, Verdict.CUT, f"only the next {options.max_events} events are announced")
    for place in over:
        desk.settle(place, Verdict.OLD, "the event is over")
    # A podcast's own newsletter would never have a story if each episode moved to the panel.
    episodes = [place for place in pool if desk.stories[place].lead.podcast] if len(pool) > least else []
    if episodes:
        desk.podcast = max(
            episodes, key=lambda place: (desk.stories[place].lead.when, desk.stories[place].lead.id)
        )
        desk.settle(desk.podcast, Verdict.PANEL, "the newest podcast")
    return [place for place in pool if place != desk.podcast]


def _choose_lead(desk: _Desk, pool: list[int], options: RankOptions) -> tuple[int, str]:
    """The best story; or one of the next two, if it has an image, the best has none, and it is nearly as good."""
    closed = {rule.key for rule in options.sections if rule.max == 0}
    first, *others = [place for place in pool if desk.stories[place].section not in closed] or pool
    best = desk.stories[first]
    if best.lead.image is None and options.max_stories > 1:
        for place in others[:2]:
            story = desk.stories[place]
            if story.lead.image is not None and story.score >= _AS_GOOD * best.score > 0:
                share = f"{story.score / best.score:.0%}"
                return place, f"lead: it has an image and {share} of the best score, which has none"
    return first, "lead: the best score"


def _choose(
    desk: _Desk, lead: int, rest: list[int], options: RankOptions, *, room: int, least: int
) -> set[int]:
    """Sections' minima first, then by score within the maxima of sections and sources, then beyond them.

    A source's own cap gives way to the issue's minimum only, as the sections' maxima do; without one, no source gets much
    more than its share as long as others have something to say.
    """
    chosen: set[int] = set()
    sections: Counter[str] = Counter()
    sources = Counter([desk.stories[lead].lead.source])
    maxima = {rule.key: rule.max for rule in options.sections if rule.max is not None}

    def take(places: list[int], upto: int, *, cap: int) -> None:
        for place in places:
            if len(chosen) >= upto:
                break
            story = desk.stories[place]
            fits = (
                sections[story.section] < maxima.get(story.section, room) and sources[story.lead.source] < cap
            )
            if place not in chosen and fits:
                chosen.add(place)
                sections[story.section] += 1
                sources[story.lead.source] += 1

    anyone = len(rest) + 1
    cap = options.per_source or _share(desk, (lead, *rest), options)
    for rule in options.sections:
        own = [place for place in rest if desk.stories[place].section == rule.key]
        take(own[: rule.min], room, cap=options.per_source or anyone)
    take(rest, room, cap=cap)
    if options.per_source is None:
        take(rest, room, cap=anyone)
    maxima.clear()
    take(rest, min(room, least), cap=cap)
    take(rest, min(room, least), cap=anyone)
    return chosen


def _share(desk: _Desk, places: tuple[int, ...], options: RankOptions) -> int:
    """Half as much again as each source's share of the issue, at least two."""
    sources = len({desk.stories[place].lead.source for place in places})
    return max(2, math.ceil(1.5 * options.max_stories / sources))


class _Cut:
    """Why a story is not in an issue of those `told`, and what would have got it in."""

    def __init__(self, told: list[Story], options: RankOptions) -> None:
        self.options = options
        self.last = min(story.score for story in told)
        self.led = Counter(story.lead.source for story in told)
        self.rules = {rule.key: rule for rule in reversed(options.sections)}

    def of(self, story: Story) -> str:
        options, last = self.options, self.last
        if options.per_source is not None and self.led[story.lead.source] >= options.per_source:
            return f"{story.lead.source} has its {options.per_source} stories"
        rule = self.rules.get(story.section)
        if rule is not None and rule.max is not None:
            return f"below the {rule.max} of section {rule.key}, or the {options.max_stories} of the issue"
        if story.score > last:
            return f"below the {options.max_stories} of the issue; sections and sources with fewer stories went first"
        needed = f"; {last / story.score:.2g} times its score would have done" if story.score > 0 else ""
        return f"below the {options.max_stories} of the issue{needed}"


def _sections(told: list[Story], rules: tuple[SectionRule, ...]) -> tuple[Section, ...]:
    """Titled sections in the order of the config, then an untitled one for the rest; none is empty."""
    rows = [(rule.key, rule.name, rule.url) for rule in rules] + [("", "", "")]
    sections = []
    for colour, (key, title, url) in enumerate(rows):
        own = tuple(story for story in told if story.section == key)
        if own:
            sections.append(Section(key=key, title=title, stories=own, colour=colour, url=url))
    return tuple(sections)


def _related(lead: Story, told: list[Story]) -> tuple[Link, ...]:
    """What the lead article points to, without what the issue tells anyway or what cannot be followed."""
    seen = {"", *(story.lead.url for story in (lead, *told))}
    links = []
    for link in lead.lead.related:
        if link.url not in seen:
            links.append(link)
            seen.add(link.url)
    return tuple(links)


def _too_few(stories: list[Story], found: int, least: int) -> str:
    if found:
        return f"{found} new {'story' if found == 1 else 'stories'}, an issue needs {least}; they wait for the next one"
    if not stories:
        return "nothing new: no articles at all"
    dropped = Counter(story.verdict for story in stories)
    counts = ", ".join(f"{count} {verdict.value}" for verdict, count in dropped.most_common())
    return f"nothing new ({counts})"


def _starts(story: Story) -> datetime:
    event = story.lead.event
    assert event is not None, "only events are sorted by their start"
    return event.starts


def _is_over(story: Story, now: datetime) -> bool:
    event = story.lead.event
    return event is not None and (event.ends or event.starts) <= now
