"""What the editor says of a story."""

from __future__ import annotations

from digest.model import Factor, Story
from digest.rank.context import Context

_NOTHING = Factor("editor", 1.0, "no boost by the editor")


def weigh(story: Story, context: Context) -> Factor:
    """The boost of the editor's marks on any article of the story."""
    boost = context.boosts.get(story.lead.id, 1.0) if context.boosts else 1.0
    return Factor("editor", boost, f"boosted by the editor ×{boost:g}") if boost != 1 else _NOTHING
