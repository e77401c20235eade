"""What is announced beside the stories: coming events in order of their start, and the newest podcast."""

from __future__ import annotations

from datetime import datetime

from digest.model import Story, Verdict
from digest.rank.desk import Desk
from digest.rank.options import RankOptions
from digest.rank.verdicts import pin


def move_to_panels(desk: Desk, options: RankOptions, least: int, now: datetime) -> list[int]:
    """Settle events and podcast; return the places of the stories that remain, best first.

    An event is announced until it is over. One that the editor pinned is announced whatever `max_events` says, one that
    the editor wants to lead is a story.
    """
    leads = set(desk.leads)
    pool = [place for place in desk.candidates if desk.stories[place].lead.event is None]
    events = [place for place in desk.candidates if desk.stories[place].lead.event is not None]
    over = [place for place in events if _is_over(desk.stories[place], now)]
    ahead = [place for place in events if not _is_over(desk.stories[place], now)]
    wanted = [place for place in ahead if place in leads and desk.stories[place].verdict is Verdict.IN]
    pool = sorted((*pool, *wanted))
    if not pool and least == 1:
        # A newsletter of nothing but events: the best of the new ones leads it.
        pool = [place for place in ahead if desk.stories[place].verdict is Verdict.IN][:1]
    _announce(desk, sorted(set(ahead) - set(pool)), options.max_events)
    for place in over:
        desk.settle(
            place, Verdict.OLD, "the event is over", "nothing: events are announced until they are over"
        )
    # A podcast's own newsletter would never have a story if each episode moved to the panel.
    episodes = [place for place in pool if desk.stories[place].lead.podcast] if len(pool) > least else []
    episodes = [place for place in episodes if place not in desk.pins]
    if episodes:
        desk.podcast = max(
            episodes, key=lambda place: (desk.stories[place].lead.when, desk.stories[place].lead.id)
        )
        desk.settle(desk.podcast, Verdict.PANEL, "the newest podcast")
    return [place for place in pool if place != desk.podcast]


def _announce(desk: Desk, events: list[int], most: int) -> None:
    by_start = sorted(events, key=lambda place: (_starts(desk.stories[place]), place))
    pinned = [place for place in by_start if place in desk.pins]
    room = max(0, most - len(pinned))
    others = [place for place in by_start if place not in desk.pins][:room]
    chosen = {*pinned, *others}
    desk.events = [place for place in by_start if place in chosen]
    for number, place in enumerate(desk.events, 1):
        desk.settle(place, Verdict.PANEL, f"event {number} of {len(desk.events)}")
    for place in by_start:
        if place not in chosen:
            desk.settle(
                place,
                Verdict.CUT,
                f"only the next {most} events are announced",
                f"“max_events = {most + 1}” or more, or {pin(desk.stories[place].lead)}",
            )


def _starts(story: Story) -> datetime:
    event = story.lead.event
    assert event is not None, "only events are sorted by their start"
    return event.starts


def _is_over(story: Story, now: datetime) -> bool:
    event = story.lead.event
    return event is not None and (event.ends or event.starts) <= now
