"""Time zones of a calendar: by IANA or Windows name, by what the calendar defines itself, else its default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.collect.calendars.rules import Budget, Rule, occurrences, parse_rule

# An instant in UTC of a local time.
Zone = Callable[[datetime], datetime]

_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,3}")
_FIXED = re.compile(r"(?:UTC|GMT)?([+-])(1[0-4]|0?\d)(?::?([0-5]\d))?")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_LINE = re.compile(r"([A-Za-z-]+)((?:;[^:]*)?):(.*)")
_MOST_PARTS, _MOST_ONSETS = 200, 500


def zone_of(tz: tzinfo) -> Zone:
    """Make the zone of a tzinfo. A time that a clock skips is read by the offset before, as RFC 5545 says."""
    return lambda local: local.replace(tzinfo=tz).astimezone(UTC)


def find_zone(name: str) -> Zone | None:
    """Return the zone that an IANA or Windows name means, also behind a vendor's prefix; None for others."""
    name = name.strip().strip('"').strip("/")
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC"):
        return zone_of(UTC)
    if match := _FIXED.fullmatch(name):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return zone_of(timezone(-ahead if match[1] == "-" else ahead))
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = WINDOWS_TO_OLSON.get(name, name)[:200].split("/")
    for start in range(min(len(parts), 8)):
        key = "/".join(parts[start:])
        # Past a prefix, only names with a place are safe guesses: "example.org/EST" may mean anything.
        if _NAME.fullmatch(key) and (not start or "/" in key):
            try:
                return zone_of(ZoneInfo(key))
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return None


class Zones:
    """The zones of one calendar by the names it uses. What is unknown is read in the default, and remembered."""

    def __init__(self, components: Iterable[tuple[str, ...]], *, default: str, budget: Budget) -> None:
        defined = [_parse(lines, budget) for lines in list(components)[:_MOST_PARTS]]
        self._defined = {each.name: each for each in defined if each}
        self._known: dict[str, Zone] = {}
        self.unknown: dict[str, None] = {}  # in the order met
        # A calendar that defines one zone is at home there, even where it does not say so.
        only = next(iter(self._defined)) if len(self._defined) == 1 else ""
        self.default = self._look(default) or self._look(only) or zone_of(UTC)
        if default and not self._look(default):
            self.unknown[default] = None

    def find(self, name: str) -> Zone:
        """Return the zone of a TZID; "" is a floating time."""
        if not name:
            return self.default
        if name not in self._known:
            found = self._look(name)
            if found is None:
                self.unknown[name] = None
            self._known[name] = found or self.default
        return self._known[name]

    def _look(self, name: str) -> Zone | None:
        if not name:
            return None
        if found := find_zone(name):
            return found
        own = self._defined.get(name)
        if own is None:
            return None
        return (find_zone(own.location) if own.location else None) or own.instant


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """STANDARD or DAYLIGHT: from its onsets on, the clock is `after` ahead of UTC."""

    start: datetime
    before: timedelta
    after: timedelta
    rule: Rule | None
    until: datetime | None
    more: tuple[datetime, ...]


class _Defined:
    """A VTIMEZONE, evaluated year by year."""

    def __init__(self, name: str, location: str, parts: list[_Part], budget: Budget) -> None:
        self.name, self.location, self._parts, self._budget = name, location, parts, budget
        self._years: dict[int, list[tuple[datetime, timedelta, timedelta]]] = {}

    def instant(self, local: datetime) -> datetime:
        """Return the instant of a local time, in UTC."""
        past = [each for each in self._onsets(local.year) if each[0] <= local]
        if not past:
            offset = min(self._parts, key=lambda part: part.start).before
        else:
            onset, before, after = max(past)
            # What the clock skips is read by the offset before, as RFC 5545 says.
            offset = before if local - onset < after - before else after
        return (local - offset).replace(tzinfo=UTC)

    def _onsets(self, year: int) -> list[tuple[datetime, timedelta, timedelta]]:
        if year not in self._years:
            found: list[tuple[datetime, timedelta, timedelta]] = []
            for part in self._parts:
                dates = {part.start, *part.more}
                if part.rule:
                    last = min(_year_end(year), part.until or _year_end(year))
                    # Two years back: the last onset counts, also of a rule that ended long before.
                    first = last - timedelta(days=min(800, last.toordinal() - 1))
                    dates.update(
                        occurrences(part.rule, part.start, first=first, last=last, budget=self._budget)
                    )
                found += [(each, part.before, part.after) for each in dates]
            self._years[year] = sorted(found)[-_MOST_ONSETS:]
        return self._years[year]


def _parse(lines: tuple[str, ...], budget: Budget) -> _Defined | None:
    """Read a VTIMEZONE; None where it is not one that can be used."""
    name = location = ""
    parts: list[_Part] = []
    kept: dict[str, list[str]] | None = None
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].upper(), match[3].strip()
        if key == "BEGIN":
            kept = {}
        elif key == "END":
            if kept is not None and len(parts) < _MOST_PARTS and (part := _part(kept)):
                parts.append(part)
            kept = None
        elif kept is not None:
            kept.setdefault(key, []).append(value)
        elif key == "TZID":
            name = value
        elif key == "X-LIC-LOCATION":
            location = value
    return _Defined(name, location, parts, budget) if name and (parts or location) else None


def _part(given: dict[str, list[str]]) -> _Part | None:
    try:
        start = _local(given["DTSTART"][0])
        before, after = (_offset(given[key][0]) for key in ("TZOFFSETFROM", "TZOFFSETTO"))
        rule = parse_rule(given["RRULE"][0]) if "RRULE" in given else None
    except (KeyError, ValueError):  # RuleError is one
        return None
    more: list[datetime] = []
    for text in ",".join(given.get("RDATE", ())).split(",")[:_MOST_ONSETS]:
        try:
            more.append(_local(text))
        except ValueError:
            continue
    until = None
    if rule and rule.until:
        until = datetime.combine(rule.until, time(23, 59))
    if rule and rule.freq != "YEARLY":
        return None
    return _Part(start=start, before=before, after=after, rule=rule, until=until, more=tuple(more))


def _year_end(year: int) -> datetime:
    return datetime(year, 12, 31, 23, 59)  # noqa: DTZ001 a local time has no zone


def _local(text: str) -> datetime:
    return datetime.strptime(text.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 a local time has no zone


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError("not an offset")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
