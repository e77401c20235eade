"""What is announced beside the stories: coming events in order of their start, and the newest podcast."""

from __future__ import annotations

from datetime import datetime

from digest.model import Story, Verdict
from digest.rank.options import RankOptions
from digest.rank.rundown import Rundown
from digest.rank.verdicts import one_of, pin


def move_to_panels(rundown: Rundown, options: RankOptions, least: int, now: datetime) -> list[int]:
    """Settle events and podcast; return the places of the stories that remain, best first.

    An event is announced until it is over. One that the editor pinned is announced whatever `max_events` says, one that
    the editor wants to lead is a story.
    """
    leads, stories = set(rundown.leads), rundown.stories
    pool: list[int] = []
    events: list[int] = []
    podcasts = set()
    for place in rundown.candidates:
        lead = stories[place].lead
        (pool if lead.event is None else events).append(place)
        if lead.podcast:
            podcasts.add(place)
    over = [place for place in events if _is_over(stories[place], now)]
    ahead = [place for place in events if not _is_over(stories[place], now)]
    wanted = [place for place in ahead if place in leads and stories[place].verdict is Verdict.IN]
    pool = sorted((*pool, *wanted))
    if not pool and least == 1:
        # A newsletter of nothing but events: the best of the new ones leads it.
        pool = [place for place in ahead if stories[place].verdict is Verdict.IN][:1]
    _announce(rundown, sorted(set(ahead) - set(pool)), options)
    for place in over:
        rundown.settle(
            place, Verdict.OLD, "the event is over", "nothing: events are announced until they are over"
        )
    # A podcast's own newsletter would never have a story if each episode moved to the panel.
    episodes = sorted(podcasts.intersection(pool) - rundown.pins) if len(pool) > least else []
    if episodes:
        newest = max(episodes, key=lambda place: (stories[place].lead.when, stories[place].lead.id))
        pool.remove(newest)
        rundown.podcast = newest
        rundown.settle(newest, Verdict.PANEL, "the newest podcast")
    return pool


def _announce(rundown: Rundown, events: list[int], options: RankOptions) -> None:
    most = options.max_events
    by_start = sorted(events, key=lambda place: (_starts(rundown.stories[place]), place))
    pinned = [place for place in by_start if place in rundown.pins]
    room = max(0, most - len(pinned))
    others = [place for place in by_start if place not in rundown.pins][:room]
    chosen = {*pinned, *others}
    rundown.events = [place for place in by_start if place in chosen]
    for number, place in enumerate(rundown.events, 1):
        rundown.settle(place, Verdict.PANEL, f"event {number} of {len(rundown.events)}")
    for place in by_start:
        if place not in chosen:
            rundown.settle(
                place,
                Verdict.CUT,
                f"only the next {most} events are announced",
                one_of(f"“max_events = {most + 1}” or more", pin(rundown.stories[place].lead, options)),
            )


def _starts(story: Story) -> datetime:
    event = story.lead.event
    assert event is not None, "only events are sorted by their start"
    return event.starts


def _is_over(story: Story, now: datetime) -> bool:
    event = story.lead.event
    return event is not None and (event.ends or event.starts) <= now
