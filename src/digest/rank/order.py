"""The orders of articles and stories: total, whatever order they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import compress, count, islice
from operator import attrgetter, eq
from typing import Any, TypeVar

from digest.model import Article, Story, Verdict

_END = datetime.max.replace(tzinfo=UTC)
_SCORE = attrgetter("score")

T = TypeVar("T", Article, Story)


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort: the later first, then by all that tells two articles apart."""

    def surely(one: Article, other: Article) -> bool:
        return one.id > other.id

    def settled(alike: list[Article]) -> list[Article]:
        return sorted(alike, key=_identity, reverse=True)

    return _highest_first(list(articles), _when, surely=surely, settled=settled)


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""

    def surely(one: Story, other: Story) -> bool:
        return _when(one.lead) > _when(other.lead)

    def settled(alike: list[Story]) -> list[Story]:
        return sorted(alike, key=_tie)

    told: list[Story] = []
    announced: list[Story] = []
    dropped: list[Story] = []
    in_, panel = Verdict.IN, Verdict.PANEL
    for story in stories:
        verdict = story.verdict
        (told if verdict is in_ else announced if verdict is panel else dropped).append(story)
    ordered: list[Story] = []
    for some in (told, announced, dropped):
        ordered += _highest_first(some, _SCORE, surely=surely, settled=settled)
    return ordered


def _highest_first(
    items: list[T],
    key: Callable[[T], Any],
    *,
    surely: Callable[[T, T], bool],
    settled: Callable[[list[T]], list[T]],
) -> list[T]:
    """Sort in place by a cheap key. Only what has the same one is looked at more closely: all of it is `settled` where
    one is not `surely` before the next, as most are that were sorted before.
    """
    items.sort(key=key, reverse=True)
    keys = list(map(key, items))
    end = 0
    for place in compress(count(), map(eq, keys, islice(keys, 1, None))):
        if place < end or surely(items[place], items[place + 1]):
            continue
        start, end = place, place + 2
        while start and keys[start - 1] == keys[place]:
            start -= 1
        while end < len(keys) and keys[end] == keys[place]:
            end += 1
        items[start:end] = settled(items[start:end])
    return items


def _when(article: Article) -> datetime:
    return article.published or article.first_seen  # its `when`, without the call


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


def _tie(story: Story) -> tuple[object, ...]:
    lead = story.lead
    return _END - _when(lead), lead.id, lead.source, lead.url
