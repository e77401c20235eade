"""Articles → ranked stories → an issue. Pure: the same articles, options and clock give the same issue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from digest.model import Article, Hand, Story, Verdict, utc
from digest.rank.cluster import clustering
from digest.rank.compose import Composition, compose
from digest.rank.context import make_context
from digest.rank.garbage import uncollected
from digest.rank.marks import boosts_of, read_marks
from digest.rank.options import NO_HAND, RankOptions
from digest.rank.order import best_first, newest_first
from digest.rank.signals import score
from digest.rank.texts import Said
from digest.rank.verdicts import make_judge

__all__ = ["STAND_IN", "Composition", "compose", "rank_stories"]

STAND_IN = "nothing is new"  # how the why of a story begins that is only there because no other is


@uncollected()
def rank_stories(
    articles: Iterable[Article],
    /,
    *,
    options: RankOptions,
    now: datetime,
    since: datetime | None,
    sent: frozenset[str] = frozenset(),
    newest: int | None = None,
    hand: Hand = NO_HAND,
) -> tuple[Story, ...]:
    """Cluster, judge and score; the best story first, the dropped ones after all that may be told, each with its why.

    News is what came after `since`, the issue before (None: within `options.window`), also when a source shows it late.
    Where nothing is new, the `newest` stories stand in and say so. The order of `articles` does not matter. What the
    editor's `hand` pins is in, unless it was sent; what it drops is out; marks on no candidate change nothing.
    """
    ordered, marks, said = newest_first(articles), read_marks(hand), Said()
    with clustering(ordered, said) as clusters:
        boosts = boosts_of(clusters.groups, marks)
        context = make_context(options, now=utc(now), articles=ordered, boosts=boosts, said=said)
        judge = make_judge(context, since=utc(since) if since else None, sent=sent, marks=marks)
        # Most groups stay what they are, and are judged while it is still looked which of them tell the same.
        told = [[score(story, context) for story in judge.stories(group)] for group in clusters.groups]
        for numbers, group in clusters.joined():
            boosts.update(boosts_of([group], marks))  # where the context looks them up
            for number in numbers:
                told[number] = []
            told[numbers[0]] = [score(story, context) for story in judge.stories(group)]
    stories = list(chain.from_iterable(told))
    if newest:
        stories = _stand_in(stories, newest, now=context.now)
    return tuple(best_first(stories))


def _stand_in(stories: list[Story], count: int, *, now: datetime) -> list[Story]:
    """Let the `count` newest of the old stories in, if none is new. Undated ones come last; events never stand in."""
    if any(story.verdict is Verdict.IN and story.lead.event is None for story in stories):
        return stories
    old = [
        story
        for story in stories
        if story.verdict is Verdict.OLD and story.lead.event is None and story.lead.when <= now
    ]
    old.sort(
        key=lambda story: (story.lead.published is not None, story.lead.when, story.lead.id), reverse=True
    )
    chosen = {id(story) for story in old[:count]}
    why = f"{STAND_IN}; one of the {len(chosen)} newest" if len(chosen) > 1 else f"{STAND_IN}; the newest"
    return [
        story._replace(verdict=Verdict.IN, why=why, remedy="") if id(story) in chosen else story
        for story in stories
    ]
