"""Recurrence rules (RFC 5545, 3.3.10) → local times, inside a window and within bounds.

dateutil's rrule goes on to the year 9999 where nothing matches (the 30th of February), some ten seconds for one line
of a stranger's file, and cannot be told to stop; this one looks at days of the window alone. Tests compare the two.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_KNOWN = frozenset(
    "FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYDAY BYHOUR BYMINUTE BYSECOND BYSETPOS".split()
)
_MOST_TIMES = 48  # a day
_MOST_DAYS = 40_000  # looked at for one rule: a daily one with a COUNT for a hundred years
_LAST_YEAR = 9990


class RuleError(ValueError):
    """A rule that makes no sense, or none for a meeting."""


@dataclass(slots=True)
class Budget:
    """Days that may still be looked at, for all rules of a calendar together; some 2 µs each."""

    days: int = 500_000

    def spend(self, days: int) -> None:
        """Raises RuleError when nothing is left."""
        self.days -= days
        if self.days < 0:
            raise RuleError("too much to work out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One RRULE; empty tuples are absent parts. `until` is as written, for the caller to compare."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()  # (0 or the how manieth, weekday)
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()


def parse_rule(value: str) -> Rule:
    """Parse an RRULE's value. Raises RuleError, also for a rule that repeats within a day."""
    from icalendar import vRecur

    try:
        parts: dict[str, list[Any]] = {
            str(key).upper(): list(each) for key, each in vRecur.from_ical(value.strip().rstrip(";")).items()
        }
    except (ValueError, TypeError, KeyError, OverflowError) as exc:
        raise RuleError("not a rule") from exc
    freq = str(parts.get("FREQ", [""])[0]).upper()
    if freq not in _FREQUENCIES:
        raise RuleError(
            "it repeats within a day" if freq in ("HOURLY", "MINUTELY", "SECONDLY") else "no FREQ"
        )
    if unknown := sorted(set(parts) - _KNOWN):
        raise RuleError(f"{unknown[0]} is not understood")
    rule = Rule(
        freq=freq,
        interval=_one(parts, "INTERVAL", default=1),
        count=_one(parts, "COUNT", default=0) if "COUNT" in parts else None,
        until=parts["UNTIL"][0] if "UNTIL" in parts else None,
        week_start=_weekday(str(parts["WKST"][0]))[1] if "WKST" in parts else 0,
        months=_numbers(parts, "BYMONTH", 1, 12),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        year_days=_numbers(parts, "BYYEARDAY", -366, 366),
        weeks=_numbers(parts, "BYWEEKNO", -53, 53),
        weekdays=tuple(_weekday(str(each)) for each in parts.get("BYDAY", ())[:400]),
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        seconds=_numbers(parts, "BYSECOND", 0, 59),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
    )
    if rule.until is not None and not isinstance(rule.until, date):
        raise RuleError("no such UNTIL")  # the library reads times and durations too
    if not 0 < rule.interval < 10_000:
        raise RuleError("no such INTERVAL")
    if max(1, len(rule.hours)) * max(1, len(rule.minutes)) * max(1, len(rule.seconds)) > _MOST_TIMES:
        raise RuleError("too often a day")
    if rule.weeks and (rule.week_start or rule.freq != "YEARLY"):
        raise RuleError("BYWEEKNO is understood in yearly rules with weeks from Monday")
    return rule


def _one(parts: dict[str, list[Any]], name: str, *, default: int) -> int:
    values = parts.get(name) or [default]
    return int(values[0])


def _numbers(parts: dict[str, list[Any]], name: str, least: int, most: int) -> tuple[int, ...]:
    found = sorted({int(each) for each in parts.get(name, ())[:400]})
    if any(not least <= each <= most for each in found):
        raise RuleError(f"no such {name}")
    return tuple(found)


def _weekday(text: str) -> tuple[int, int]:
    if text[-2:].upper() not in _WEEKDAYS:
        raise RuleError("no such weekday")
    return int(text[:-2] or 0), _WEEKDAYS.index(text[-2:].upper())


def occurrences(
    rule: Rule, start: datetime, *, first: datetime, last: datetime, budget: Budget
) -> Iterator[datetime]:
    """Yield the local times of `rule` from `start` on that lie in [first, last], ascending; UNTIL is not looked at.

    Raises RuleError when it costs too much to find them.
    """
    times, looked, seen = _times(rule, start), 0, 0
    tests = _Tests(rule, start)
    begin = 0 if rule.count is not None else _periods_before(rule, start, first)
    for period in count(begin):
        days = _days(rule, start.date(), period)
        if not days or days[0] > last.date():
            return
        looked += len(days)
        budget.spend(len(days))
        if looked > _MOST_DAYS:
            raise RuleError("too long ago to count from")
        matching = [datetime.combine(day, at) for day in days if tests.match(day) for at in times]
        if rule.positions:
            matching = _chosen(matching, rule.positions)
        for moment in matching[bisect_left(matching, start) :]:
            seen += 1
            if moment > last or (rule.count is not None and seen > rule.count):
                return
            if moment >= first:
                yield moment


def _times(rule: Rule, start: datetime) -> list[time]:
    return [
        time(hour, minute, second)
        for hour in rule.hours or (start.hour,)
        for minute in rule.minutes or (start.minute,)
        for second in rule.seconds or (start.second,)
    ]


def _chosen(moments: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    places = {each - 1 if each > 0 else len(moments) + each for each in positions}
    return [moments[place] for place in sorted(places) if 0 <= place < len(moments)]


def _periods_before(rule: Rule, start: datetime, first: datetime) -> int:
    """Count the periods that surely end before `first`."""
    if first <= start:
        return 0
    passed = {
        "YEARLY": first.year - start.year,
        "MONTHLY": (first.year - start.year) * 12 + first.month - start.month,
        "WEEKLY": (first - start).days // 7,
        "DAILY": (first - start).days,
    }[rule.freq]
    return max(0, passed // rule.interval - 1)


def _days(rule: Rule, start: date, period: int) -> list[date]:
    """Return all days of the n-th period; none beyond the calendar's end."""
    steps = period * rule.interval
    if rule.freq == "YEARLY":
        year = start.year + steps
        return _run(date(year, 1, 1), 366 if _is_leap(year) else 365) if year <= _LAST_YEAR else []
    if rule.freq == "MONTHLY":
        year, month = divmod(start.year * 12 + start.month - 1 + steps, 12)
        return _run(date(year, month + 1, 1), monthrange(year, month + 1)[1]) if year <= _LAST_YEAR else []
    week = rule.freq == "WEEKLY"
    first = (
        start.toordinal()
        - ((start.weekday() - rule.week_start) % 7 if week else 0)
        + steps * (7 if week else 1)
    )
    if not 1 <= first <= date(_LAST_YEAR, 12, 31).toordinal():
        return []
    return _run(date.fromordinal(first), 7 if week else 1)


def _run(first: date, days: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(days)]


def _is_leap(year: int) -> bool:
    return monthrange(year, 2)[1] == 29


class _Tests:
    """Which days of a period a rule means."""

    def __init__(self, rule: Rule, start: datetime) -> None:
        self.months: Collection[int] = rule.months
        self.month_days: Collection[int] = rule.month_days
        self.weekdays = frozenset(
            day for nth, day in rule.weekdays if not nth or rule.freq in ("WEEKLY", "DAILY")
        )
        self.nth = tuple(each for each in rule.weekdays if each[0] and rule.freq in ("YEARLY", "MONTHLY"))
        self.in_month = rule.freq == "MONTHLY" or bool(rule.months)
        self.year_days, self.weeks = rule.year_days, rule.weeks
        if not (rule.weeks or rule.year_days or rule.month_days or rule.weekdays):
            # Parts that a rule leaves out come from where it starts.
            if rule.freq == "YEARLY":
                self.months = rule.months or (start.month,)
            if rule.freq in ("YEARLY", "MONTHLY"):
                self.month_days = (start.day,)
            elif rule.freq == "WEEKLY":
                self.weekdays = frozenset((start.weekday(),))

    def match(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not _either(day.day, monthrange(day.year, day.month)[1], self.month_days):
            return False
        if self.year_days and not _either(
            day.timetuple().tm_yday, 366 if _is_leap(day.year) else 365, self.year_days
        ):
            return False
        if self.weeks and not _either(day.isocalendar().week, _last_week(day), self.weeks):
            return False
        if not (self.weekdays or self.nth):
            return True
        return day.weekday() in self.weekdays or any(self._is_nth(day, *each) for each in self.nth)

    def _is_nth(self, day: date, nth: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if self.in_month:
            place, length = day.day, monthrange(day.year, day.month)[1]
        else:
            place, length = day.timetuple().tm_yday, 366 if _is_leap(day.year) else 365
        return nth == ((place - 1) // 7 + 1 if nth > 0 else -((length - place) // 7 + 1))


def _either(place: int, length: int, wanted: Collection[int]) -> bool:
    """Is it one of the wanted places, counted from the beginning or from the end?"""
    return place in wanted or place - length - 1 in wanted


def _last_week(day: date) -> int:
    return date(day.isocalendar().year, 12, 28).isocalendar().week
