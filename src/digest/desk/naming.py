"""How people name a story: by the short id of one of its articles, or by an address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from digest.desk.lines import Line

_SHORTEST = 6


class Names:
    """The names of lines. `key` makes addresses comparable: one that leads to the same page is the same."""

    def __init__(self, lines: Sequence[Line], /, *, key: Callable[[str], str]) -> None:
        self._key = key
        self._lines: dict[str, Line] = {}
        self._urls: dict[str, Line] = {}
        own = [(line.article, line.url, line) for line in lines]
        others = [(article.id, article.url, line) for line in lines for article in line.also]
        for article, url, line in (*own, *others):  # who leads a story goes before who also covers one
            named = line if article == line.article else replace(line, article=article, url=url)
            self._lines.setdefault(article, named)
            if url and (address := key(url)):
                self._urls.setdefault(address, named)
        self._ids = sorted(self._lines)

    def short(self, article: str) -> str:
        """Return the shortest beginning of its id that is no other's."""
        place = bisect_left(self._ids, article)
        beside = (*self._ids[max(0, place - 1) : place], *self._ids[place + 1 : place + 2])
        return article[: max(_SHORTEST, *(_common(article, other) + 1 for other in (*beside, "")))]

    def find(self, name: str) -> Line | None:
        """Return the line of the story that has this article; its `article` and `url` are those of the one named.

        `name` is an address or the beginning of an id that is no other's.
        """
        if "://" in name:
            return self._urls.get(self._key(name))
        if name in self._lines:
            return self._lines[name]
        place = bisect_left(self._ids, name)
        fits = self._ids[place : place + 2]
        starts = [each for each in fits if name and each.startswith(name)]
        return self._lines[starts[0]] if len(starts) == 1 else None


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
