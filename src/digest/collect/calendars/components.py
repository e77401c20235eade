"""Bytes → the components of a calendar, each as its lines. Linear in the size; nothing is understood yet."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from digest.errors import ParseError

# Folding may cut a character in two, so it is undone in bytes. The look-behind keeps a run of breaks linear.
_FOLD = re.compile(rb"(?<!\n)\n+[ \t]")
_NAME = re.compile(r"([A-Za-z0-9-]{1,40})\s*[;:]")
_WANTED = frozenset(
    "UID SUMMARY DESCRIPTION X-ALT-DESC LOCATION URL CONFERENCE X-GOOGLE-CONFERENCE CATEGORIES ORGANIZER IMAGE ATTACH "
    "DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS CLASS SEQUENCE CREATED LAST-MODIFIED DTSTAMP".split()
)
_MOST_LINES = 1_000  # of one event; exceptions of a long series take one each
_LONGEST_LINE = 100_000  # characters; an attached picture is longer, and is not wanted


@dataclass(slots=True, kw_only=True)
class Components:
    """Lines by component; an event holds wanted properties alone, without what is nested in it."""

    head: list[str] = field(default_factory=list)
    events: list[tuple[str, ...]] = field(default_factory=list)
    zones: list[tuple[str, ...]] = field(default_factory=list)
    unfinished: bool = False  # it ends inside an event


def split_components(data: bytes, /, *, name: str) -> Components:
    """Cut a calendar into its events and zones. Raises ParseError, which names `name`, when it is no calendar."""
    lines = _lines(data)
    start = next((place for place, line in enumerate(lines[:200]) if _is(line, "BEGIN:VCALENDAR")), None)
    if start is None:
        raise ParseError(f"{name}: {_what(data)}, not a calendar")
    found = Components()
    kept: list[str] | None = None  # of the event or zone we are in
    inside = ""
    depth = 0  # of what is nested in it
    for line in lines[start:]:
        mark = line.strip().upper() if line[:6].upper().startswith(("BEGIN:", "END:")) else ""
        if mark in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):  # one that was never ended is lost
            found.unfinished |= inside == "VEVENT"
            inside, kept, depth = mark[6:], [], 0
        elif inside and mark == f"END:{inside}":
            (found.events if inside == "VEVENT" else found.zones).append(tuple(kept or ()))
            inside, kept = "", None
        elif mark.startswith("BEGIN:") and inside != "VTIMEZONE":
            depth += mark != "BEGIN:VCALENDAR"
        elif mark.startswith("END:") and inside != "VTIMEZONE":
            depth = max(0, depth - 1)
        elif kept is None:
            if not depth and len(found.head) < _MOST_LINES and len(line) <= _LONGEST_LINE:
                found.head.append(line)
        elif not depth and len(kept) < _MOST_LINES and _is_wanted(line, inside):
            kept.append(line)
    found.unfinished |= inside == "VEVENT"
    return found


def _lines(data: bytes) -> list[str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    flat = _FOLD.sub(b"", data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return [line for line in flat.decode("utf-8-sig", "replace").split("\n") if line]


def _is(line: str, mark: str) -> bool:
    return line.strip().upper() == mark


def _is_wanted(line: str, inside: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    if inside == "VTIMEZONE":
        return True
    match = _NAME.match(line)
    return match is not None and match[1].upper() in _WANTED


def _what(data: bytes) -> str:
    if not data.strip():
        return "empty"
    return (
        "a web page" if re.search(rb"<(?:!doctype|html|head)[\s>]", data[:4000].lower()) else "something else"
    )
