"""How many sources tell it: what several newsrooms cover matters more."""

from __future__ import annotations

import math

from digest.model import Factor, Story
from digest.rank.context import Context

_MOST = 2.0
_ONE = Factor("coverage", 1.0, "one source")


def weigh(story: Story, context: Context) -> Factor:
    """`1 + log2(sources) / 3`, at most 2: a third more for two sources, two thirds more for four."""
    if not story.also:
        return _ONE
    sources = 1 + len(story.also)
    return Factor("coverage", min(_MOST, 1 + math.log2(sources) / 3), f"told by {sources} sources")
