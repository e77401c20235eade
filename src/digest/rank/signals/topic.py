"""How much a topic counts: boosts by tag, section, author or keyword."""

from __future__ import annotations

import math

from digest.model import Factor, Story
from digest.rank.context import Context, author_keys
from digest.rank.matching import Term, fold

_NONE = Factor("topic", 1.0, "no boosts")
_NEITHER = Factor("topic", 1.0, "no boost applies")


def weigh(story: Story, context: Context) -> Factor:
    """The product of every boost that applies, each once: as tag, section or author, else in the title, else the summary."""
    if not context.terms:
        return _NONE
    articles = (story.lead, *story.also)
    filed = context.labels(articles)
    authors: dict[str, str] = {}
    for article in articles:
        if article.authors:
            authors.update(author_keys(article.authors))
    title = fold(story.lead.title)
    summary: str | None = None  # folding is the dearest step, and often not needed
    hits: list[tuple[Term, str]] = []
    for term in context.terms:
        if term.key in filed:
            hits.append((term, f"tag {filed[term.key]}"))
        elif term.key in authors:
            hits.append((term, f"by {authors[term.key]}"))
        elif term.is_in(title):
            hits.append((term, f"“{term.name}” in the title"))
        else:
            summary = fold(story.lead.summary) if summary is None else summary
            if term.is_in(summary):
                hits.append((term, f"“{term.name}” in the summary"))
    if not hits:
        return _NEITHER
    why = ", ".join([f"{where} ×{term.weight:g}" for term, where in hits])
    return Factor("topic", math.prod([term.weight for term, _ in hits]), why)
