"""A calendar file → the meetings of a window: series are unrolled, changes and cancellations applied."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from digest.collect.calendars import Meeting, ParsedCalendar
from digest.collect.calendars.components import Components, split_components
from digest.collect.calendars.events import Event, EventError, Moment, parse_event
from digest.collect.calendars.rules import Budget, RuleError, occurrences
from digest.collect.calendars.zones import Zones

_MOST_EVENTS = 3_000  # parsed; the library takes 0.4 ms each
_MOST_OF_SERIES = 100
_MOST_MEETINGS = 20_000
_MOST_DAYS = 3_660
_MOST_NOTICES = 10
_EDGE = timedelta(days=2)  # what a time zone can move, and then some
_DATE = re.compile(r"(DTSTART|DTEND|RECURRENCE-ID)\b.*:(\d{8})(?:T\d{6}Z?)?\s*$", re.IGNORECASE)
_SERIES = ("RRULE", "RDATE", "DURATION")
_UNTIL = re.compile(r"UNTIL=(\d{8})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is over by `now` is left out, and what starts after `last`."""

    now: datetime
    last: datetime


def parse_calendar(data: bytes, /, *, name: str, now: datetime, days: int) -> ParsedCalendar:
    """Return the meetings that are not over and start within `days`. Raises ParseError when it is no calendar.

    An event that cannot be used is a notice. Private and cancelled ones are left out.
    """
    components = split_components(data, name=name)
    window = Window(now=now, last=now + timedelta(days=min(max(days, 0), _MOST_DAYS)))
    head, budget = _head(components), Budget()
    zones = Zones(components.zones, default=head.get("X-WR-TIMEZONE", ""), budget=budget)
    reading = _Reading(window=window, zones=zones, budget=budget)
    meetings = list(islice(reading.meetings(components.events), _MOST_MEETINGS))
    meetings.sort(key=lambda meeting: (meeting.starts, meeting.key))
    return ParsedCalendar(
        title=head.get("X-WR-CALNAME") or head.get("NAME", ""),
        url=head.get("URL", ""),
        ttl=_ttl(head),
        meetings=tuple(meetings),
        whole=not reading.more_later,
        notices=_notices(reading, components),
    )


def _head(components: Components) -> dict[str, str]:
    from icalendar.parser import Contentline

    found: dict[str, str] = {}
    for line in components.head:
        try:
            name, _, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, AssertionError):
            continue
        found.setdefault(str(name).upper(), str(value).strip())
    return found


def _ttl(head: dict[str, str]) -> timedelta | None:
    from icalendar import vDuration

    try:
        written = head.get("REFRESH-INTERVAL") or head.get("X-PUBLISHED-TTL", "")
        value = vDuration.from_ical(written)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        return None
    return value if isinstance(value, timedelta) and value > timedelta(0) else None


class _Reading:
    """Goes through the events of one calendar and remembers what is worth a notice."""

    def __init__(self, *, window: Window, zones: Zones, budget: Budget) -> None:
        self.window, self.zones, self.budget = window, zones, budget
        self.more_later = False
        self.notices: dict[str, None] = {}
        self.private = 0

    def meetings(self, blocks: list[tuple[str, ...]]) -> Iterator[Meeting]:
        events = list(self._events(blocks))
        series: dict[str, list[Event]] = defaultdict(list)
        for place, event in enumerate(events):
            series[event.uid or f"\0{place}"].append(event)
        for uid, parts in series.items():
            yield from self._of_series("" if uid.startswith("\0") else uid, parts)

    def _events(self, blocks: list[tuple[str, ...]]) -> Iterator[Event]:
        near = [block for block in blocks if self._may_matter(block)]
        if len(near) > _MOST_EVENTS:
            self.notices[f"{len(near):,} events; looked at the first {_MOST_EVENTS:,}"] = None
        for block in near[:_MOST_EVENTS]:
            try:
                event = parse_event(block, zones=self.zones)
            except EventError as exc:
                self.notices[f"{_title(block)}: {exc}"] = None
                continue
            if event.broken_rule:
                self.notices[
                    f"{_title(block)}: only once, for its rule is not followed: {event.broken_rule}"
                ] = None
            if event.private:
                self.private += 1  # still parsed: it may replace an instance that is public
                event = replace(event, cancelled=True)
            yield event

    def _may_matter(self, block: tuple[str, ...]) -> bool:
        """Decide by digits alone; most calendars are full of what is long over."""
        dates = [match[2] for line in block if (match := _DATE.match(line))]
        if not dates:
            return True  # its trouble is worth a notice
        lasts = any(line.upper().startswith(_SERIES) for line in block)
        over, later = f"{self.window.now - _EDGE:%Y%m%d}", f"{self.window.last + _EDGE:%Y%m%d}"
        if min(dates) > later:
            self.more_later = True
            return False
        if not lasts:
            return max(dates) >= over
        rules = [line for line in block if line.upper().startswith("RRULE")]
        ends = [match[1] for line in rules if (match := _UNTIL.search(line))]
        once_more = any(line.upper().startswith(("RDATE", "DURATION")) for line in block)
        return once_more or not ends or max(*ends, *dates) >= over

    def _of_series(self, uid: str, parts: list[Event]) -> Iterator[Meeting]:
        """The instances of what shares a UID."""
        changes: dict[str, Event] = {}
        for event in parts:
            if event.changes is not None:
                try:
                    key = event.changes.key
                except (OverflowError, ValueError):  # beyond all calendars, or a zone too costly
                    continue
                if key not in changes or changes[key].sequence <= event.sequence:
                    changes[key] = event
        masters = _masters(parts)
        for event in masters:
            try:
                yield from self._instances(uid, event, changed=frozenset(changes), alone=len(masters) == 1)
            except (RuleError, OverflowError, ValueError) as exc:
                why = str(exc) if isinstance(exc, RuleError) else "its dates make no sense"
                self.notices[f"{_shown(event.words.title)}: {why}"] = None
        # With a series goes what was changed of it, also where a change forgets to say so.
        gone = bool(masters) and all(event.cancelled for event in masters)
        for key, event in changes.items():
            if not (event.cancelled or gone):
                with_key = f"{uid}/{key}" if uid else ""
                yield from self._meeting(with_key, event, event.start)

    def _instances(
        self, uid: str, event: Event, *, changed: frozenset[str], alone: bool
    ) -> Iterator[Meeting]:
        if event.cancelled:
            return
        recurs = bool(event.rule or event.more)
        without = changed | {each.key for each in event.without}
        if event.start.whole_day:
            without |= {f"{each.local:%Y%m%d}" for each in event.without}
        found: dict[str, Moment] = {}
        for start in self._starts(event):
            # Exceptions are written as days too, of what has a time.
            names = {start.key, f"{start.local:%Y%m%d}"}
            if not names & without and len(found) < _MOST_OF_SERIES:
                found[start.key] = start
        for key, start in found.items():
            name = f"{uid}/{key}" if recurs or not alone else uid
            yield from self._meeting(name if uid else "", event, start)

    def _starts(self, event: Event) -> Iterator[Moment]:
        if event.rule is None:
            yield event.start
        else:
            first = self.window.now.replace(tzinfo=None) - (event.length or timedelta(0)) - _EDGE
            last = self.window.last.replace(tzinfo=None) + _EDGE
            until = event.rule.until
            for local in occurrences(
                event.rule, event.start.local, first=first, last=last, budget=self.budget
            ):
                start = replace(event.start, local=local)
                if _is_after(start, until):
                    break
                yield start
            else:
                self.more_later = True
        yield from event.more

    def _meeting(self, key: str, event: Event, start: Moment) -> Iterator[Meeting]:
        """The meeting at `start`, when that is in the window."""
        try:
            starts, ends = start.instant, _end(start, event.length)
        except (OverflowError, ValueError):  # beyond all calendars, or a zone too costly
            return
        if starts > self.window.last:
            self.more_later = True
        elif starts >= self.window.now or (ends and ends > self.window.now):
            name = key or f"{starts:%Y%m%dT%H%M%SZ}/{event.words.title[:200]}"
            yield Meeting(key=name, starts=starts, ends=ends, words=event.words)


def _masters(parts: list[Event]) -> list[Event]:
    """The events that are no changes of another: of several versions the newest, else all that share a careless UID."""
    found = [event for event in parts if event.changes is None]
    newest = max((event.sequence for event in found), default=0)
    return [event for event in found if event.sequence == newest]


def _is_after(start: Moment, until: date | datetime | None) -> bool:
    if until is None:
        return False
    if not isinstance(until, datetime):
        return start.local.date() > until
    if until.tzinfo is None:
        return start.local > until
    if start.whole_day:
        return start.local.date() > until.date()
    return start.instant > until


def _end(start: Moment, length: timedelta | None) -> datetime | None:
    if length is None:
        return None
    if not start.whole_day:
        return start.instant + length
    # A calendar names the day after; people name the last one.
    return start.zone(start.local + length - timedelta(seconds=1))


def _title(block: tuple[str, ...]) -> str:
    line = next((each for each in block if each.upper().startswith(("SUMMARY:", "SUMMARY;"))), "")
    return _shown(line.partition(":")[2])


def _shown(title: str) -> str:
    words = " ".join(title.split())
    return f"“{words[:60]}”" if words else "an event"


def _notices(reading: _Reading, components: Components) -> tuple[str, ...]:
    found = list(reading.notices)
    if len(found) > _MOST_NOTICES:
        found[_MOST_NOTICES:] = [f"{len(found) - _MOST_NOTICES} more events have mistakes"]
    found += [
        f"time zone “{name[:60]}” is unknown; the calendar's own is taken"
        for name in list(reading.zones.unknown)[:3]
    ]
    if reading.private:
        found.append(f"{reading.private} private event{'s' * (reading.private != 1)} left out")
    if components.unfinished:
        found.append("the calendar is cut off or malformed; an event without an end is left out")
    return tuple(found)
