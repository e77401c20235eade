"""The orders of articles and stories: total and stable, whatever order they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress, count, islice
from operator import attrgetter, eq
from typing import Any, TypeVar

from digest.model import Article, Story, Verdict

_IN, _PANEL = Verdict.IN, Verdict.PANEL
_SCORE: Callable[[Story], float] = attrgetter("score")

T = TypeVar("T", Article, Story)


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort: the later first, then by all that tells two articles apart."""
    return _highest_first(list(articles), _when, _newest_first)


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    told: list[Story] = []
    announced: list[Story] = []
    dropped: list[Story] = []
    for story in stories:
        verdict = story.verdict
        (told if verdict is _IN else announced if verdict is _PANEL else dropped).append(story)
    ordered: list[Story] = []
    for some in (told, announced, dropped):
        ordered += _highest_first(some, _SCORE, _by_tie)
    return ordered


def _highest_first(items: list[T], key: Callable[[T], Any], settle: Callable[[list[T]], list[T]]) -> list[T]:
    """Sort in place by a cheap key; only what has the same one is looked at more closely, by `settle`."""
    items.sort(key=key, reverse=True)
    keys = list(map(key, items))
    end = 0
    for place in compress(count(), map(eq, keys, islice(keys, 1, None))):
        if place < end:
            continue  # of the same run
        end = place + 2
        while end < len(items) and keys[end] == keys[place]:
            end += 1
        items[place:end] = settle(items[place:end])
    return items


def _when(article: Article) -> datetime:
    return article.published or article.first_seen  # its `when`, without the call


def _newest_first(articles: list[Article]) -> list[Article]:
    return sorted(articles, key=_identity, reverse=True)


def _identity(article: Article) -> tuple[object, ...]:
    return (
        article.id,
        article.source,
        article.url,
        article.title,
        article.summary,
        article.text,
        article.tags,
        article.section,
    )


def _by_tie(stories: list[Story]) -> list[Story]:
    return sorted(stories, key=_tie)


def _tie(story: Story) -> tuple[object, ...]:
    lead = story.lead
    when = lead.published or lead.first_seen
    return -when.timestamp(), lead.id, lead.source, lead.url
