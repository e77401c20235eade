"""Near-duplicates: which groups of articles tell the same news in other words, in time that grows with their number.

One pass in the order of time. A group is compared with the few earlier ones that share its rarest words, and joins one
most of whose articles it resembles, so that a chain of similarities makes no story.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain, pairwise

from digest.model import Article
from digest.rank.alike import LEAST_WORDS, Sketch, Telling, identical, score, too_little
from digest.rank.words import Lexicon

WITHIN = timedelta(hours=48)  # between the first article of a story and the last

_BEGINNING = 250  # characters
_TITLE = 3  # words; a shorter title tells nothing
_PROBES = 8  # rarest words by which earlier articles are looked for
_NAMED = 4  # of them from the title: in the text of a story of the day, the rarest words are not its names
_LATEST = 10  # articles with such a word that are looked at, the latest
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


def beginning(article: Article) -> str:
    """How its summary or text begins: what happened stands there."""
    return (article.summary or article.text)[:_BEGINNING]


def _order(article: Article) -> tuple[object, ...]:
    return article.when, article.id, article.source, article.url, article.title, article.summary


class _Index:
    """Groups, each known by its turn in the order of time; the stories they make; who has which rare word.

    Words are known by their numbers in the lexicon; only what is compared is spelled out.
    """

    def __init__(self, groups: Sequence[tuple[Article, Sequence[Article]]]) -> None:
        self.groups = groups
        self.times = [first.when for first, _ in groups]
        self.lexicon = Lexicon()
        self.texts: list[tuple[int, ...]] = []  # each word once, those of the title first
        self.titled: list[int] = []  # how many of them the title has
        self.vague: set[int] = set()  # turns of those whose title tells nothing
        for turn, (first, _) in enumerate(groups):
            text, titled = self.lexicon.read_both(first.title, beginning(first))
            if titled < _TITLE and len(self.lexicon.read(first.title)) < _TITLE:
                self.vague.add(turn)
            self.texts.append(text)
            self.titled.append(titled)
        self.words = self.lexicon.spelled
        tally = Counter(chain.from_iterable(self.texts))
        self.counts = list(map(tally.__getitem__, range(len(self.words))))  # of articles that have a word
        # A small batch does not know what is common: as if there were a thousand articles more without these words.
        size = len(groups) + 1000
        # No article need have the words of a phrase by itself.
        self.weights = [math.log(size / max(1, count)) for count in self.counts]
        self.telling = Telling(zip(self.words, self.weights, strict=True))
        self.oldest = 0  # the first turn in the window
        # Word → the latest turns that have it among their rarest words.
        self.holders: defaultdict[int, list[int]] = defaultdict(list)
        self.story_of: list[int] = []  # by turn: the turn of the story's first group
        self.members: dict[int, list[int]] = {}  # of stories with more than one
        self.weighed: dict[int, float] = {}  # turn → the weight of its text, once it was asked for
        self.sketches: dict[int, Sketch] = {}  # of those in the window that were ever compared

    def place(self, turn: int) -> int | None:
        """Find the story that the group of this turn belongs to, None if it starts one, and keep the group for later."""
        self._forget(turn)
        candidates = self._candidates(self._meet(turn))
        story = self._best(turn, candidates) if candidates else None
        self.story_of.append(turn if story is None else story)
        if story is not None:
            self.members.setdefault(story, [story]).append(turn)
        return story

    def _forget(self, turn: int) -> None:
        times, since = self.times, self.times[turn] - WITHIN
        while times[self.oldest] < since:
            self.sketches.pop(self.oldest, None)
            self.members.pop(self.oldest, None)
            self.oldest += 1

    def _meet(self, turn: int) -> list[int]:
        """Return the earlier turns that have its rarest words, once for each, and put it among them."""
        found = list(map(self.holders.__getitem__, self._probes(turn)))
        turns = list(chain.from_iterable(found))  # some of them before the window
        for holders in found:
            holders.append(turn)
            if len(holders) > _LATEST:
                del holders[0]
        return turns

    def _probes(self, turn: int) -> list[int]:
        """The rarest words of a title and of a text that others have too; none where it says too little."""
        if turn in self.vague:
            return []
        text, titled = self.texts[turn], self.titled[turn]
        named = self._rarest(text[:titled])
        probes, others = named[:_NAMED], self._rarest(text[titled:])
        if len(named) > _NAMED:
            others = sorted(named[_NAMED:] + others[:_PROBES], key=self.counts.__getitem__)
        return probes + others[: _PROBES - len(probes)]

    def _rarest(self, found: Sequence[int]) -> list[int]:
        counts = self.counts
        rarest = sorted(found, key=counts.__getitem__)
        start = 0
        while start < len(rarest) and counts[rarest[start]] == 1:
            start += 1
        return rarest[start:]

    def _candidates(self, turns: list[int]) -> list[int]:
        """The earlier groups that share most of the rarest words, at least two."""
        if len(set(turns)) == len(turns):
            return []  # as most often
        turns.sort()
        oldest = self.oldest
        shared = Counter([one for one, other in pairwise(turns) if one == other and one >= oldest])
        likely = sorted([(-count, -turn) for turn, count in shared.items()])
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
        turns = self.members.get(story, [story])[:_MEMBERS]
        # Half of the comparisons end here, before anything is spelled out.
        if 2 * sum(self._worth_comparing(turn, member) for member in turns) <= len(turns):
            return -1.0
        sketch, telling = self._sketch(turn), self.telling
        members = [self._sketch(member) for member in turns]
        own = [member for member in members if member.sources & sketch.sources]
        if own and not any(identical(sketch, member, telling) for member in own):
            return -1.0  # a source does not tell the same twice
        found = [score(sketch, member, telling) for member in members]
        return max(found) if 2 * sum(each > 0 for each in found) > len(found) else -1.0

    def _worth_comparing(self, turn: int, member: int) -> bool:
        """Ask what the score asks first."""
        shared = set(self.texts[turn]).intersection(self.texts[member])
        return len(shared) >= LEAST_WORDS and not too_little(
            self._weigh(shared), self._weight(turn), self._weight(member)
        )

    def _weight(self, turn: int) -> float:
        found = self.weighed.get(turn)
        if found is None:
            found = self.weighed[turn] = self._weigh(self.texts[turn])
        return found

    def _weigh(self, found: Iterable[int]) -> float:
        return math.fsum(map(self.weights.__getitem__, found))

    def _sketch(self, turn: int) -> Sketch:
        if found := self.sketches.get(turn):
            return found
        first, group = self.groups[turn]
        text, spell = self.texts[turn], self.words.__getitem__
        title = tuple(map(spell, self.lexicon.read(first.title)))
        sketch = self.sketches[turn] = Sketch(
            article=first,
            sources=frozenset([article.source for article in group]),
            title=title,
            title_set=frozenset(title),
            all=frozenset(map(spell, text)),
            title_weight=self._weigh(text[: self.titled[turn]]),
            weight=self._weight(turn),
        )
        return sketch
