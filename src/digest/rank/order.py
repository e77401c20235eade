"""The orders of articles and stories: total, whatever order they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import compress, count
from operator import attrgetter, eq
from typing import Any, TypeVar

from digest.model import Article, Story, Verdict

_END = datetime.max.replace(tzinfo=UTC)
_SCORE = attrgetter("score")

T = TypeVar("T")


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort: the later first, then by all that tells two articles apart."""
    settle = partial(sorted, key=_identity, reverse=True)
    return ordered(articles, _when, settle, reverse=True)


def best_first(stories: Iterable[Story]) -> list[Story]:
    """Sort: what is told before what is dropped, then by score, then the later, then by id."""
    told: list[Story] = []
    announced: list[Story] = []
    dropped: list[Story] = []
    in_, panel = Verdict.IN, Verdict.PANEL
    for story in stories:
        verdict = story.verdict
        (told if verdict is in_ else announced if verdict is panel else dropped).append(story)
    settle = partial(sorted, key=_tie)
    return [
        story for some in (told, announced, dropped) for story in ordered(some, _SCORE, settle, reverse=True)
    ]


def ordered(
    items: Iterable[T],
    key: Callable[[T], Any],
    settle: Callable[[list[T]], list[T]],
    *,
    reverse: bool = False,
) -> list[T]:
    """Sort by a cheap key; `settle` sorts what that does not tell apart."""
    found = sorted(items, key=key, reverse=reverse)
    keys = list(map(key, found))
    end = 0
    for start in compress(count(), map(eq, keys, keys[1:])):  # each that the next one is equal to
        if start < end:
            continue  # is settled
        end = start + 2
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        found[start:end] = settle(found[start:end])
    return found


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
