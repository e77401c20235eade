"""How seldom its source speaks: a weekly essay is not drowned by a wire that files fifty stories a day."""

from __future__ import annotations

from digest.model import Factor, Story
from digest.rank.context import Context, span

_LEAST, _MOST = 0.75, 1.5
_FEWEST_SOURCES = 3  # two are no crowd to stand out from
_UNKNOWN = Factor("rarity", 1.0, "too few sources to tell")


def weigh(story: Story, context: Context) -> Factor:
    """The sixth root of how many times fewer articles the source has than the median of all, within [0.75, 1.5]."""
    source = story.lead.source
    found = context.rarities.get(source)
    if found is None:
        found = context.rarities[source] = _weigh(source, context)
    return found


def _weigh(source: str, context: Context) -> Factor:
    own = context.volumes.get(source, 0)
    if not own or len(context.volumes) < _FEWEST_SOURCES:
        return _UNKNOWN
    value = min(_MOST, max(_LEAST, (context.typical / own) ** (1 / 6)))
    told = f"{own} article{'' if own == 1 else 's'} in {span(context.options.window)}, the median source {context.typical:g}"
    return Factor("rarity", value, told)
