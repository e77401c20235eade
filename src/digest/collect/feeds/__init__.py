"""Bytes of a feed, whatever its format → one ParsedFeed. Nothing is fetched, cleaned or dated here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from digest.errors import ParseError
from digest.model import Author, Image, Link, Media

MOST_ITEMS = 5_000  # of a feed; nobody reads more


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as its feed wrote it: addresses may be relative, dates are text, markup is dirty.

    `title` is plain text already, for only the format knows whether it was markup.
    """

    guid: str = ""
    url: str = ""
    base_url: str = ""  # xml:base of the body
    title: str = ""
    summary: str = ""
    html: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    images: tuple[Image, ...] = ()  # best first
    media: tuple[Media, ...] = ()
    related: tuple[Link, ...] = ()
    translations: tuple[str, ...] = ()  # addresses of other language versions


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    title: str = ""
    site_url: str = ""
    language: str = ""
    ttl: timedelta | None = None
    items: tuple[Item, ...] = ()


class OtherKindError(ParseError):
    """It is no feed but of another kind."""

    exit_code = 2

    def __init__(self, name: str, *, what: str, kind: str, hint: str = "") -> None:
        super().__init__(f"{name}: {what}; {hint or f'set kind = “{kind}”'}")


_BY_START = (
    (re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]"), "a sitemap", "sitemap", ""),
    (
        re.compile(rb"<opml[\s>]", re.IGNORECASE),
        "a list of feeds",
        "opml",
        "add them with “digest sources import”",
    ),
    (re.compile(rb"^BEGIN:VCALENDAR"), "a calendar", "calendar", ""),
)


def parse_feed(data: bytes, /, *, name: str, url: str = "") -> ParsedFeed:
    """Parse RSS, RDF, Atom or JSON Feed; never fetches and never raises but ParseError, which names `name`."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if not start:
        raise ParseError(f"{name}: empty, not a feed")
    for pattern, what, kind, hint in _BY_START:
        if pattern.search(start):
            raise OtherKindError(name, what=what, kind=kind, hint=hint)
    if looks_like_page(data):
        raise OtherKindError(name, what="a web page, not a feed", kind="page")
    if start.startswith((b"{", b"[")):
        from digest.collect.feeds.jsonfeed import parse_json

        return parse_json(data, name=name)
    from digest.collect.feeds.xml import parse_xml

    return parse_xml(data, name=name, url=url)


def looks_like_page(data: bytes) -> bool:
    """Is this an HTML page rather than a feed?"""
    start = data[:4000].lower()
    if re.search(rb"<(rss|feed|rdf:rdf|[a-z]+:feed|channel)[\s>]", start):
        return False
    return bool(re.search(rb"<(!doctype\s+html|html|head|body|title|meta)[\s>]", start))
