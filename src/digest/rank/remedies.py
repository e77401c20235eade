"""Why a story was cut from an issue, and what would have got it in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from digest.model import Story
from digest.rank.choice import Choice
from digest.rank.matching import label_key
from digest.rank.verdicts import pin

_MOST = 1000.0  # no boost is higher
CLOSE = 1000  # cut stories, best first, of which more than a pin is said: no boost and no setting lifts one from below


class Remedies:
    """Explains the cuts of one issue, once its stories are chosen."""

    def __init__(self, choice: Choice) -> None:
        desk, options = choice.desk, choice.options
        self.choice, self.stories = choice, desk.stories
        self.max = options.max_stories
        self.per_source = options.per_source
        self.maxima = {rule.key: rule.max for rule in options.sections if rule.max is not None}
        self.boosts = {label_key(name): weight for name, weight in options.boost}
        told = [place for place in choice.chosen if place not in desk.pins]  # they could be replaced
        self.size = 1 + len(choice.chosen)
        self.last = self._weakest(told)
        by_section: dict[str, list[int]] = {}
        by_source: dict[str, list[int]] = {}
        for place in told:
            by_section.setdefault(desk.section(place), []).append(place)
            by_source.setdefault(desk.source(place), []).append(place)
        self.last_of_section = {key: self._weakest(places) for key, places in by_section.items()}
        self.last_of_source = {key: self._weakest(places) for key, places in by_source.items()}
        # What is in for variety → what would be in instead, as far as explained.
        self.instead: dict[int, int] = {}
        self._said: dict[tuple[object, ...], str] = {}  # many stories need the same
        self._count(choice)

    def _count(self, choice: Choice) -> None:
        """Note where a story would stand in an issue without end: in all, in its section, among its source's."""
        self.places: dict[int, tuple[int, int, int]] = {}
        sections: Counter[str] = Counter()
        sources = Counter([choice.desk.source(choice.lead)])
        for number, place in enumerate(choice.rest[: len(choice.chosen) + CLOSE], 2):
            section, source = choice.desk.section(place), choice.desk.source(place)
            sections[section] += 1
            sources[source] += 1
            self.places[place] = number, sections[section], sources[source]

    def explain(self, place: int) -> tuple[str, str]:
        """Why the story is not in, and what would have got it in."""
        story = self.stories[place]
        if place not in self.places:
            return f"below the {self.max} of the issue", pin(story.lead)
        source, section = story.lead.source, story.section
        number, in_section, of_source = self.places[place]
        larger = max(number, self.max + 1)
        if self.per_source is not None and self.choice.sources[source] >= self.per_source:
            why = f"{source} has its {self.per_source} stories"
            more = max(of_source, self.per_source + 1)
            room = self._has_room(number, more - self.per_source)
            setting = _stories(f"per_source = {more}", larger=0 if room else larger)
            return why, self._ways(story, self.last_of_source.get(source), setting)
        most = self.maxima.get(section)
        if most is not None and self.choice.sections[section] >= most:
            told = self.choice.sections[section]
            more = max(in_section, told + 1)
            setting = f"“max = {more}” in section {section}"
            if not self._has_room(number, more - told):
                setting += f" and {_stories(larger=larger)}"
            why = f"below the {most} of section {section}"
            return why, self._ways(story, self.last_of_section.get(section), setting)
        why = f"below the {self.max} of the issue"
        if self.last is None or story.score <= self.stories[self.last].score:
            return why, self._ways(story, self.last, _stories(larger=larger))
        # A better score than another that is in: other sources, variety or somebody's minimum went first.
        own = self.choice.sources[source]
        if self.per_source is None and own >= self.choice.share and len(self.choice.sources) > 1:
            why += f": {source} has {own} in it, and other sources have news"
            setting = _stories(f"per_source = {max(of_source, own + 1)}")
            return why, f"{setting}, {_stories(larger=larger)}, or {pin(story.lead)}"
        like, instead = self.choice.variety.like(place), self.choice.variety.passed.get(place)
        if like is not None and instead in self.choice.chosen:
            self.instead.setdefault(instead, place)
            to, common = like
            why += f": for variety, as “{short_title(self.stories[to])}” has {common}"
            setting = f"“diversity” below {self.choice.options.diversity:g}, {_stories(larger=larger)}"
        else:
            why += "; sections and sources with fewer stories went first"
            setting = _stories(larger=larger)
        return why, f"{setting}, or {pin(story.lead)}"

    def _ways(self, story: Story, rival: int | None, setting: str) -> str:
        """A boost, a setting or a pin; the score of the `rival` would have done."""
        if rival is None or story.score <= 0:
            return f"{setting}, or {pin(story.lead)}"
        times = _round_up(self.stories[rival].score / story.score)
        key = (rival, times, story.lead.tags, story.lead.section)
        boost = self._said.get(key)
        if boost is None:
            boost = self._said[key] = f"{self._boost(story, rival, times)}, " if times <= _MOST else ""
        return f"{boost}{setting}, or {pin(story.lead)}"

    def _boost(self, story: Story, rival: int, times: float) -> str:
        # What the rival has too would lift both.
        other = self.stories[rival]
        shared = {
            label_key(label) for each in (other.lead, *other.also) for label in (*each.tags, each.section)
        }
        labels = [
            label for label in (*story.lead.tags, story.lead.section) if label_key(label) not in ("", *shared)
        ]
        for label in labels:
            now = self.boosts.get(label_key(label))
            if now is not None:
                return f"a boost of {_round_up(now * times):g} on {label} (now {now:g})"
        if labels:
            return f"a boost of {times:g} on one of its tags, such as {labels[0]}"
        return f"a boost of {times:g} on a word of its title"

    def _has_room(self, number: int, more: int) -> bool:
        """Whether a story of this number by its score fits where so many more of its kind are let in."""
        return self.size + more <= self.max or number <= self.max

    def _weakest(self, places: Iterable[int]) -> int | None:
        return min(places, key=lambda place: (self.stories[place].score, -place), default=None)


def _stories(setting: str = "", *, larger: int = 0) -> str:
    """How “stories” would have to read; `larger` is the size of the issue, 0 leaves it."""
    size = f"max = {larger}" if larger else ""
    return f"“stories = {{ {', '.join(filter(None, (setting, size)))} }}”"


def short_title(story: Story) -> str:
    """A title to be quoted, in sixty characters."""
    title = story.lead.title
    return title if len(title) <= 60 else f"{title[:60].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _round_up(times: float) -> float:
    """Two digits are enough, and never too little."""
    return math.floor(times * 10 + 1) / 10 if times < 10 else float(math.floor(times) + 1)
