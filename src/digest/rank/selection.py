"""Which stories are in the issue: pins, sections' minima, then by score and variety within the maxima."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from digest.rank.options import RankOptions
from digest.rank.rundown import Rundown
from digest.rank.variety import Variety

_AS_GOOD = 0.8  # a picture is worth a lead whose score is this share of the best


def choose_lead(rundown: Rundown, pool: Sequence[int], options: RankOptions) -> tuple[int, str]:
    """The editor's; else the best story, or one of the next two, if it has an image, the best has none, and it is nearly
    as good."""
    for place in rundown.leads:
        if place in pool:
            return place, "lead: the editor's choice"
    if len(rundown.pins.intersection(pool)) >= options.max_stories:
        pool = [place for place in pool if place in rundown.pins]
    closed = {rule.key for rule in options.sections if rule.max == 0}
    first, *others = [place for place in pool if rundown.section(place) not in closed] or pool
    best = rundown.stories[first]
    if best.lead.image is None and options.max_stories > 1:
        for place in others[:2]:
            story = rundown.stories[place]
            if story.lead.image is not None and story.score >= _AS_GOOD * best.score > 0:
                share = f"{story.score / best.score:.0%}"
                return place, f"lead: it has an image and {share} of the best score, which has none"
    return first, "lead: the best score"


class Selection:
    """Chooses among the candidates `rest` for the places behind the lead.

    A source's own cap gives way to the issue's minimum only, as the sections' maxima do; without one, no source gets much
    more than its share as long as others have something to say. The editor's pins are in, and count towards all of these.
    """

    def __init__(self, rundown: Rundown, lead: int, rest: Sequence[int], options: RankOptions) -> None:
        self.rundown, self.lead, self.rest, self.options = rundown, lead, rest, options
        self.chosen: set[int] = set()
        self.variety = Variety(rundown.stories, (lead, *rest), options.diversity)
        self.sections: Counter[str] = Counter()
        self.sources = Counter([rundown.source(lead)])
        self.maxima = {rule.key: rule.max for rule in options.sections if rule.max is not None}
        self.variety.add(lead)
        # Half as much again as each source's share of the issue, at least two.
        stories = rundown.stories
        count = len({stories[place].lead.source for place in (lead, *rest)})
        self.share = max(2, math.ceil(1.5 * options.max_stories / count))

    def choose(self, *, room: int, least: int) -> set[int]:
        """Fill at most `room` places, more only with pins; `least` of them even beyond the maxima."""
        rundown, options, rest = self.rundown, self.options, self.rest
        for place in sorted(rundown.pins.intersection(rest)):
            self._add(place)
        anyone = len(rest) + 1
        cap = options.per_source or self.share
        for rule in options.sections:
            own = [place for place in rest if rundown.section(place) == rule.key] if rule.min else []
            missing = rule.min - self.sections[rule.key]
            self._take(own, min(room, len(self.chosen) + missing), cap=options.per_source or anyone)
        self._take(rest, room, cap=cap)
        if options.per_source is None:
            self._take(rest, room, cap=anyone)
        self.maxima.clear()
        self._take(rest, min(room, least), cap=cap)
        self._take(rest, min(room, least), cap=anyone)
        return self.chosen

    def _take(self, places: Sequence[int], upto: int, *, cap: int) -> None:
        line = iter(places)
        head: list[int] = []
        while len(self.chosen) < upto:
            head = [place for place in head if self._fits(place, cap)]
            while len(head) < self.variety.head:
                place = next(line, None)
                if place is None:
                    break
                if place not in self.chosen and self._fits(place, cap):
                    head.append(place)
            if not head:
                return
            place = self.variety.next(head)
            head.remove(place)
            self._add(place)

    def _fits(self, place: int, cap: int) -> bool:
        section = self.rundown.section(place)
        full = section in self.maxima and self.sections[section] >= self.maxima[section]
        return not full and self.sources[self.rundown.source(place)] < cap

    def _add(self, place: int) -> None:
        self.chosen.add(place)
        self.sections[self.rundown.section(place)] += 1
        self.sources[self.rundown.source(place)] += 1
        self.variety.add(place)
