"""RSS, RDF and Atom through feedparser, which guesses what their authors meant. The only feedparser import.

feedparser is given BytesIO alone: a str it would fetch as a URL, and bytes it would open as a path.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import Any

from digest.collect.feeds import MOST_ITEMS
from digest.collect.feeds.element import without_address
from digest.collect.urls import canonical_url
from digest.errors import ParseError

# feedparser reads these as the item's own title and description and so replaces a body by a caption.
_MISREAD = re.compile(
    rb"(</?)(media:(?:title|description|text)|itunes:(?:summary|subtitle))\b[^<>]*?(/?>)"
)  # and what has attributes loses its text
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSING = {b"<rss": b"</channel></rss>", b"<feed": b"</feed>", b"<rdf:rdf": b"</rdf:RDF>"}
_MOST_ELEMENTS = 250_000
_LOOSE_PREFIX = re.compile(rb"<(\w+):(?:rss|feed|channel|entry|item)[\s>]")


def read(data: bytes, /, *, name: str, url: str = "") -> tuple[dict[str, Any], str]:
    """What feedparser makes of a feed that was at `url`, and the base that its relative addresses were given, if any.

    Raises ParseError where it cannot bear the feed.
    """
    data = _bearable(_MISREAD.sub(rb"\1\2x\3", data), name=name)
    parsed = _run(data, name=name)
    if not parsed["entries"] and (prefix := _LOOSE_PREFIX.search(data)):
        # Written by hand: <rss:item> with a prefix that nobody declared, or RSS wrapped in one.
        data = re.sub(rb"(</?|\s)" + prefix[1] + rb":", rb"\1", data[prefix.start() :])
        parsed = _run(data, name=name)
    if b"xml:base" not in data:
        return parsed, ""
    # feedparser forgets to leave an element's xml:base when there is none around it, so it gets one.
    link = parsed["feed"].get("link")
    base = canonical_url(link if isinstance(link, str) else "", base=url) or url
    return _run(data, name=name, base=base), base


def _bearable(data: bytes, *, name: str) -> bytes:
    """Cut what would keep feedparser busy for a minute: it takes some 30 µs for an element, 500 µs for an item."""
    starts = list(islice(_ITEM.finditer(data), MOST_ITEMS + 1))
    if len(starts) > MOST_ITEMS:
        closing = next((tail for root, tail in _CLOSING.items() if root in data[:2000].lower()), b"")
        data = data[: starts[-1].start()] + closing
    if data.count(b"<") > _MOST_ELEMENTS or data.count(b"&") > 4 * _MOST_ELEMENTS:
        raise ParseError(f"{name}: more than {_MOST_ELEMENTS:,} elements, too many for a feed")
    return data


def _run(data: bytes, *, name: str, base: str = "") -> dict[str, Any]:
    import feedparser

    try:
        # sanitize_html=False: nh3 does it. Relative addresses are resolved later, against the right base.
        parsed = feedparser.parse(
            io.BytesIO(data),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-location": base} if base else None,
        )
    except (
        Exception
    ) as exc:  # it meets hostile bytes with whatever its parsers raise, RecursionError included
        raise ParseError(f"{name}: not a feed ({type(exc).__name__}: {short(exc)})") from exc
    for entry in (parsed["feed"], *parsed["entries"]):
        _mend_author(entry)
    found = {key: _plain(value) for key, value in dict(parsed).items() if key != "bozo_exception"}
    return found | {"bozo_exception": parsed.get("bozo_exception")}


def _mend_author(entry: dict[str, Any]) -> None:
    """feedparser cuts addresses after four letters of the last label: "desk@mast.media (Ann)" → "a (Ann"."""
    raw, authors = entry.get("author"), entry.get("authors")
    if authors and isinstance(raw, str) and "@" in raw:
        authors[-1]["name"] = without_address(raw)


def _plain(value: Any) -> Any:
    """The same without feedparser's own mapping, which answers with other keys' values; texts stripped, None as ""."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in dict(value).items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.strip() if isinstance(value, str) else value or ""


def short(reason: object) -> str:
    return " ".join(str(reason).split())[:120]
