"""One VEVENT: its lines → when it is and what it says. The icalendar library reads the properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from digest.collect.calendars import Words
from digest.collect.calendars.rules import Rule, RuleError, parse_rule
from digest.collect.calendars.zones import Zone, Zones
from digest.model import Author, Image

# The library keeps every zone it meets for the whole process, so that one calendar's “Eastern” would be another's:
# it sees local times, and zones are ours.
_TZID = re.compile(r"^((?:DTSTART|DTEND|RECURRENCE-ID)\b[^:\"]*?;)\s*TZID\s*=", re.IGNORECASE)
_LISTED = re.compile(r"(RDATE|EXDATE)((?:;[^:]*)?):(.*)", re.IGNORECASE)
_TZID_OF_LIST = re.compile(r";\s*TZID\s*=\s*\"?([^;:\"]+)", re.IGNORECASE)
_WRITTEN = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?(?:/|$)")  # of a period, its start
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_MOST_DATES = 2_000  # exceptions of one event


class EventError(ValueError):
    """This event cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point of a calendar: as the clock on the wall shows it, and as an instant."""

    local: datetime
    zone: Zone
    whole_day: bool = False

    @property
    def instant(self) -> datetime:
        return self.zone(self.local)

    @property
    def key(self) -> str:
        """The same for the same instance, in whichever zone it was written."""
        return f"{self.local:%Y%m%d}" if self.whole_day else f"{self.instant:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting, or a series of them, or a change to one of a series (`changes` is when that was to be)."""

    uid: str
    start: Moment
    length: timedelta | None  # of whole days: at least one
    rule: Rule | None
    broken_rule: str  # why it is not followed
    more: tuple[Moment, ...]
    without: tuple[Moment, ...]
    changes: Moment | None
    cancelled: bool
    private: bool
    sequence: int
    words: Words


def parse_event(lines: tuple[str, ...], /, *, zones: Zones) -> Event:
    """Parse one VEVENT. Raises EventError when it says no usable start."""
    import icalendar

    kept = (_TZID.sub(r"\1X-TZID=", line) for line in lines if not _LISTED.match(line))
    text = "\n".join(("BEGIN:VEVENT", *kept, "END:VEVENT"))
    try:
        raw = icalendar.Event.from_ical(text)
        start = _moment(_first(raw, "DTSTART"), zones)
        if start is None:
            raise EventError("no date it starts at" if not raw.get("DTSTART") else "its start is no date")
        rule, why = _rule(lines)
        return Event(
            uid=_text(raw, "UID")[:500],
            start=start,
            length=_length(raw, start, zones),
            rule=rule,
            broken_rule=why,
            more=tuple(_listed(lines, "RDATE", zones)),
            without=tuple(_listed(lines, "EXDATE", zones)),
            changes=_moment(_first(raw, "RECURRENCE-ID"), zones),
            cancelled=_text(raw, "STATUS").upper() == "CANCELLED",
            private=_text(raw, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
            sequence=int(_text(raw, "SEQUENCE")) if re.fullmatch(r"\d{1,9}", _text(raw, "SEQUENCE")) else 0,
            words=_words(raw, zones),
        )
    except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as exc:
        raise exc if isinstance(exc, EventError) else EventError("it cannot be read") from exc


def _all(raw: Any, name: str) -> list[Any]:
    """The values of a property that could be parsed."""
    from icalendar.prop import vBroken

    value = raw.get(name)
    return [
        each
        for each in (value if isinstance(value, list) else [] if value is None else [value])
        if not isinstance(each, vBroken)
    ]


def _first(raw: Any, name: str) -> Any:
    return next(iter(_all(raw, name)), None)


def _text(raw: Any, name: str) -> str:
    value = _first(raw, name)
    return "" if value is None else str(value).strip()


def _parameter(value: Any, name: str) -> str:
    found = getattr(value, "params", {}).get(name, "")
    return str(found[0] if isinstance(found, list) and found else found or "")


def _moment(value: Any, zones: Zones) -> Moment | None:
    return None if value is None else _point(getattr(value, "dt", None), _parameter(value, "X-TZID"), zones)


def _point(value: Any, zone_name: str, zones: Zones) -> Moment | None:
    if isinstance(value, datetime):
        if value.tzinfo:
            instant = value.astimezone(UTC)
            return Moment(local=instant.replace(tzinfo=None), zone=zones.find("UTC"))
        return Moment(local=value, zone=zones.find(zone_name))
    if isinstance(value, date):
        return Moment(local=datetime.combine(value, time()), zone=zones.find(zone_name), whole_day=True)
    return None


def _listed(lines: tuple[str, ...], name: str, zones: Zones) -> Iterator[Moment]:
    """The dates of RDATE or EXDATE. There may be thousands, and the library takes 60 µs for each."""
    known: set[tuple[str, str]] = set()
    for line in lines:
        match = _LISTED.match(line)
        if match is None or match[1].upper() != name:
            continue
        zone = _TZID_OF_LIST.search(match[2])
        known.update((each, zone[1] if zone else "") for each in match[3].split(",")[:_MOST_DATES])
    for text, zone_name in islice(sorted(known), _MOST_DATES):
        found = _WRITTEN.match(text.strip())
        if found is None:
            continue
        try:
            day = datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007 zones are ours
        except ValueError:
            continue
        if not 1 < day.year < 9_990:  # no zone can move it out of the calendar
            continue
        yield Moment(local=day, zone=zones.find("UTC" if found[3] else zone_name), whole_day=found[2] is None)


def _length(raw: Any, start: Moment, zones: Zones) -> timedelta | None:
    """How long it takes by the clock on the wall for whole days, else in truth; None where that is not said."""
    end, given = _moment(_first(raw, "DTEND"), zones), getattr(_first(raw, "DURATION"), "dt", None)
    took = given if isinstance(given, timedelta) else None
    if start.whole_day:
        day = timedelta(days=1)
        took = end.local - start.local if end else took
        return max(day, timedelta(days=took.days)) if took else day
    took = end.instant - start.instant if end else took
    return took if took and took > timedelta(0) else None


def _rule(lines: tuple[str, ...]) -> tuple[Rule | None, str]:
    """The rule of a series; of several, which RFC 5545 forbids, the first."""
    written = next((line for line in lines if line[:6].upper() in ("RRULE:", "RRULE;")), "")
    if not written:
        return None, ""
    try:
        return parse_rule(written.partition(":")[2]), ""
    except RuleError as exc:
        return None, str(exc)


def _words(raw: Any, zones: Zones) -> Words:
    summary, description = _first(raw, "SUMMARY"), _first(raw, "DESCRIPTION")
    place = _text(raw, "LOCATION")
    meet = _WEB.search(place)
    alternative = _first(raw, "X-ALT-DESC")
    is_html = _parameter(alternative, "FMTTYPE").lower().startswith("text/html")
    addresses = (
        *(str(each) for name in ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE") for each in _all(raw, name)),
        meet[0] if meet else "",
    )
    changed = _moment(_first(raw, "LAST-MODIFIED") or _first(raw, "DTSTAMP"), zones)
    created = _moment(_first(raw, "CREATED"), zones)
    return Words(
        title=_text(raw, "SUMMARY"),
        text=_text(raw, "DESCRIPTION"),
        html=_ESCAPED.sub(_unescape, str(alternative)) if is_html else "",
        place=_WEB.sub("", place).strip(" ,;|-–()"),
        url=next((each.strip() for each in addresses if _WEB.fullmatch(each.strip())), ""),
        tags=tuple(
            name
            for value in _all(raw, "CATEGORIES")
            for each in getattr(value, "cats", ())
            if (name := str(each).strip())
        ),
        authors=tuple(_people(raw)),
        image=_image(raw),
        language=_parameter(summary, "LANGUAGE") or _parameter(description, "LANGUAGE"),
        created=created.instant if created else None,
        updated=changed.instant if changed else None,
    )


def _unescape(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _people(raw: Any) -> Iterator[Author]:
    for each in _all(raw, "ORGANIZER"):
        name = _parameter(each, "CN").strip(" \"'")
        # An address is not ours to publish, nor a calendar's id at its host.
        if name and "@" not in name and ":" not in name:
            yield Author(name=name)


def _image(raw: Any) -> Image | None:
    for name in ("IMAGE", "ATTACH"):
        for each in _all(raw, name):
            kind, url = _parameter(each, "FMTTYPE").lower(), str(each).strip()
            picture = kind.startswith("image/") or (name == "IMAGE" and not kind)
            if picture and _WEB.fullmatch(url):
                return Image(url=url)
    return None
