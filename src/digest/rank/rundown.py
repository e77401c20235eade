"""The candidates of one issue while they are sorted out: each ends with a verdict and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.model import Action, Hand, Story, Verdict
from digest.rank.marks import action_of
from digest.rank.order import best_first


@dataclass(slots=True)
class Rundown:
    """Stories by their place, best first."""

    stories: list[Story]
    candidates: list[int]  # places of what may be told or announced
    leads: list[int]  # of them, what the editor wants to lead, in the editor's order
    pins: set[int]  # of them, what the editor wants in, the leads too
    events: list[int] = field(default_factory=list)
    podcast: int | None = None

    def settle(self, place: int, verdict: Verdict, why: str, remedy: str = "") -> None:
        """Decide; what the ranking had to say about the story stays in front."""
        story = self.stories[place]
        if story.why and story.verdict is Verdict.IN:
            why = f"{story.why}; {why}"
        self.stories[place] = story.judged(verdict, why, remedy)

    def score(self, place: int) -> float:
        return self.stories[place].score

    def source(self, place: int) -> str:
        return self.stories[place].lead.source

    def section(self, place: int) -> str:
        return self.stories[place].section


def open_rundown(stories: Sequence[Story], hand: Hand) -> Rundown:
    """Lay out the candidates with what the editor wants of them."""
    ordered = best_first(stories)
    possible = (Verdict.IN, Verdict.PANEL)
    candidates = [place for place, story in enumerate(ordered) if story.verdict in possible]
    rundown = Rundown(stories=ordered, candidates=candidates, leads=[], pins=set())
    if any(mark.action in (Action.LEAD, Action.PIN) for mark in hand.marks):
        turns = {mark.article: turn for turn, mark in reversed(list(enumerate(hand.marks)))}
        for place in candidates:
            action = action_of(ordered[place], hand)
            if action in (Action.LEAD, Action.PIN):
                rundown.pins.add(place)
            if action is Action.LEAD:
                rundown.leads.append(place)
        rundown.leads.sort(key=lambda place: _turn(ordered[place], turns))
    return rundown


def _turn(story: Story, turns: dict[str, int]) -> int:
    return min(turns[each.id] for each in (story.lead, *story.also) if each.id in turns)


def places_in(order: Sequence[str], stories: Sequence[Story], places: Sequence[int]) -> dict[int, int]:
    """Place of a story → its turn in an order of articles, for the stories that it names."""
    turns = {name: turn for turn, name in reversed(list(enumerate(order)))}
    found = {}
    for place in places if turns else ():
        own = [turns[each.id] for each in (stories[place].lead, *stories[place].also) if each.id in turns]
        if own:
            found[place] = min(own)
    return found
