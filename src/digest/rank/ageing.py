"""How old a story counts as, and what that costs."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Factor, Story
from digest.rank.context import Ageing, Context, span

_NONE = timedelta(0)
_MINUTE = timedelta(minutes=1)
_DATED, _UNDATED, _SEEN = "{} old", "undated, counted as {} old", "undated, first seen {} ago"


def ageing(story: Story, context: Context) -> Factor:
    """`0.5 ** (max(0, age − grace) / half_life)` of the lead article, by the half-life and the grace nearest to it; in whole minutes."""
    lead = story.lead
    if lead.published is not None:
        age, said = context.now - lead.published, _DATED
    elif lead.backlog:
        # Seen today says nothing about an article that was there before its source was known.
        age, said = context.options.window, _UNDATED
    else:
        age, said = context.now - lead.first_seen, _SEEN
    minutes = max(0, age.days * 1440 + age.seconds // 60)  # age // _MINUTE costs thrice as much
    rule = context.ageing.get((lead.source, story.section)) or _rule(story, context)
    found = rule.known.get((minutes, said))
    if found is None:
        found = rule.known[minutes, said] = _aged(minutes, said, rule)
    return found


def _rule(story: Story, context: Context) -> Ageing:
    """What holds for a source and a section; those for which the same holds share what is worked out."""
    half_life, of = _half_life(story, context)
    rule = Ageing(half_life=half_life, of=of, grace=_grace(story, context))
    same = context.ageing[story.lead.source, story.section] = context.rules.setdefault(rule, rule)
    return same


def _aged(minutes: int, said: str, rule: Ageing) -> Factor:
    half_life, grace = rule.half_life, rule.grace
    age = minutes * _MINUTE
    aged = max(_NONE, age - grace)
    # A half-life of nothing: whatever has aged at all is worth nothing.
    left = 0.5 ** (aged / half_life) if half_life > _NONE else float(not aged)
    forgiven = f", {span(grace)} grace" if grace > _NONE else ""
    why = f"{said.format(span(age))}{forgiven}, half-life {span(half_life)}{rule.of}"
    return Factor("recency", left, why)


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
