"""The table of ranking signals: a story's score is the product of their factors. A new one is a file and a line here."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import attrgetter

from digest.model import Factor, Story
from digest.rank.context import Context
from digest.rank.signals import coverage, development, editor, rarity, recency, source, topic

Signal = Callable[[Story, Context], Factor]

SIGNALS: dict[str, Signal] = {
    "source": source.weigh,
    "topic": topic.weigh,
    "recency": recency.weigh,
    "development": development.weigh,
    "coverage": coverage.weigh,
    "rarity": rarity.weigh,
    "editor": editor.weigh,
}
_SIGNALS = tuple(SIGNALS.values())
_VALUE = attrgetter("value")


def score(story: Story, context: Context) -> Story:
    """Return the story with its factors and their product; each factor is finite, not negative, and says why."""
    factors = tuple([signal(story, context) for signal in _SIGNALS])
    return story.scored(math.prod(map(_VALUE, factors)), factors)
