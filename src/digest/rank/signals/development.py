"""A story that broke a while ago but goes on: sources still report, so it is fresher than the article that leads it."""

from __future__ import annotations

from datetime import timedelta

from digest.model import Factor, Story
from digest.rank.ageing import ageing
from digest.rank.context import Context, span

_LATELY = timedelta(hours=4)
_MOST = 1.5
_ONE = Factor("development", 1.0, "one report")
_QUIET = Factor("development", 1.0, "no later reports")


def weigh(story: Story, context: Context) -> Factor:
    """Up to half as much again, by the share of reports of the last four hours; never more than age has cost."""
    if not story.also:
        return _ONE
    since = context.now - _LATELY
    if story.lead.when > since:
        return _QUIET
    reports = 1 + len(story.also)
    late = sum(since < article.when <= context.now for article in story.also)
    if not late:
        return _QUIET
    left = ageing(story, context).value
    value = min(1 + (_MOST - 1) * late / reports, 1 / left if left > 1 / _MOST else _MOST)
    return Factor("development", value, f"{late} of {reports} reports in the last {span(_LATELY)}")
