"""How seldom its source speaks: a weekly essay is not drowned by a wire that files fifty stories a day."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from digest.model import Factor, Story
from digest.rank.context import Context, span

_LEAST, _MOST = 0.75, 1.5
_FEWEST_SOURCES = 3  # two are no crowd to stand out from


def weigh(story: Story, context: Context) -> Factor:
    """The sixth root of how many times fewer articles the source has than the median of all, within [0.75, 1.5]."""
    own = context.volumes.get(story.lead.source, 0)
    if not own or len(context.volumes) < _FEWEST_SOURCES:
        return Factor("rarity", 1.0, "too few sources to tell")
    return _factor(own, context.typical, context.options.window)


@lru_cache(maxsize=1024)  # a source has many stories
def _factor(own: int, typical: float, window: timedelta) -> Factor:
    value = min(_MOST, max(_LEAST, (typical / own) ** (1 / 6)))
    told = f"{own} article{'' if own == 1 else 's'} in {span(window)}, the median source {typical:g}"
    return Factor("rarity", value, told)
