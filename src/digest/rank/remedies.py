"""Why a story was cut from an issue, and what would have got it in."""

from __future__ import annotations

import math
from collections.abc import Iterable

from digest.model import Story
from digest.rank.choice import Choice
from digest.rank.matching import label_key
from digest.rank.verdicts import pin

_MOST = 1000.0  # no boost is higher


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
        self.last = self._lowest(told)
        by_section: dict[str, list[int]] = {}
        by_source: dict[str, list[int]] = {}
        for place in told:
            by_section.setdefault(desk.section(place), []).append(place)
            by_source.setdefault(desk.source(place), []).append(place)
        self.last_of_section = {key: self._lowest(places) for key, places in by_section.items()}
        self.last_of_source = {key: self._lowest(places) for key, places in by_source.items()}
        self.instead: dict[
            int, int
        ] = {}  # what is in for variety → what would be in instead, as far as explained
        self._said: dict[tuple[object, ...], str] = {}  # many stories need the same

    def explain(self, place: int) -> tuple[str, str]:
        """Why the story is not in, and what would have got it in."""
        story = self.stories[place]
        source, section = story.lead.source, story.section
        if self.per_source is not None and self.choice.sources[source] >= self.per_source:
            why = f"{source} has its {self.per_source} stories"
            setting = self._stories(f"per_source = {self.per_source + 1}", room=self._has_room(story))
            return why, self._ways(story, self.last_of_source.get(source, math.inf), setting)
        most = self.maxima.get(section)
        if most is not None and self.choice.sections[section] >= most:
            setting = f"“max = {self.choice.sections[section] + 1}” in section {section}"
            if not self._has_room(story):
                setting += f" and {self._stories()}"
            why = f"below the {most} of section {section}"
            return why, self._ways(story, self.last_of_section.get(section, math.inf), setting)
        why = f"below the {self.max} of the issue"
        if story.score <= self.last:
            return why, self._ways(story, self.last, self._stories())
        # A better score than another that is in: other sources, variety or somebody's minimum went first.
        own = self.choice.sources[source]
        if self.per_source is None and own >= self.choice.share and len(self.choice.sources) > 1:
            why += f": {source} has {own} in it, and other sources have news"
            setting = self._stories(f"per_source = {own + 1}", room=True)
            return why, f"{setting}, {self._stories()}, or {pin(story.lead)}"
        like, instead = self.choice.variety.like(place), self.choice.variety.passed.get(place)
        if like is not None and instead in self.choice.chosen:
            self.instead.setdefault(instead, place)
            to, common = like
            why += f": for variety, as “{short_title(self.stories[to])}” has {common}"
            setting = f"“diversity” below {self.choice.options.diversity:g}, {self._stories()}"
        else:
            why += "; sections and sources with fewer stories went first"
            setting = self._stories()
        return why, f"{setting}, or {pin(story.lead)}"

    def _ways(self, story: Story, needed: float, setting: str) -> str:
        """A boost, a setting or a pin; `needed` is the score that would have done."""
        times = _round_up(needed / story.score) if story.score > 0 and 0 < needed < math.inf else math.inf
        key = (setting, times, story.lead.tags, story.lead.section)
        said = self._said.get(key)
        if said is None:
            boost = self._boost(story, times) if times <= _MOST else ""
            said = self._said[key] = f"{boost}, {setting}, or " if boost else f"{setting}, or "
        return said + pin(story.lead)

    def _boost(self, story: Story, times: float) -> str:
        labels = [label for label in (*story.lead.tags, story.lead.section) if label_key(label)]
        for label in labels:
            now = self.boosts.get(label_key(label))
            if now is not None:
                return f"a boost of {_round_up(now * times):g} on {label} (now {now:g})"
        if labels:
            return f"a boost of {times:g} on one of its tags, such as {labels[0]}"
        return f"a boost of {times:g} on a word of its title"

    def _stories(self, also: str = "", *, room: bool = False) -> str:
        """The setting of the issue's size, unless there is room."""
        parts = [*([also] if also else []), *([] if room else [f"max = {self.max + 1}"])]
        return f"“stories = {{ {', '.join(parts)} }}”" + ("" if room else " or more")

    def _has_room(self, story: Story) -> bool:
        return self.size < self.max or story.score > self.last

    def _lowest(self, places: Iterable[int]) -> float:
        return min((self.stories[place].score for place in places), default=math.inf)


def short_title(story: Story) -> str:
    """A title to be quoted, in sixty characters."""
    title = story.lead.title
    return title if len(title) <= 60 else f"{title[:60].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _round_up(times: float) -> float:
    """Two digits are enough, and never too little."""
    return math.floor(times * 10 + 1) / 10 if times < 10 else float(math.floor(times) + 1)
