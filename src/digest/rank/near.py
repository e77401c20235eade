"""Near-duplicates: which groups of articles tell the same news in other words, in time that grows with their number.

One pass in the order of time. A group is compared with the few earlier ones that share its rarest words, and joins one
most of whose articles it resembles, so that a chain of similarities makes no story.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Article
from digest.rank.alike import LEAST_WORDS, Sketch, Telling, identical, score, too_little
from digest.rank.order import ordered
from digest.rank.texts import Found, Said, Texts

WITHIN = timedelta(hours=48)  # between the first article of a story and the last

_MEMBERS = 5  # of a story that a group is compared with


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Groups of articles in turn: in the order of time, each by the article that came first."""

    numbers: list[int]  # by turn: which group it is
    places: list[int]  # where its first article is
    oldest: list[int]  # the first turn that is not too old to tell the same


def line_up(articles: Sequence[Article], groups: Sequence[Sequence[int]], /) -> Line:
    """Put groups into the order of time; groups are places of articles. Their order does not matter."""
    firsts = [_first(group, articles) if len(group) > 1 else group[0] for group in groups]
    times = [articles[first].when for first in firsts]
    # Two dates of one event are two events.
    news = [number for number, first in enumerate(firsts) if articles[first].event is None]
    numbers = ordered(
        news,
        times.__getitem__,
        lambda some: sorted(some, key=lambda number: _order(articles[firsts[number]])),
    )
    return Line(
        numbers=numbers,
        places=[firsts[number] for number in numbers],
        oldest=_oldest([times[number] for number in numbers]),
    )


def near(
    articles: Sequence[Article], groups: Sequence[Sequence[int]], line: Line, found: Found, said: Said, /
) -> Iterator[tuple[int, int]]:
    """Yield pairs of groups to join, by their numbers. What was `found` of their first articles is kept in `said`."""
    stories = _Stories(articles, groups, line, found.texts, said)
    for turn, likely in found.candidates:
        story = stories.place(turn, likely)
        if story is not None:
            yield line.numbers[story], line.numbers[turn]


def _first(group: Sequence[int], articles: Sequence[Article]) -> int:
    return min(group, key=lambda place: _order(articles[place]))


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.source, article.url, article.title, article.summary


def _oldest(times: Sequence[datetime]) -> list[int]:
    """By turn: the first that is not too old to tell the same."""
    found, oldest = [], 0
    for time in times:
        since = time - WITHIN
        while times[oldest] < since:
            oldest += 1
        found.append(oldest)
    return found


class _Stories:
    """Groups, each known by its turn in the order of time, and the stories they make; only what is compared is spelled out."""

    def __init__(
        self,
        articles: Sequence[Article],
        groups: Sequence[Sequence[int]],
        line: Line,
        texts: Texts,
        said: Said,
    ) -> None:
        self.articles, self.groups, self.line, self.texts, self.said = articles, groups, line, texts, said
        # A small batch does not know what is common: as if there were a thousand articles more without these words.
        size = len(line.places) + 1000
        # No article need have the words of a phrase by itself.
        self.weights = [math.log(size / max(1, count)) for count in texts.counts]
        self.telling = Telling(zip(texts.spelled, self.weights, strict=True))
        self.oldest = 0  # the first turn in the window
        self.story_of: dict[int, int] = {}  # of what joined one: the turn of the story's first group
        self.members: dict[int, list[int]] = {}  # of stories with more than one
        self.weighed: dict[int, float] = {}  # turn → the weight of its text, once it was asked for
        self.sketches: dict[int, Sketch] = {}  # of those in the window that were ever compared

    def place(self, turn: int, candidates: Sequence[int]) -> int | None:
        """Return the story that the group of this turn joins, if any; turns come in their order."""
        while self.oldest < self.line.oldest[turn]:
            self.sketches.pop(self.oldest, None)
            self.members.pop(self.oldest, None)
            self.oldest += 1
        story = self._best(turn, candidates)
        if story is not None:
            self.story_of[turn] = story
            self.members.setdefault(story, [story]).append(turn)
            for each in (story, turn):
                sketch = self._sketch(each)
                self.said.keep(sketch.article, sketch.title_set, sketch.all)
        return story

    def _best(self, turn: int, candidates: Sequence[int]) -> int | None:
        """Return the story that the group resembles most, if any enough."""
        best: tuple[float, int] | None = None
        for story in dict.fromkeys(self.story_of.get(candidate, candidate) for candidate in candidates):
            if story < self.oldest:
                continue  # its first article is out of the window
            found = self._resemblance(turn, story)
            if found > 0 and (best is None or found > best[0]):
                best = found, story
        return best[1] if best else None

    def _resemblance(self, turn: int, story: int) -> float:
        """Compare with the first articles of a story; it must resemble most, or a chain would make a story."""
        turns = self.members.get(story, [story])[:_MEMBERS]
        # Half of the comparisons end here, before anything is spelled out.
        own = set(self.texts.of(turn))
        if 2 * sum([self._is_worth_comparing(turn, own, member) for member in turns]) <= len(turns):
            return -1.0
        sketch, telling = self._sketch(turn), self.telling
        members = [self._sketch(member) for member in turns]
        same = [member for member in members if member.sources & sketch.sources]
        if same and not any(identical(sketch, member, telling) for member in same):
            return -1.0  # a source does not tell the same twice
        found = [score(sketch, member, telling) for member in members]
        return max(found) if 2 * sum(each > 0 for each in found) > len(found) else -1.0

    def _is_worth_comparing(self, turn: int, own: set[int], member: int) -> bool:
        """Ask what the score asks first; its `own` are the words of this turn."""
        shared = own.intersection(self.texts.of(member))
        return len(shared) >= LEAST_WORDS and not too_little(
            self._weigh(shared), self._weight(turn), self._weight(member)
        )

    def _weight(self, turn: int) -> float:
        found = self.weighed.get(turn)
        if found is None:
            found = self.weighed[turn] = self._weigh(self.texts.of(turn))
        return found

    def _weigh(self, found: Iterable[int]) -> float:
        return math.fsum(map(self.weights.__getitem__, found))

    def _sketch(self, turn: int) -> Sketch:
        if found := self.sketches.get(turn):
            return found
        first, texts = self.articles[self.line.places[turn]], self.texts
        text, titled = texts.of(turn), texts.titled[turn]
        words = list(map(texts.spelled.__getitem__, text))
        # The text has each word once; only where the title says one again it has to be read again.
        title = tuple(words[:titled] if titled == texts.lengths[turn] else self.said.read(first.title))
        group = self.groups[self.line.numbers[turn]]
        sketch = self.sketches[turn] = Sketch(
            article=first,
            sources=frozenset([self.articles[place].source for place in group]),
            title=title,
            title_set=frozenset(title),
            all=frozenset(words),
            title_weight=self._weigh(text[:titled]),
            weight=self._weight(turn),
        )
        return sketch
