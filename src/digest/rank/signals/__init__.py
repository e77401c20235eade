"""The table of ranking signals: a story's score is the product of their factors. A new one is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable

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


def score(story: Story, context: Context) -> Story:
    """Return the story with its factors and their product; each factor is finite, not negative, and says why."""
    product = 1.0
    factors = []
    for signal in _SIGNALS:
        factor = signal(story, context)
        product *= factor.value
        factors.append(factor)
    return story.scored(product, tuple(factors))
