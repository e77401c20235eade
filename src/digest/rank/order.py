"""The one order of stories: total and stable, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from digest.model import Story, Verdict

_SCORE = attrgetter("score")


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    told: list[Story] = []
    announced: list[Story] = []
    dropped: list[Story] = []
    for story in stories:
        verdict = story.verdict
        (told if verdict is Verdict.IN else announced if verdict is Verdict.PANEL else dropped).append(story)
    return [*_sorted(told), *_sorted(announced), *_sorted(dropped)]


def _sorted(stories: list[Story]) -> list[Story]:
    stories.sort(key=_SCORE, reverse=True)
    if len(set(map(_SCORE, stories))) == len(stories):
        return stories
    ordered: list[Story] = []
    for _, alike in groupby(stories, _SCORE):  # only what scores the same is looked at more closely
        some = list(alike)
        ordered += sorted(some, key=_tie) if len(some) > 1 else some
    return ordered


def _tie(story: Story) -> tuple[object, ...]:
    lead = story.lead
    when = lead.published or lead.first_seen
    return -when.timestamp(), lead.id, lead.source, lead.url
