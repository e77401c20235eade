"""How much age costs: half of the score per half-life, nothing within the grace."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Factor, Story
from digest.rank.context import Context, span

_NONE = timedelta(0)


def weigh(story: Story, context: Context) -> Factor:
    """`0.5 ** (max(0, age − grace) / half_life)` of the lead article, by the half-life nearest to it."""
    age, told = _age(story, context)
    half_life, of = _half_life(story, context)
    ageing = max(_NONE, age - context.options.grace)
    # A half-life of nothing: whatever has aged at all is worth nothing.
    value = 0.5 ** (ageing / half_life) if half_life > _NONE else float(not ageing)
    grace = f", {span(context.options.grace)} grace" if context.options.grace > _NONE else ""
    return Factor("recency", value, f"{told}{grace}, half-life {span(half_life)}{of}")


def _age(story: Story, context: Context) -> tuple[timedelta, str]:
    lead = story.lead
    if lead.published is None and lead.backlog:
        # Seen today says nothing about an article that was there before its source was known.
        return context.options.window, f"undated, counted as {span(context.options.window)} old"
    age = max(_NONE, context.now - lead.when)
    return age, f"{span(age)} old" if lead.published else f"undated, first seen {span(age)} ago"


def _half_life(story: Story, context: Context) -> tuple[timedelta, str]:
    source = context.source(story.lead.source)
    if source.half_life is not None:
        return source.half_life, " (source)"
    section = context.sections.get(story.section)
    if section is not None and section.half_life is not None:
        return section.half_life, " (section)"
    return context.options.half_life, ""
