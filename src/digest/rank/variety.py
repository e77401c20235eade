"""Variety: of two stories that are nearly as good, the one that is less like what was already chosen.

Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), greedy: next comes the story with the highest
`(1 − diversity) × score ∕ best score − diversity × similarity`, the best score that of the stories still to choose from,
the similarity that to the most similar story chosen before.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.model import Story
from digest.rank.matching import label_key
from digest.rank.words import words

HEAD = 48  # the best candidates that a choice is made from
_TOPICS, _SOURCE, _WORDS, _SECTION = 0.45, 0.15, 0.3, 0.1
_SAMPLE = 500  # stories whose topics are counted
_OTHERS = 200  # a small batch does not know what is common: as if there were so many more without its topics


class Profile:
    """What of a story is compared."""

    def __init__(self, story: Story, telling: Mapping[str, float]) -> None:
        self.story, self.telling = story, telling

    @cached_property
    def topics(self) -> frozenset[str]:
        return _topics(self.story)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.story.lead.title))

    def likeness(self, other: Profile) -> float:
        """How similar two stories are, 0 to 1: by topics, source, words of the title and section."""
        own, its = self.story, other.story
        return (
            _TOPICS
            * min(1.0, math.fsum(self.telling.get(topic, 1.0) for topic in self.topics & other.topics))
            + _SOURCE * (own.lead.source == its.lead.source)
            + _WORDS * _overlap(self.words, other.words)
            + _SECTION * (own.section == its.section != "")
        )

    def in_common(self, other: Profile) -> str:
        """What makes them similar, for people."""
        own, its = self.story, other.story
        shared = sorted(self.topics & other.topics, key=lambda topic: (-self.telling.get(topic, 1.0), topic))
        found = [
            *(["source"] if own.lead.source == its.lead.source else []),
            *(["section"] if own.section == its.section != "" else []),
            *(f"topic {topic}" for topic in shared[:1]),
            *(["words"] if self.words & other.words and not shared else []),
        ]
        return f"the same {' and '.join(found)}"


def _topics(story: Story) -> frozenset[str]:
    found = [label_key(tag) for each in (story.lead, *story.also) for tag in each.tags]
    return frozenset(filter(None, found))


def tell(stories: Iterable[Story]) -> dict[str, float]:
    """Topic → how much it tells that two stories share it, 0 to 1: “news”, which a whole feed has, little."""
    known = [_topics(story) for story in stories]
    size = math.log(len(known) + _OTHERS)
    counts = Counter(topic for topics in known for topic in topics)
    return {topic: (1 - math.log(count) / size) ** 2 for topic, count in counts.items()}


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@dataclass(slots=True)
class Likeness:
    """How a candidate is like the chosen stories: the greatest similarity, and to which of them."""

    profile: Profile
    value: float = 0.0
    to: int = -1
    seen: int = 0  # so many of the chosen are considered


class Variety:
    """Chooses the next story, one after the other. Stories are known by their place, `candidates` are those of this issue."""

    def __init__(self, stories: Sequence[Story], candidates: Sequence[int], diversity: float) -> None:
        self.stories = stories
        self.diversity = min(1.0, max(0.0, diversity))
        sample = candidates[:_SAMPLE] if self.diversity else ()
        self._telling = tell(stories[place] for place in sample)
        self.chosen: list[tuple[int, Profile]] = []
        self.passed: dict[int, int] = {}  # what went back behind a story with a lower score → that story
        self._known: dict[int, Likeness] = {}

    @property
    def head(self) -> int:
        """How many candidates `next` wants to choose from."""
        return HEAD if self.diversity else 1

    def add(self, place: int) -> None:
        """Count a story among those chosen."""
        self.chosen.append((place, self._likeness(place).profile))

    def next(self, candidates: Sequence[int]) -> int:
        """Return which of the candidates, best first, comes next."""
        if not self.diversity:
            return candidates[0]
        best = self.stories[candidates[0]].score
        found = candidates[0]
        highest = -2.0
        for place in candidates:
            good = self.stories[place].score / best if best > 0 else 1.0
            value = (1 - self.diversity) * good - self.diversity * self._update(place).value
            if value > highest:
                found, highest = place, value
        for place in candidates:
            if place < found:
                self.passed.setdefault(place, found)
        return found

    def like(self, place: int) -> tuple[int, str] | None:
        """Which of the chosen stories a candidate is most like, and by what."""
        known = self._known.get(place)
        if known is None or known.to < 0:
            return None
        return known.to, known.profile.in_common(self._known[known.to].profile)

    def _likeness(self, place: int) -> Likeness:
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = Likeness(Profile(self.stories[place], self._telling))
        return known

    def _update(self, place: int) -> Likeness:
        known = self._likeness(place)
        for other, profile in self.chosen[known.seen :]:
            value = known.profile.likeness(profile)
            if value > known.value:
                known.value, known.to = value, other
        known.seen = len(self.chosen)
        return known
