"""A finished page with other words in it, or something above it: what is changed is its text, never its markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# What is no text: comments (conditional ones hold what only old Outlook reads), style, and tags with their attributes.
_MARKUP = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1\s*>|<[a-zA-Z/!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL | re.I
)
_BODY = re.compile(r"<body\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.I)


def says(page: str, words: str) -> bool:
    """Whether a page says these words within one run of its text, however it breaks its lines."""
    pattern = _pattern(words)
    return pattern is not None and any(
        is_text and pattern.search(html.unescape(piece)) for is_text, piece in _pieces(page)
    )


def corrected(page: str, old: str, new: str) -> str:
    """Return the page with `new` wherever its text says `old`; both are plain text."""
    pattern = _pattern(old)
    if pattern is None:
        return page
    done = []
    for is_text, piece in _pieces(page):
        plain = html.unescape(piece) if is_text else ""
        changed = bool(plain) and pattern.search(plain)
        done.append(html.escape(pattern.sub(lambda _: new, plain), quote=False) if changed else piece)
    return "".join(done)


def with_band(page: str, band: str) -> str:
    """Return the page with `band`, which is HTML, above everything it shows."""
    found = _BODY.search(page)
    place = found.end() if found else 0
    return page[:place] + band + page[place:]


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    return re.compile(r"\s+".join(map(re.escape, parts))) if parts else None


def _pieces(page: str) -> Iterator[tuple[bool, str]]:
    """The page cut into text and what is none."""
    end = 0
    for found in _MARKUP.finditer(page):
        if found.start() > end:
            yield True, page[end : found.start()]
        yield False, found[0]
        end = found.end()
    if end < len(page):
        yield True, page[end:]
