"""The one order of stories: total and stable, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable

from digest.model import Story, Verdict

_TOLD = {Verdict.IN: 0, Verdict.PANEL: 1}


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    return sorted(stories, key=_place)


def _place(story: Story) -> tuple[object, ...]:
    lead = story.lead
    when = lead.published or lead.first_seen
    return _TOLD.get(story.verdict, 2), -story.score, -when.timestamp(), lead.id, lead.source, lead.url
