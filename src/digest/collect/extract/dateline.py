"""A date that stands as text by the headline, in the words of the page's language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.collect.extract.micro import is_elsewhere

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BEFORE, _AFTER = 15, 40  # texts around the headline
_LONGEST = 160  # characters; a longer one is a sentence of the story
_YEAR = r"((?:19|20)\d{2})"
_NUMBERS = (
    re.compile(rf"(?<![\d.-]){_YEAR}[-./](\d{{1,2}})[-./](\d{{1,2}})(?!\d)"),
    re.compile(rf"{_YEAR}\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日일]"),
)
_DAY_FIRST = re.compile(rf"(?<![\d.])(\d{{1,2}})([./-])(\d{{1,2}})\2{_YEAR}(?!\d)")
_SKIPPED = "parent::script or parent::style or parent::noscript or parent::template or parent::option"
_TEXTS = f"//text()[normalize-space() and not({_SKIPPED})]"


def read_dateline(root: HtmlElement, /, *, language: str) -> str:
    """Return the day nearest to the first headline as text that best_date() reads, or ""."""
    found = root.xpath(_TEXTS)[:4000]
    at = next((place for place, text in enumerate(found) if _in_heading(text)), 0)
    around = (*found[at : at + _AFTER], *reversed(found[max(0, at - _BEFORE) : at]))
    for text in around:
        line = " ".join(text.split())
        if len(line) <= _LONGEST and any(char.isdigit() for char in line):
            parent = text.getparent()
            if (day := date_in_text(line, language=language)) and not is_elsewhere(parent):
                return day
    return ""


def _in_heading(text: object) -> bool:
    parent = getattr(text, "getparent", lambda: None)()
    while parent is not None:
        if parent.tag == "h1":
            return not getattr(text, "is_tail", False)
        parent = parent.getparent()
    return False


def date_in_text(line: str, /, *, language: str) -> str:
    """The first whole date in a line: numbers in their usual orders, or a month by its name in English or `language`."""
    for pattern in _NUMBERS:
        if match := pattern.search(line):
            return _iso(match[1], int(match[2]), match[3])
    months, named, reversed_ = _month_patterns(language.partition("-")[0].lower())
    if match := named.search(line):
        return _iso(match[3], months[match[2].lower().rstrip(".")], match[1])
    if match := reversed_.search(line):
        return _iso(match[3], months[match[1].lower().rstrip(".")], match[2])
    match = _DAY_FIRST.search(line)
    return match[0].replace("-", "/") if match else ""


def _iso(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(day):02}" if 1 <= month <= 12 and 1 <= int(day) <= 31 else ""


@lru_cache(maxsize=64)
def _month_patterns(language: str) -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str]]:
    """Months by name; "12. Januar 2026", "12 de enero de 2026"; "January 12th, 2026"."""
    months: dict[str, int] = {}
    for each in ("en", language):
        for name, number in _months(each):
            months.setdefault(name.lower().rstrip("."), number)
    months["sept"] = 9
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    ending = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    link = r"\s*(?:de|del|of|d['’])?\s*"
    return (
        months,
        re.compile(
            rf"(?<!\d)(\d{{1,2}}){ending}{link}\b({names})\.?,?(?:\s+de|\s+del)?\s+{_YEAR}(?!\d)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b({names})\.?\s+(\d{{1,2}}){ending},?\s+{_YEAR}(?!\d)", re.IGNORECASE),
    )


def _months(language: str) -> list[tuple[str, int]]:
    from babel import UnknownLocaleError
    from babel.dates import get_month_names

    try:
        return [
            (name, number)
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for number, name in get_month_names(width, context, language).items()
            if any(char.isalpha() for char in name)
        ]
    except (UnknownLocaleError, ValueError, KeyError):
        return []
