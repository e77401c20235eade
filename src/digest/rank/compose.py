"""Ranked stories → an issue: panels, the lead, section quotas, the issue's size. An empty issue is never composed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.model import Hand, Slot, Sponsor, Story, Variant, Verdict
from digest.rank.garbage import uncollected
from digest.rank.layout import lay_out, related_to
from digest.rank.options import NO_HAND, RankOptions
from digest.rank.order import best_first
from digest.rank.panels import move_to_panels
from digest.rank.remedies import Examine, Remedies, Would, short_title
from digest.rank.rundown import Rundown, open_rundown, places_in
from digest.rank.selection import Selection, choose_lead
from digest.rank.trial import reweighed
from digest.rank.verdicts import pin

_WAITS = "no issue: it waits for the next one"
# What not even the desk's approval brings in: what was sent, what is told by another article, what was dropped since.
_NEVER = {Verdict.SENT, Verdict.DUPLICATE, Verdict.DROPPED, Verdict.NOT_CHOSEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """An issue, or None and `why` there is none; `stories` are all candidates with their final verdicts."""

    variant: Variant | None
    stories: tuple[Story, ...]
    why: str = ""


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
    hand: Hand = NO_HAND,
    group_key: str = "",
    examine: Examine | None = None,
) -> Composition:
    """Choose what is in the issue and where. `stories` come from rank_stories with the same `hand`; their order does not
    matter.

    Coming events and the newest podcast move to their panels, unless too little were left to lead an issue. Fewer
    stories than `min_stories` make no issue; they wait for the next one. Section maxima give way to that minimum.
    What the editor pinned is in, beyond any maximum, and where the desk approved this very slot the issue is that order of
    stories and no other. `now` (default: the slot) is when events count as past. What would have got a story in is tried,
    at the cost of some more issues, for each that somebody wants to `examine`.
    """
    now = now or slot.at

    def would(story: Story, other: RankOptions) -> bool:
        tried = compose(
            reweighed(stories, options, other, now=now),
            options=other,
            newsletter=newsletter,
            edition=edition,
            slot=slot,
            now=now,
            hand=hand,
        ).variant
        return tried is not None and any(story.lead.id == told.lead.id for told in tried.stories)

    with uncollected():
        rundown = open_rundown(stories, hand)
        if hand.fixed and hand.fixed == slot.key:
            told, why = _approved(rundown, options, hand, now)
        else:
            told, why = _chosen(rundown, options, now, would=would, examine=examine)
        settled = tuple(best_first(rundown.stories))
    if not told:
        return Composition(variant=None, stories=settled, why=why)
    lead, *others = told
    turns = places_in(hand.order, rundown.stories, others)
    variant = Variant(
        newsletter=newsletter,
        edition=edition,
        slot=slot,
        lead=rundown.stories[lead],
        sections=lay_out(sorted(others), rundown.stories, options.sections, turns),
        podcast=None if rundown.podcast is None else rundown.stories[rundown.podcast].lead,
        events=tuple(rundown.stories[place].lead for place in rundown.events),
        related=related_to(rundown.stories[lead], [rundown.stories[place] for place in others]),
        sponsors=sponsors,
        intro=hand.intro,
        group_key=group_key,
    )
    return Composition(variant=variant, stories=settled)


def _chosen(
    rundown: Rundown, options: RankOptions, now: datetime, *, would: Would, examine: Examine | None
) -> tuple[list[int], str]:
    """Settle every candidate; return the places of the told ones, the lead first, or none and why."""
    least = max(1, min(options.min_stories, options.max_stories))
    pool = move_to_panels(rundown, options, least, now)
    if len(pool) < least:
        why = _too_few(rundown.stories, len(pool), least)
        _let_wait(rundown, pool, _wait_for(least))
        return [], why
    lead, lead_why = choose_lead(rundown, pool, options)
    rest = [place for place in pool if place != lead]
    selection = Selection(rundown, lead, rest, options)
    chosen = selection.choose(room=max(1, options.max_stories) - 1, least=least - 1)
    remedies = Remedies(selection, would=would, examine=examine)
    cut = Verdict.CUT
    for place in rest:
        if place not in chosen:
            rundown.settle(place, cut, *remedies.explain(place))
    rundown.settle(lead, Verdict.IN, lead_why)
    for number, place in enumerate(sorted(chosen), 2):
        why = f"number {number} of {len(chosen) + 1}"
        if place in rundown.pins:
            why = _why_pinned(rundown, place, why, options)
        elif place in remedies.instead:
            why += f", for variety instead of “{short_title(rundown.stories[remedies.instead[place]])}”"
        rundown.settle(place, Verdict.IN, why)
    return [lead, *sorted(chosen)], ""


def _approved(rundown: Rundown, options: RankOptions, hand: Hand, now: datetime) -> tuple[list[int], str]:
    """Settle what the desk approved: its stories in its order, whatever the ranking says by now, and nothing else."""
    possible = [
        place
        for place, story in enumerate(rundown.stories)
        if story.verdict not in _NEVER and (story.lead.event is None or story.verdict is Verdict.IN)
    ]
    turns = places_in(hand.order, rundown.stories, possible)
    told = sorted(turns, key=lambda place: turns[place])
    if not told:
        _let_wait(rundown, rundown.candidates, "")
        return [], "nothing is left of the issue that the desk approved"
    lead = next((place for place in rundown.leads if place in turns), told[0])
    told = [lead, *(place for place in told if place != lead)]
    for number, place in enumerate(told, 1):
        why = "lead" if number == 1 else f"number {number} of {len(told)}"
        rundown.stories[place] = rundown.stories[place].judged(Verdict.IN, f"{why}, approved by the desk")
    others = [place for place in rundown.candidates if place not in turns]
    rundown.candidates = others
    rundown.pins.clear()
    rundown.leads.clear()
    for place in move_to_panels(rundown, options, 0, now):
        command = pin(rundown.stories[place].lead, options)
        rundown.settle(
            place,
            Verdict.CUT,
            "not in the issue that the desk approved",
            f"{command} before it was approved" if command else "",
        )
    return told, ""


def _let_wait(rundown: Rundown, pool: Sequence[int], remedy: str) -> None:
    for place in (*pool, *rundown.events, *([] if rundown.podcast is None else [rundown.podcast])):
        rundown.settle(place, Verdict.CUT, _WAITS, remedy)


def _wait_for(least: int) -> str:
    return f"{least} stories or more, or “stories” with a lower min"


def _why_pinned(rundown: Rundown, place: int, why: str, options: RankOptions) -> str:
    story = rundown.stories[place]
    if story.why:
        return why  # the ranking says that it is pinned
    return f"pinned by the editor; {why}" + (
        f"; else number {place + 1} by its score" if place >= options.max_stories else ""
    )


def _too_few(stories: list[Story], found: int, least: int) -> str:
    if found:
        return f"{found} new {'story' if found == 1 else 'stories'}, an issue needs {least}; they wait for the next one"
    if not stories:
        return "nothing new: no articles at all"
    dropped = Counter(story.verdict for story in stories)
    counts = ", ".join(f"{count} {verdict.value}" for verdict, count in dropped.most_common())
    return f"nothing new ({counts})"
