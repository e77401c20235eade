"""The table of ranking signals: a story's score is the product of their factors. A new one is a file and a line here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from digest.model import Factor, Story
from digest.rank.context import Context
from digest.rank.signals import coverage, rarity, recency, source, topic

Signal = Callable[[Story, Context], Factor]

SIGNALS: dict[str, Signal] = {
    "source": source.weigh,
    "topic": topic.weigh,
    "recency": recency.weigh,
    "coverage": coverage.weigh,
    "rarity": rarity.weigh,
}


def score(story: Story, context: Context) -> Story:
    """Return the story with its factors and their product; each factor is finite, not negative, and says why."""
    factors = tuple([signal(story, context) for signal in SIGNALS.values()])
    return replace(story, factors=factors, score=math.prod([factor.value for factor in factors]))
