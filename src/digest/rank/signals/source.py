"""How much a source counts."""

from __future__ import annotations

from functools import lru_cache

from digest.model import Factor, Story
from digest.rank.context import Context


def weigh(story: Story, context: Context) -> Factor:
    """The weight of the source whose article leads the story."""
    return _factor(story.lead.source, context.source(story.lead.source).weight)


@lru_cache(maxsize=1024)  # a source has many stories
def _factor(source: str, weight: float) -> Factor:
    return Factor("source", weight, f"{source} ×{weight:g}")
