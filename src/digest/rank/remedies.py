"""Why a story was cut from an issue, and what would have got it in. What is said was tried."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from digest.model import Story
from digest.rank.matching import label_key
from digest.rank.options import RankOptions
from digest.rank.selection import Selection
from digest.rank.verdicts import addressed, one_of, pin_command

Would = Callable[[Story, RankOptions], bool]
"""Whether a story would be in the issue with other options."""
Examine = Callable[[Story], bool]
"""Whether somebody wants to know what would have got a story in; asked in the order of the scores."""

CLOSE = 1000  # cut stories, best first, of which the reason is looked for: those behind are simply below
_MORE = (1.0, 1.25, 1.6, 2.5)  # times what should do, where that does not
_HIGHEST = 20.0  # a boost that anybody would write
_LABELS, _WORDS = 4, 3  # of an article that are tried
_UNTRIED = "a better score: --explain with its address tries how"
_WORD = re.compile(r"[^\W\d_]{4,}")


class Remedies:
    """Explains the cuts of one issue, once its stories are chosen.

    A story to `examine` is tried with other options; of the others only the pin is said, which always helps where
    there is an issue to edit.
    """

    def __init__(self, selection: Selection, *, would: Would, examine: Examine | None) -> None:
        rundown = selection.rundown
        self.selection, self.options, self.stories = selection, selection.options, rundown.stories
        self.would, self.examine = would, examine
        self.maxima = {rule.key: rule.max for rule in self.options.sections if rule.max is not None}
        told = [place for place in selection.chosen if place not in rundown.pins]  # they could be replaced
        self.last = min((self.stories[place].score for place in told), default=math.inf)
        self.below = f"below the {self.options.max_stories} of the issue"
        self.command = pin_command(self.options)
        self.explained = 0
        # What is in for variety → what would be in instead, as far as explained.
        self.instead: dict[int, int] = {}

    def explain(self, place: int) -> tuple[str, str]:
        """Why the story is not in, and what would have got it in."""
        story = self.stories[place]
        self.explained += 1
        if self.explained > CLOSE and self.examine is None:
            return self.below, self._untried(story)
        why, settings = self._reason(place, story)
        if self.examine is None or not self.examine(story):
            return why, self._untried(story)
        boost = next(self._boosts(story), "")
        named = [text for steps in settings if (text := self._first_that_helps(story, steps))]
        ways = one_of(boost, *named, addressed(self.command, story.lead))
        return why, ways or "a better score; no single setting that was tried would do"

    def _untried(self, story: Story) -> str:
        return addressed(self.command, story.lead) or _UNTRIED

    def _reason(self, place: int, story: Story) -> tuple[str, list[Iterator[tuple[str, RankOptions]]]]:
        """Why, and which settings could have helped, each by growing steps."""
        options, source, section = self.options, story.lead.source, story.section
        told = self.selection.sources[source]
        if options.per_source is not None and told >= options.per_source:
            both = self._sources(told, larger=True)
            return f"{source} has its {options.per_source} stories", [self._sources(told), both]
        most = self.maxima.get(section)
        if most is not None and self.selection.sections[section] >= most:
            return f"below the {most} of section {section}", [self._sections(section)]
        why = self.below
        if story.score <= self.last:
            return why, [self._sizes()]
        # A better score than another that is in: other sources, variety or somebody's minimum went first.
        if options.per_source is None and told >= self.selection.share and len(self.selection.sources) > 1:
            why += f": {source} has {told} in it, and other sources have news"
            return why, [self._sources(told), self._sizes()]
        like, instead = self.selection.variety.like(place), self.selection.variety.passed.get(place)
        if like is not None and instead in self.selection.chosen:
            self.instead.setdefault(instead, place)
            to, common = like
            why += f": for variety, as “{short_title(self.stories[to])}” has {common}"
            return why, [self._diversities(), self._sizes()]
        return f"{why}; sections and sources with fewer stories went first", [self._sizes()]

    def _first_that_helps(self, story: Story, steps: Iterator[tuple[str, RankOptions]]) -> str:
        return next((text for text, options in steps if self.would(story, options)), "")

    # -- settings ----------------------------------------------------------------------------------------

    def _sizes(self) -> Iterator[tuple[str, RankOptions]]:
        for size in _growing(self.options.max_stories):
            yield _stories(f"max = {size}"), replace(self.options, max_stories=size)

    def _sources(self, told: int, *, larger: bool = False) -> Iterator[tuple[str, RankOptions]]:
        for more in _growing(told):
            size = self.options.max_stories + (more - told if larger else 0)
            text = f"per_source = {more}" + (f", max = {size}" if larger else "")
            yield _stories(text), replace(self.options, per_source=more, max_stories=size)

    def _sections(self, section: str) -> Iterator[tuple[str, RankOptions]]:
        told = self.selection.sections[section]
        for larger in (0, 1):
            for more in _growing(told):
                size = self.options.max_stories + (more - told) * larger
                rules = tuple(
                    replace(rule, max=more) if rule.key == section else rule for rule in self.options.sections
                )
                text = f"“max = {more}” in section {section}"
                if larger:
                    text += f" and {_stories(f'max = {size}')}"
                yield text, replace(self.options, sections=rules, max_stories=size)

    def _diversities(self) -> Iterator[tuple[str, RankOptions]]:
        yield "“diversity = 0”", replace(self.options, diversity=0.0)

    # -- boosts ------------------------------------------------------------------------------------------

    def _boosts(self, story: Story) -> Iterator[str]:
        """Boosts that would have done, on what the story has and as few others as can be."""
        if story.score <= 0:
            return
        known = {label_key(name): (name, weight) for name, weight in self.options.boost}
        needed = max(1.05, self.last / story.score) if self.last < math.inf else 1.05
        for wanted, called in _labels(story, known):
            label, now = known.get(label_key(wanted), (wanted, 1.0))
            kind = label if label_key(wanted) in known else called
            for times in _MORE:
                weight = _round_up(now * needed * times)
                if weight > _HIGHEST:
                    break
                others = tuple(each for each in self.options.boost if label_key(each[0]) != label_key(label))
                if self.would(story, replace(self.options, boost=(*others, (label, weight)))):
                    yield f"a boost of {weight:g} on {kind}" + (f" (now {now:g})" if now != 1 else "")
                    break


def _labels(story: Story, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Tags, section and words of a story that a boost could name, those boosted already first; each with how to call it."""
    lead = story.lead
    tags = [label for label in dict.fromkeys((*lead.tags, lead.section)) if label_key(label)]
    tags.sort(key=lambda label: label_key(label) not in set(known))
    for label in tags[:_LABELS]:
        yield label, label
    words = sorted(dict.fromkeys(_WORD.findall(lead.title)), key=lambda word: (-len(word), word))
    for word in words[:_WORDS]:
        yield word, f"“{word}”"


def _growing(count: int) -> Iterator[int]:
    """Numbers above a count, at first the next ones."""
    yield from range(count + 1, count + 4)
    yield from (count + 6, count + 10, count * 2 + 10)


def _stories(settings: str) -> str:
    """How “stories” would have to read."""
    return f"“stories = {{ {settings} }}”"


def short_title(story: Story) -> str:
    """A title to be quoted, in sixty characters."""
    title = story.lead.title
    return title if len(title) <= 60 else f"{title[:60].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _round_up(times: float) -> float:
    """Two digits are enough, and never too little."""
    return math.floor(times * 10 + 1) / 10 if times < 10 else float(math.floor(times) + 1)
