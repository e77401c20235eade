"""How much a source counts."""

from __future__ import annotations

from digest.model import Factor, Story
from digest.rank.context import Context


def weigh(story: Story, context: Context) -> Factor:
    """The weight of the source whose article leads the story."""
    source = story.lead.source
    found = context.weights.get(source)
    if found is None:
        weight = context.source(source).weight
        found = context.weights[source] = Factor("source", weight, f"{source} ×{weight:g}")
    return found
