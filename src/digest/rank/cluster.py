"""Articles about the same news, found in linear time: the same key, address, text or title, or the same in other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from urllib.parse import urlsplit

from digest.model import Article
from digest.rank.alike import SAME_TITLE_WITHIN
from digest.rank.context import Context
from digest.rank.garbage import uncollected
from digest.rank.matching import same_language, title_key
from digest.rank.near import line_up, near
from digest.rank.reading import reading
from digest.rank.texts import Said, text_of

_PAGE = re.compile("[/?#]")  # what an address has that is more than a site
_TELLING_TEXT = 80  # characters; a shorter summary may be boilerplate


@uncollected()
def cluster(articles: Sequence[Article], /) -> list[tuple[Article, ...]]:
    """Partition `articles`; the groups come in the order of their first articles, members in the given order."""
    with clustering(articles, Said()) as clusters:
        groups = list(clusters.groups)
        for numbers, group in clusters.joined():
            for number in numbers:
                groups[number] = ()
            groups[numbers[0]] = group
    return [group for group in groups if group]


@contextmanager
def clustering(articles: Sequence[Article], said: Said) -> Iterator[Clusters]:
    """Begin to partition articles: those that are the same by an identity at once, while what they say is still read."""
    with reading(list(map(text_of, articles))) as search:
        sets = _Sets(len(articles))
        _join_identical(articles, sets)
        places = sets.groups()
        line = line_up(articles, places)
        found = search(line.places, line.oldest)
        yield Clusters(articles, places, lambda: near(articles, places, line, found(), said))


class Clusters:
    """Groups of articles in the order of their first ones, members in the given order."""

    def __init__(
        self,
        articles: Sequence[Article],
        places: Sequence[Sequence[int]],
        pairs: Callable[[], Iterable[tuple[int, int]]],
    ) -> None:
        self.articles, self.places, self.pairs = articles, places, pairs
        self.groups = [self._group(some) for some in places]

    def _group(self, places: Iterable[int]) -> tuple[Article, ...]:
        return tuple([self.articles[place] for place in places])

    def joined(self) -> Iterator[tuple[list[int], tuple[Article, ...]]]:
        """Wait for what tells the same in other words: yield the numbers of groups and the group that they make."""
        sets = _Sets(len(self.places))
        for one, other in self.pairs():
            sets.join(one, other)
        for numbers in sets.groups():
            if len(numbers) > 1:
                yield (
                    numbers,
                    self._group(sorted(chain.from_iterable(self.places[number] for number in numbers))),
                )


class _Sets:
    """Places that belong together, directly or over others."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))  # itself: the first place of its set

    def _root(self, place: int) -> int:
        parents = self._parents
        while (parent := parents[place]) != place:
            parents[place] = place = parents[parent]
        return place

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self._root(one), self._root(other)))
        self._parents[high] = low

    def groups(self) -> list[list[int]]:
        """The sets by their first places, each in order."""
        found: dict[int, list[int]] = {}
        for place, parent in enumerate(self._parents):
            if parent == place:
                found[place] = [place]
            else:
                found[self._root(place)].append(place)
        return list(found.values())


def _join_identical(articles: Sequence[Article], sets: _Sets) -> None:
    """Join what has an identity in common, or a title and the time or text as well."""
    holders: dict[object, int] = {}
    titles: dict[str, int] = {}
    again: dict[str, list[int]] = {}  # titles of several, and who has them
    holder, titled = holders.setdefault, titles.setdefault
    for place, article in enumerate(articles):
        for identity in _identities(article):
            if (first := holder(identity, place)) != place:
                sets.join(first, place)
        title = title_key(article.title)
        if title and (first := titled(title, place)) != place:
            again.setdefault(title, [first]).append(place)
    for places in again.values():
        for one, other in (*_same_time(places, articles), *_same_text(places, articles)):
            sets.join(one, other)


def choose_lead(
    group: tuple[Article, ...], context: Context
) -> tuple[Article, tuple[Article, ...], tuple[Article, ...]]:
    """Return who leads, who else covers it (one article a source, another address), and what only repeats them.

    The lead is an article in the edition's language, then that of the source with the highest weight, then one whose
    title tells this and little else, then the earliest, then the fullest.
    """
    if len(group) == 1:
        return group[0], (), ()
    strays = _stray(group, context)
    ranked = sorted(
        group,
        key=lambda article: (
            _is_foreign(article, context),
            -context.source(article.source).weight,
            id(article) in strays,
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


def _stray(group: tuple[Article, ...], context: Context) -> set[int]:
    """Those whose titles tell for the most part what no other article of the group knows: a morning's round-up, which
    begins with this news, may have been the first to have it."""
    said = [context.said.of(article) for article in group]
    known = Counter(chain.from_iterable(every for _, every in said))
    return {
        id(article)
        for article, (title, _) in zip(group, said, strict=True)
        if 2 * sum(known[word] == 1 for word in title) > len(title)
    }


def _is_foreign(article: Article, context: Context) -> bool:
    ours, theirs = context.options.language, article.language
    return bool(ours and theirs) and not same_language(ours, theirs)


def _identities(article: Article) -> list[object]:
    # The key of a bare site is no identity: feeds without permalinks give it to each item.
    found: list[object] = [key for key in article.keys if key.kind != "url" or _PAGE.search(key.key)]
    found.append(article.id)
    if article.translations:
        found.extend(("url", key) for key in article.translations)
    if not article.keys and urlsplit(article.url).path.strip("/"):
        found.append(("link", article.url))
    return found


def _same_time(places: list[int], articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pair each article with the first of its run: equal titles not far apart."""
    ordered = sorted(places, key=lambda place: articles[place].when)
    first = ordered[0]
    for place in ordered[1:]:
        if articles[place].when - articles[first].when <= SAME_TITLE_WITHIN:
            yield first, place
        else:
            first = place


def _same_text(places: list[int], articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pair each article with the first of the same title that has the same text, whenever it was."""
    first: dict[str, int] = {}
    for place in places:
        text = articles[place].text or articles[place].summary
        if len(text) >= _TELLING_TEXT:
            yield first.setdefault(text, place), place
