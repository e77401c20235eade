"""Near-duplicates: which groups of articles tell the same news in other words, in time that grows with their number.

One pass in the order of time. A group is compared with the few earlier ones that share its rarest words, and joins one
most of whose articles it resembles, so that a chain of similarities makes no story.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain

from digest.model import Article
from digest.rank.alike import Sketch, Telling, identical, score
from digest.rank.words import words

WITHIN = timedelta(hours=48)  # between the first article of a story and the last

_BEGINNING = 300  # characters of a summary or text; what happened stands there
_TITLE = 3  # words; a shorter title tells nothing
_PROBES = 8  # rarest words by which earlier articles are looked for
_NAMED = 4  # of them from the title: in the text of a story of the day, the rarest words are not its names
_LATEST = 16  # articles with such a word that are looked at, the latest
_CANDIDATES = 6
_MEMBERS = 5  # of a story that a group is compared with


def near(groups: Sequence[Sequence[Article]], /) -> Iterator[tuple[int, int]]:
    """Yield pairs of groups to join, by their places. What is yielded depends on the groups, not on their order."""
    firsts = [min(group, key=_order) if len(group) > 1 else group[0] for group in groups]
    # Two dates of one event are two events.
    places = [place for place, first in enumerate(firsts) if first.event is None]
    places.sort(key=lambda place: _order(firsts[place]))
    index = _Index([(firsts[place], groups[place]) for place in places])
    for turn, place in enumerate(places):
        story = index.place(turn)
        if story is not None:
            yield places[story], place


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.source, article.url, article.title, article.summary


class _Index:
    """Groups, each known by its turn in the order of time; the stories they make; who has which rare word."""

    def __init__(self, groups: Sequence[tuple[Article, Sequence[Article]]]) -> None:
        self.groups = groups
        self.titles = [tuple(words(first.title)) for first, _ in groups]
        self.texts = [  # each word once, those of the title first
            tuple(dict.fromkeys((*title, *words((first.summary or first.text)[:_BEGINNING]))))
            for title, (first, _) in zip(self.titles, groups, strict=True)
        ]
        self.counts = Counter(chain.from_iterable(self.texts))
        # A small batch does not know what is common: as if there were a thousand articles more without these words.
        size = len(groups) + 1000
        self.telling = Telling((word, math.log(size / count)) for word, count in self.counts.items())
        self.oldest = 0  # the first turn in the window
        self.holders: defaultdict[str, list[int]] = defaultdict(list)
        self.story_of: list[int] = []  # by turn: the turn of the story's first group
        self.members: dict[int, list[int]] = {}  # of stories with more than one
        self.sketches: dict[int, Sketch] = {}  # of those in the window that were ever compared

    def place(self, turn: int) -> int | None:
        """Find the story that the group of this turn belongs to, None if it starts one, and keep the group for later."""
        self._forget(self.groups[turn][0])
        probes = self._probes(turn)
        story = self._best(turn, self._candidates(probes))
        self.story_of.append(turn if story is None else story)
        if story is not None:
            self.members.setdefault(story, [story]).append(turn)
        for word in probes:
            holders = self.holders[word]
            holders.append(turn)
            if len(holders) > 2 * _LATEST:
                del holders[:-_LATEST]
        return story

    def _forget(self, now: Article) -> None:
        while now.when - self.groups[self.oldest][0].when > WITHIN:
            self.sketches.pop(self.oldest, None)
            self.members.pop(self.oldest, None)
            self.oldest += 1

    def _probes(self, turn: int) -> list[str]:
        """The rarest words of a title and of a text that others have too; none where it says too little."""
        counts = self.counts
        if len(self.titles[turn]) < _TITLE:
            return []
        named = [word for word in dict.fromkeys(self.titles[turn]) if counts[word] > 1]
        named.sort(key=counts.__getitem__)
        del named[_NAMED:]
        shared = [word for word in self.texts[turn] if counts[word] > 1 and word not in named]
        shared.sort(key=counts.__getitem__)
        return [*named, *shared][:_PROBES]

    def _candidates(self, probes: list[str]) -> list[int]:
        """The earlier groups that share most of the rarest words, at least two."""
        lists = (self.holders[word][-_LATEST:] for word in probes if word in self.holders)
        shared = Counter(chain.from_iterable(lists))
        likely = [(-count, -turn) for turn, count in shared.items() if count > 1 and turn >= self.oldest]
        likely.sort()
        return [-turn for _, turn in likely[:_CANDIDATES]]

    def _best(self, turn: int, candidates: list[int]) -> int | None:
        """Return the story that the group resembles most, if any enough."""
        best: tuple[float, int] | None = None
        for story in dict.fromkeys(self.story_of[candidate] for candidate in candidates):
            if story < self.oldest:
                continue  # its first article is out of the window
            found = self._resemblance(turn, story)
            if found > 0 and (best is None or found > best[0]):
                best = found, story
        return best[1] if best else None

    def _resemblance(self, turn: int, story: int) -> float:
        """Compare with the first articles of a story; it must resemble most, or a chain would make a story."""
        sketch, telling = self._sketch(turn), self.telling
        members = [self._sketch(member) for member in self.members.get(story, [story])[:_MEMBERS]]
        own = [member for member in members if member.sources & sketch.sources]
        if own and not any(identical(sketch, member, telling) for member in own):
            return -1.0  # a source does not tell the same twice
        found = [score(sketch, member, telling) for member in members]
        return max(found) if 2 * sum(each > 0 for each in found) > len(found) else -1.0

    def _sketch(self, turn: int) -> Sketch:
        if found := self.sketches.get(turn):
            return found
        first, group = self.groups[turn]
        title = frozenset(self.titles[turn])
        everything = frozenset(self.texts[turn])
        sketch = self.sketches[turn] = Sketch(
            article=first,
            sources=frozenset(article.source for article in group),
            title=self.titles[turn],
            title_set=title,
            all=everything,
            title_weight=self.telling.of(title),
            weight=self.telling.of(everything),
        )
        return sketch
