"""Bytes of an iCalendar (RFC 5545) → the meetings that come. Nothing is fetched or cleaned here.

Heavy or hostile calendars are cheap: text is cut into components in linear time, only what may matter is parsed by
the library, zones and rules are evaluated inside the window alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Author, Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an event says, as it was written: text may hold markup, addresses may be anything."""

    title: str = ""
    text: str = ""
    html: str = ""
    place: str = ""
    url: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    image: Image | None = None
    language: str = ""
    created: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One instance of an event. `key` is the same however often it is moved or renamed."""

    key: str
    starts: datetime
    ends: datetime | None  # the last second of the last day where it takes whole days
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCalendar:
    """`whole` says that nothing lies beyond the window, so that an unchanged file brings nothing new."""

    title: str = ""
    url: str = ""  # its page, where it names one
    ttl: timedelta | None = None
    meetings: tuple[Meeting, ...] = ()  # by start
    whole: bool = True
    notices: tuple[str, ...] = ()
