"""How much a topic counts: boosts by tag or keyword."""

from __future__ import annotations

import math

from digest.model import Factor, Story
from digest.rank.context import Context
from digest.rank.matching import Term, fold

_NO_BOOSTS = Factor("topic", 1.0, "no boosts")
_NO_BOOST = Factor("topic", 1.0, "no boost applies")


def weigh(story: Story, context: Context) -> Factor:
    """The product of every boost that applies, each once: as tag or section, else in the title, else the summary."""
    if not context.terms:
        return _NO_BOOSTS
    filed = context.labels((story.lead, *story.also))
    title = fold(story.lead.title)
    summary: str | None = None  # folding is the dearest step, and often not needed
    hits: list[tuple[Term, str]] = []
    for term in context.terms:
        if term.key in filed:
            hits.append((term, f"tag {filed[term.key]}"))
        elif term.is_in(title):
            hits.append((term, f"“{term.name}” in the title"))
        else:
            summary = fold(story.lead.summary) if summary is None else summary
            if term.is_in(summary):
                hits.append((term, f"“{term.name}” in the summary"))
    if not hits:
        return _NO_BOOST
    why = ", ".join(f"{where} ×{term.weight:g}" for term, where in hits)
    return Factor("topic", math.prod(term.weight for term, _ in hits), why)
