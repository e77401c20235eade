"""The one order of stories: total and stable, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable

from digest.model import Story, Verdict

_IN, _PANEL = Verdict.IN, Verdict.PANEL


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    return sorted(
        stories,
        key=lambda story: (
            0 if story.verdict is _IN else 1 if story.verdict is _PANEL else 2,
            -story.score,
            -story.lead.when.timestamp(),
            story.lead.id,
            story.lead.source,
        ),
    )
