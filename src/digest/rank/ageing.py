"""How old a story counts as, and what that costs."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Factor, Story
from digest.rank.context import Context, span

_NONE = timedelta(0)
_MINUTE = timedelta(minutes=1)


def ageing(story: Story, context: Context) -> Factor:
    """`0.5 ** (max(0, age − grace) / half_life)` of the lead article, by the half-life and the grace nearest to it; in whole minutes."""
    lead = story.lead
    if lead.published is None and lead.backlog:
        # Seen today says nothing about an article that was there before its source was known.
        minutes, said = context.options.window // _MINUTE, "undated, counted as {} old"
    else:
        minutes = max(0, (context.now - (lead.published or lead.first_seen)) // _MINUTE)
        said = "{} old" if lead.published else "undated, first seen {} ago"
    half_life, of = _half_life(story, context)
    grace = _grace(story, context)
    found = context.ages.get((minutes, said, half_life, of, grace))
    if found is None:
        age = minutes * _MINUTE
        aged = max(_NONE, age - grace)
        # A half-life of nothing: whatever has aged at all is worth nothing.
        left = 0.5 ** (aged / half_life) if half_life > _NONE else float(not aged)
        forgiven = f", {span(grace)} grace" if grace > _NONE else ""
        why = f"{said.format(span(age))}{forgiven}, half-life {span(half_life)}{of}"
        found = context.ages[minutes, said, half_life, of, grace] = Factor("recency", left, why)
    return found


def _half_life(story: Story, context: Context) -> tuple[timedelta, str]:
    source = context.sources.get(story.lead.source)
    if source is not None and source.half_life is not None:
        return source.half_life, " (source)"
    section = context.sections.get(story.section)
    if section is not None and section.half_life is not None:
        return section.half_life, " (section)"
    return context.options.half_life, ""


def _grace(story: Story, context: Context) -> timedelta:
    section = context.sections.get(story.section)
    return context.options.grace if section is None or section.grace is None else section.grace
