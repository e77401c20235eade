"""Dates as a page states them, here and there and not always alike → one instant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from digest.collect.dates import parse_date
from digest.collect.extract.dateline import date_in_text

_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}|T\d{4}|^\d{10}(?:\d{3})?$|\d\s?[ap]\.?m\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^[^\d]{0,40}?(?:published|posted|updated|on|date|publié le|veröffentlicht|publicado)\s*(?:on|am|le|el|at)?\s*[:\-]?\s+(?=\S*\d|[A-Z])",
    re.IGNORECASE,
)
_NOISE = re.compile(r"\s*(?:\bat\b|\bum\b|\bà\b|[|·•@]|(?<=\s)[-–](?=\s))\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_COMPACT_TIME = re.compile(r"^(\d{8})(\d{6})(?!\d)")
_TAIL = re.compile(r"\[[^\[\]]*\]$|\bUhr\b|\ba las\b", re.IGNORECASE)
_ZONE = re.compile(r"(?<=[\d\s])\(?\b([A-Z]{2,5})\b\)?")
# Those that parse_date() knows; it is told no others.
_ZONES = frozenset(
    "UT UTC GMT WET WEST BST CET MEZ CEST MESZ EET EEST MSK IST HKT SGT JST KST AEST AEDT NZST NZDT EST EDT CST CDT MST MDT "
    "PST PDT AKST AKDT HST".split()
)
_OFFSET = re.compile(r"\d\s*(?:GMT|UTC)?[+-]\d{2}:?\d{2}(?!\d)")
_AMERICAN = {"ET": "EST", "CT": "CST", "MT": "MST", "PT": "PST"}
_KEPT = frozenset("AM PM JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC JUNE JULY MARCH APRIL".split())
_MICROS = re.compile(r"(\.\d{6})\d+")
_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](0?[1-9]|[12]\d|3[01])(?:[/_-]|$)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"/((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_-]|$)")
_DAY = timedelta(days=1)


def best_date(claims: Iterable[str], /, *, now: datetime, language: str = "") -> datetime | None:
    """The first claim that is a date; one of the same day that also has the time tells it more exactly."""
    found = [(text, instant) for text in claims if (instant := _read(text, now=now, language=language))]
    if not found:
        return None
    first, instant = found[0]
    if _CLOCK.search(first):
        return min(instant, now)
    exact = (other for text, other in found[1:] if _CLOCK.search(text) and abs(other - instant) <= _DAY)
    return min(next(exact, instant), now)


def _read(text: str, *, now: datetime, language: str) -> datetime | None:
    text = " ".join(text.split())[:80]
    if not any(char.isdigit() for char in text):
        return None
    text = _plainly(text, language)
    unlabelled = _LABEL.sub("", text)
    named = date_in_text(text, language=language)
    for attempt in dict.fromkeys((text, unlabelled, _NOISE.sub(" ", unlabelled), named)):
        instant = parse_date(attempt, now=now, clamp=False)
        # Tomorrow is a clock or a zone that is wrong; later is an event, or when a page expires.
        if instant is not None and instant.year >= 1990 and instant <= now + 2 * _DAY:
            return instant
    return None


def _plainly(text: str, language: str) -> str:
    """Without what only people read; a zone comes last, where parse_date() looks for it."""
    text = _SLASHED.sub(lambda match: _as_iso(match, language), _COMPACT_TIME.sub(r"\1T\2", text), count=1)
    text = _TAIL.sub("", _BETWEEN.sub("", _MICROS.sub(r"\1", text)))
    if _OFFSET.search(text):
        return " ".join(text.split())
    zones = [zone for word in _ZONE.findall(text) if (zone := _AMERICAN.get(word, word)) in _ZONES]
    text = _ZONE.sub(lambda match: match[0] if match[1] in _KEPT else "", text)
    return " ".join((*text.split(), *zones[:1]))


def _as_iso(match: re.Match[str], language: str) -> str:
    """1/2/2026 is January in the United States (and where nobody says where), else February; 1.2.2026 is always February."""
    first, separator, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    american = separator == "/" and language.lower() in ("", "en", "en-us", "en-ca", "en-ph")
    month, day = (first, second) if american else (second, first)
    if month > 12:
        month, day = day, month
    return f"{year if year > 99 else 2000 + year}-{month:02}-{day:02}"


def date_in_path(url: str, /) -> str:
    """The day that an address names (/2026/02/17/), as ISO 8601."""
    path = urlsplit(url).path[:500]
    if match := _IN_PATH.search(path) or _COMPACT.search(path):
        month = (
            match[2]
            if match[2].isdigit()
            else str(1 + "jan feb mar apr may jun jul aug sep oct nov dec".split().index(match[2].lower()))
        )
        return f"{match[1]}-{int(month):02}-{int(match[3]):02}"
    return ""
