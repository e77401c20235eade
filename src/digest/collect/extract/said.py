"""What one part of a page says of its article: the common currency of the steps. Everything is untrusted and as written."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.collect.text import one_line
from digest.model import Author, Image, Media

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|mark|p|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_LONGEST = 10_000
_TEXTS = ".//text()[not(parent::script or parent::style or parent::noscript or parent::template)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One witness; "" and () where it is silent. Addresses may be relative, dates are text.

    `kind` is "article" or "listing" where the witness says what the page is.
    """

    title: str = ""
    summary: str = ""
    url: str = ""
    site: str = ""
    authors: tuple[Author, ...] = ()
    published: tuple[str, ...] = ()  # best first
    created: tuple[str, ...] = ()  # when it was made, which some confuse with the above
    updated: tuple[str, ...] = ()
    language: str = ""
    tags: tuple[str, ...] = ()
    section: str = ""
    images: tuple[Image, ...] = ()  # best first
    media: tuple[Media, ...] = ()
    kind: str = ""


def plain(text: str, *, limit: int = 1000) -> str:
    """Text as metadata writes it (entities escaped once too often, stray inline tags) → plain text on one line."""
    text = text[:_LONGEST]
    if "&" in text:
        text = entities.unescape(text)
    if "<" in text:
        text = _INLINE.sub("", _BREAKS.sub(" ", text))
    return one_line(text, limit=limit)


def texts(element: HtmlElement) -> list[str]:
    """The texts in an element, in order, without code."""
    return [str(text) for text in element.xpath(_TEXTS, smart_strings=False)]


def folded(text: str) -> str:
    """Letters and digits only, without case: for comparing names."""
    return "".join(char for char in text.casefold() if char.isalnum())


def split_tags(text: str) -> tuple[str, ...]:
    """Tags in one string, apart by commas, semicolons or bars."""
    text = text[:_LONGEST]
    for separator in (",", ";", "|", "、", "，"):
        if separator in text:
            return tuple(tag for part in text.split(separator) if (tag := plain(part, limit=80)))
    return (tag,) if (tag := plain(text, limit=80)) else ()


def number(value: object) -> int | None:
    """A size in pixels or bytes: 800, "800", "800px", "800.0"; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if 0 < value < 10**12 else None
    match = (
        re.match(r"\s*([0-9]{1,12})(?:\.[0-9]+)?\s*(?:px)?\s*$", value) if isinstance(value, str) else None
    )
    return int(match[1]) or None if match else None
