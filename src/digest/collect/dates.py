"""Dates as feeds and front matter write them → aware UTC datetimes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

# RFC 822 knows only the American ones; feeds write these too. Ambiguous letters (CST, IST) take their commonest sense.
_ZONES = {
    "UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100",
    "BST": "+0100", "CET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MESZ": "+0200", "EET": "+0200",
    "SAST": "+0200", "EEST": "+0300", "MSK": "+0300", "TRT": "+0300", "GST": "+0400", "PKT": "+0500",
    "IST": "+0530", "WIB": "+0700", "ICT": "+0700", "HKT": "+0800", "SGT": "+0800", "PHT": "+0800",
    "AWST": "+0800", "JST": "+0900", "KST": "+0900", "ACST": "+0930", "AEST": "+1000", "ACDT": "+1030",
    "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300", "ART": "-0300", "AST": "-0400",
    "ADT": "-0300", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700",
    "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "AKST": "-0900", "AKDT": "-0800", "HST": "-1000",
}  # fmt: skip
_MONTHS = {
    "mär": "Mar", "mrz": "Mar", "mai": "May", "okt": "Oct", "dez": "Dec", "ene": "Jan", "abr": "Apr",
    "ago": "Aug", "dic": "Dec", "janv": "Jan", "févr": "Feb", "mars": "Mar", "avr": "Apr", "juin": "Jun",
    "juil": "Jul", "août": "Aug", "déc": "Dec", "février": "Feb", "janvier": "Jan", "juillet": "Jul", "fev": "Feb", "out": "Oct", "gen": "Jan", "mag": "May",
    "giu": "Jun", "lug": "Jul", "ott": "Oct", "maj": "May", "mei": "May",
}  # fmt: skip
_WEEKDAY = re.compile(r"^[^\W\d]+\.?(?:,\s*|\s+(?=\d{1,2}\.?[ -][^\W\d]))")
_ZONE = re.compile(r"(?<=[\d\s])\(?([A-Z]{1,4})\)?$")
_OFFSET = re.compile(r"^(.*\d{1,2}:\d{2}.*?)\s*(?:GMT|UTC)([+-]\d)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}\b")
_WORD = re.compile(r"[^\W\d_]+")
_EARLIEST = 1900
_LONGEST = 64


def parse_date(value: str | None, *, now: datetime, tz: tzinfo = UTC, clamp: bool = True) -> datetime | None:
    """Return the instant that `value` names, in UTC, or None for nonsense; never raises.

    A date without a zone is in `tz`. An instant after `now` becomes `now` unless `clamp` is False: a post-dated
    article must not look new twice. The epoch itself and years before 1900 are placeholders, not dates.
    """
    text = " ".join((value or "").split())
    if not text or len(text) > _LONGEST or not text.isprintable():
        return None
    for attempt in _CHAIN:
        try:
            found = attempt(text)
            instant = (found if found.tzinfo else found.replace(tzinfo=tz)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError, ArithmeticError):
            continue  # the next parser may understand it
        if instant.year < _EARLIEST or instant == datetime(1970, 1, 1, tzinfo=UTC):
            return None
        return min(instant, now) if clamp else instant
    return None


def _rfc822(text: str) -> datetime:
    plain = _plain(text)
    if not _DAY_FIRST.match(plain):  # email.utils reads "Sept 3, 2020" as the first of March
        raise ValueError("not as RFC 822 writes it")
    return parsedate_to_datetime(plain)


def _iso(text: str) -> datetime:
    if text.isdigit() and len(text) != 8:
        raise ValueError("a bare number is no ISO date")
    return datetime.fromisoformat(text)


def _unix(text: str) -> datetime:
    if not re.fullmatch(r"\d{10}|\d{13}", text):
        raise ValueError("not a Unix time")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text[:10]))


def _free(text: str) -> datetime:
    from dateutil import parser

    if not re.search(r"\d{4}", text) or text.isdigit():
        raise ValueError("no year")
    # What the text leaves out must not come from today: the first of the month, midnight, and no year at all.
    found = parser.parse(_plain(text), default=datetime(1, 1, 1), ignoretz=False)  # noqa: DTZ001 the caller's zone follows
    assert isinstance(found, datetime)
    return found


def _plain(text: str) -> str:
    """Names of weekdays, months and zones → what every parser reads the same way."""
    text = _OFFSET.sub(r"\1 \2", _WEEKDAY.sub("", text))
    text = _ZONE.sub(lambda m: _ZONES.get(m[1], m[0]), text)
    return _WORD.sub(lambda m: _MONTHS.get(m[0].lower(), m[0]), text)


_CHAIN: tuple[Callable[[str], datetime], ...] = (_rfc822, _iso, _unix, _free)
