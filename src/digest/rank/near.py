"""Near-duplicates: which groups of articles tell the same news in other words, in time that grows with their number.

One pass in the order of time. A group is compared with the few earlier ones that share its rarest words, and joins one
that it resembles: by its first article or by most of its articles, so that a chain of similarities makes no story.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from digest.model import Article
from digest.rank.matching import same_language
from digest.rank.words import contrary, is_day, is_number, steps, words

# A daily column has the same title every day, and is not the same news.
SAME_TITLE_WITHIN = timedelta(hours=20)
WITHIN = timedelta(hours=48)  # between the first article of a story and the last

_BEGINNING = 300  # characters of a summary or text; what happened stands there
_SAMPLE = 20_000  # articles that tell how common a word is
_PROBES = 8  # rarest words by which earlier articles are looked for
_LATEST = 24  # articles with such a word that are looked at, the latest
_CANDIDATES = 6
_MEMBERS = 5  # of a story that a group is compared with

# Logistic regression on half of tests/rank/judged.py, rounded; above 0 the two tell the same.
_BIAS = -5.6
_ALL, _LESSER, _GREATER, _NUMBER, _OTHER_NUMBERS, _STEP = 4.2, 2.4, 1.8, 1.3, -1.2, -1.2
_AN_HOUR = -0.05  # each hour after the first six: a new development becomes likelier than a slow newsroom
_IDENTICAL = 0.85


class Sketch(NamedTuple):
    """What is compared of an article. `weight` is the sum of how telling its words are."""

    title: tuple[str, ...]
    title_set: frozenset[str]
    all: frozenset[str]
    title_weight: float
    weight: float
    article: Article
    sources: frozenset[str]


def near(groups: Sequence[Sequence[Article]], /) -> Iterator[tuple[int, int]]:
    """Yield pairs of groups to join, by their places. What is yielded depends on the groups, not on their order."""
    firsts = [min(group, key=_order) for group in groups]
    places = sorted(range(len(groups)), key=lambda place: _order(firsts[place]))
    telling = _telling([firsts[place] for place in places])
    index = _Index()
    for place in places:
        first = firsts[place]
        if first.event is not None:  # two dates of one event are two events
            continue
        sketch = _sketch(first, frozenset(article.source for article in groups[place]), telling)
        if len(sketch.all) < 3 or not sketch.title:
            continue
        index.forget(first)
        story = index.best(sketch, telling)
        if story is not None:
            yield story, place
        index.add(place, sketch, story)


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.source, article.url, article.title, article.summary


class _Telling(dict[str, float]):
    """Word → how much it tells: the rarer in the batch, the more. Never seen is very rare."""

    unseen = 0.0

    def __missing__(self, word: str) -> float:
        return self.unseen

    def of(self, found: frozenset[str]) -> float:
        return sum(map(self.__getitem__, found))


def _telling(articles: list[Article]) -> _Telling:
    sample = articles[:: max(1, len(articles) // _SAMPLE)]
    counts: Counter[str] = Counter()
    for article in sample:
        counts.update(set(words(_beginning(article))))
    # A small batch does not know what is common: as if there were a thousand articles more without these words.
    size = len(sample) + 1000
    found = _Telling({word: math.log(size / count) for word, count in counts.items()})
    found.unseen = math.log(size)
    return found


def _beginning(article: Article) -> str:
    return f"{article.title}\n{(article.summary or article.text)[:_BEGINNING]}"


def _sketch(article: Article, sources: frozenset[str], telling: _Telling) -> Sketch:
    title = tuple(words(article.title))
    title_set = frozenset(title)
    everything = title_set.union(words((article.summary or article.text)[:_BEGINNING]))
    return Sketch(
        title, title_set, everything, telling.of(title_set), telling.of(everything), article, sources
    )


class _Index:
    """The articles of the last two days by their words, and the stories they belong to."""

    def __init__(self) -> None:
        self.sketches: dict[int, Sketch] = {}
        self.story_of: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.holders: dict[str, list[int]] = {}
        self.queue: deque[int] = deque()

    def forget(self, now: Article) -> None:
        """Drop what is out of the window."""
        while self.queue and now.when - self.sketches[self.queue[0]].article.when > WITHIN:
            place = self.queue.popleft()
            del self.sketches[place]
            self.story_of.pop(place)
            self.members.pop(place, None)

    def add(self, place: int, sketch: Sketch, story: int | None) -> None:
        self.sketches[place] = sketch
        self.queue.append(place)
        self.story_of[place] = place if story is None else story
        self.members.setdefault(self.story_of[place], []).append(place)
        for word in sketch.all:
            holders = self.holders.setdefault(word, [])
            holders.append(place)
            if len(holders) > 2 * _LATEST:
                del holders[:-_LATEST]

    def best(self, sketch: Sketch, telling: _Telling) -> int | None:
        """Return the story that the article resembles most, if any enough."""
        found: tuple[float, int] | None = None
        tried: set[int] = set()
        for place in self._candidates(sketch, telling):
            story = self.story_of[place]
            if story in tried or story not in self.members:  # its first article is out of the window
                continue
            tried.add(story)
            score = self._resemblance(sketch, story, telling)
            if score > 0 and (found is None or score > found[0]):
                found = score, story
        return found[1] if found else None

    def _candidates(self, sketch: Sketch, telling: _Telling) -> list[int]:
        known = [(len(holders), word) for word in sketch.all if (holders := self.holders.get(word))]
        known.sort()
        shared: dict[int, float] = {}
        for _, word in known[:_PROBES]:
            weight = telling[word]
            for place in self.holders[word][-_LATEST:]:
                shared[place] = shared.get(place, 0.0) + weight
        enough = 0.15 * sketch.weight
        likely = [
            (-weight, place)
            for place, weight in shared.items()
            if weight >= enough and place in self.sketches
        ]
        likely.sort()
        return [place for _, place in likely[:_CANDIDATES]]

    def _resemblance(self, sketch: Sketch, story: int, telling: _Telling) -> float:
        """Compare with the first article of a story, or else with most of its articles."""
        members = [self.sketches[place] for place in self.members[story][:_MEMBERS]]
        own = [member for member in members if member.sources & sketch.sources]
        if own and not any(_identical(sketch, member, telling) for member in own):
            return -1.0  # a source does not tell the same twice
        scores = [_score(sketch, members[0], telling)]
        if scores[0] > 0 or len(members) < 3:
            return scores[0]
        scores += [_score(sketch, member, telling) for member in members[1:]]
        return max(scores) if 2 * sum(score > 0 for score in scores) > len(scores) else -1.0


def _score(one: Sketch, other: Sketch, telling: _Telling) -> float:
    """Say how surely two articles tell the same; 0 and less is no."""
    shared = one.all & other.all
    if len(shared) < 3 or _foreign(one.article, other.article):
        return -1.0
    alike = telling.of(shared) / math.sqrt(one.weight * other.weight)
    if alike < 0.25 or _apart(one, other, shared, telling):
        return -1.0
    covered = sorted(
        (
            telling.of(one.title_set & other.all) / one.title_weight,
            telling.of(other.title_set & one.all) / other.title_weight,
        )
    )
    hours = (other.article.when - one.article.when) / timedelta(hours=1)
    ours, theirs = set(filter(is_number, one.all)), set(filter(is_number, other.all))
    return (
        _BIAS
        + _ALL * alike
        + _LESSER * covered[0]
        + _GREATER * covered[1]
        + _NUMBER * min(2, len(ours & theirs))
        + (_OTHER_NUMBERS if ours and theirs and not ours & theirs else 0)
        + _STEP
        * (len(steps(one.title_set) - steps(other.all)) + len(steps(other.title_set) - steps(one.all)))
        + _AN_HOUR * max(0.0, abs(hours) - 6)
    )


def _foreign(one: Article, other: Article) -> bool:
    return bool(one.language and other.language) and not same_language(one.language, other.language)


def _apart(one: Sketch, other: Sketch, shared: frozenset[str], telling: _Telling) -> bool:
    """Say whether something forbids that two articles tell the same, however similar they are."""
    if one.title == other.title and abs(one.article.when - other.article.when) > SAME_TITLE_WITHIN:
        return True
    ours, theirs = one.title_set - other.all, other.title_set - one.all
    for kind in (is_number, is_day):
        our, their = any(map(kind, ours)), any(map(kind, theirs))
        if our and their:
            return True
        if our or their:
            both = telling.of(one.title_set & other.title_set)
            if both > 0.8 * math.sqrt(one.title_weight * other.title_weight):
                return True
    return contrary(one.title_set, other.title_set) or _fills_template(one, other, shared)


def _fills_template(one: Sketch, other: Sketch, shared: frozenset[str]) -> bool:
    """Say whether two titles are one pattern, filled in differently: “Weather for Dublin”, “Weather for Cork”."""
    ours, theirs = one.title, other.title
    shorter, longer = sorted((len(ours), len(theirs)))
    start = 0
    while start < shorter and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < shorter - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    if 2 * (start + end) < longer:
        return False
    if any(is_number(word) and len(word) > 1 for word in shared.difference(ours)):
        return False  # a number in common that the pattern does not have
    ours, theirs = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    return not (_all_in(ours, other.all) or _all_in(theirs, one.all))


def _all_in(some: tuple[str, ...], words: frozenset[str]) -> bool:
    """Say whether all words, or words that begin or continue them, stand there: Fed, Federal."""
    return all(
        word in words
        or (len(word) > 2 and any(len(w) > 2 and (w.startswith(word) or word.startswith(w)) for w in words))
        for word in some
    )


def _identical(one: Sketch, other: Sketch, telling: _Telling) -> bool:
    """Say whether two articles of one source are versions of one piece."""
    alike = telling.of(one.all & other.all) / math.sqrt(one.weight * other.weight)
    titles = telling.of(one.title_set & other.title_set) / math.sqrt(one.title_weight * other.title_weight)
    return alike > _IDENTICAL and titles > _IDENTICAL
