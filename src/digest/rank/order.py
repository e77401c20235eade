"""The one order of stories: total and stable, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable

from digest.model import Story, Verdict


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    ordered = sorted(stories, key=_rank)
    # Few have a rank in common; only these are looked at closely.
    start, rank = 0, None
    for place, story in enumerate(ordered):
        if (own := _rank(story)) != rank:
            if place - start > 1:
                ordered[start:place] = sorted(ordered[start:place], key=_tie)
            start, rank = place, own
    ordered[start:] = sorted(ordered[start:], key=_tie)
    return ordered


def _rank(story: Story) -> tuple[int, float]:
    verdict = story.verdict
    return 0 if verdict is Verdict.IN else 1 if verdict is Verdict.PANEL else 2, -story.score


def _tie(story: Story) -> tuple[object, ...]:
    lead = story.lead
    when = lead.published or lead.first_seen
    return -when.timestamp(), lead.id, lead.source, lead.url
