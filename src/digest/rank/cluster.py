"""Articles about the same news, found in linear time: the same key, address, text or title, or the same in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from digest.model import Article
from digest.rank.alike import SAME_TITLE_WITHIN
from digest.rank.context import Context
from digest.rank.matching import same_language, title_key
from digest.rank.near import near

_TELLING_TEXT = 80  # characters; a shorter summary may be boilerplate


def cluster(articles: Sequence[Article], /) -> list[tuple[Article, ...]]:
    """Partition `articles`; the groups come in the order of their first articles, members in the given order."""
    parent = list(range(len(articles)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        parent[high] = low

    holders: dict[object, int] = {}
    titles: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        title = title_key(article.title)
        for identity in _identities(article, title):
            join(holders.setdefault(identity, place), place)
        if title:
            titles.setdefault(title, []).append(place)
    for places in titles.values():
        for one, other in _near(places, articles):
            join(one, other)
    groups: dict[int, list[Article]] = {}
    for place, article in enumerate(articles):
        groups.setdefault(root(place), []).append(article)
    roots = list(groups)
    for one_group, other_group in near(list(groups.values())):
        join(roots[one_group], roots[other_group])
    stories: dict[int, list[Article]] = {}
    for place, article in enumerate(articles):
        stories.setdefault(root(place), []).append(article)
    return [tuple(story) for story in stories.values()]


def choose_lead(
    group: tuple[Article, ...], context: Context
) -> tuple[Article, tuple[Article, ...], tuple[Article, ...]]:
    """Return who leads, who else covers it (one article a source, another address), and what only repeats them.

    The lead is an article in the edition's language, then that of the source with the highest weight, then the earliest,
    then the fullest.
    """
    ranked = sorted(
        group,
        key=lambda article: (
            _is_foreign(article, context),
            -context.source(article.source).weight,
            article.when,
            -len(article.text or article.summary),
            article.source,
            article.id,
        ),
    )
    lead, also, repeats = ranked[0], [], []
    sources, seen = {lead.source}, {lead.id, lead.url}
    for article in ranked[1:]:
        if article.source in sources or article.id in seen or article.url in seen:
            repeats.append(article)
            continue
        also.append(article)
        sources.add(article.source)
        seen |= {article.id, article.url}
    return lead, tuple(also), tuple(repeats)


def _is_foreign(article: Article, context: Context) -> bool:
    ours, theirs = context.options.language, article.language
    return bool(ours and theirs) and not same_language(ours, theirs)


def _identities(article: Article, title: str) -> Iterator[object]:
    yield "id", article.id
    for kind, key in article.keys:
        # The key of a bare site is no identity: feeds without permalinks give it to each item.
        if kind != "url" or any(mark in key for mark in "/?#"):
            yield kind, key
    for key in article.translations:
        yield "url", key
    if not article.keys and urlsplit(article.url).path.strip("/"):
        yield "link", article.url
    words = article.text or article.summary
    if title and len(words) >= _TELLING_TEXT:
        yield "text", title, words


def _near(places: list[int], articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pair each article with the first of its run: equal titles not far apart."""
    ordered = sorted(places, key=lambda place: articles[place].when)
    first = ordered[0]
    for place in ordered[1:]:
        if articles[place].when - articles[first].when <= SAME_TITLE_WITHIN:
            yield first, place
        else:
            first = place
