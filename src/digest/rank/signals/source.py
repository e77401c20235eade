"""How much a source counts."""

from __future__ import annotations

from digest.model import Factor, Story
from digest.rank.context import Context


def weigh(story: Story, context: Context) -> Factor:
    """The weight of the source whose article leads the story."""
    weight = context.source(story.lead.source).weight
    return Factor("source", weight, f"{story.lead.source} ×{weight:g}")
