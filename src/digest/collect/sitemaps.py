"""Bytes of a sitemap (https://www.sitemaps.org/protocol.html) → its entries, or the sitemaps that it lists. Nothing is fetched."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from digest.collect.dates import parse_date
from digest.collect.feeds.teaser import decode_twice
from digest.collect.urls import canonical_url
from digest.errors import ParseError
from digest.model import Image

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 52_428_800  # bytes of one file, unpacked; the protocol's own bound
_MOST_ENTRIES = 50_000
_MOST_AMPERSANDS = 2_000_000
_CHUNK, _MOST_HELD = 65_536, 200_000  # tags and attributes in memory at once
_MOST_IMAGES, _MOST_TRANSLATIONS, _LONGEST_TITLE, _LONGEST_KEYWORDS = 10, 60, 2_000, 4_000
_GZIP = b"\x1f\x8b"
_ANY_HEADER = 47  # zlib's code for: 32 KB window, gzip or zlib by its header
_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_CANONICAL = re.compile(r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,8}/[A-Za-z0-9/_.~-]{0,1000}")
_OTHER = (
    (
        re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE),
        "a feed, not a sitemap; make it a feed source",
    ),
    (re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE), "a web page, not a sitemap"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page that a sitemap lists. Only news sitemaps have more than the address and `lastmod`; dates are not clamped."""

    url: str
    lastmod: datetime | None = None
    title: str = ""
    published: datetime | None = None
    language: str = ""
    publication: str = ""
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    translations: tuple[str, ...] = ()  # addresses of its versions in other languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index lists."""

    url: str
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    notices: tuple[str, ...] = ()


def parse_sitemap(data: bytes, /, *, name: str, url: str, now: datetime) -> Sitemap:
    """Parse a sitemap in XML or text, packed or not; `url` is where it was, `name` what errors call it.

    At most 50,000 entries and 50 MB are read; addresses that are not http(s) are left out. Raises ParseError alone.
    """
    data = _unpacked(data, name=name).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data:
        raise ParseError(f"{name}: empty, not a sitemap")
    if not data.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _parse_text(data, name=name)
    return _parse_xml(data, name=name, url=url, now=now)


def _unpacked(data: bytes, *, name: str) -> bytes:
    """Undo gzip, member by member, never making more than the bound: a bomb stops there."""
    if not data.startswith(_GZIP):
        return data
    unpacked, rest = bytearray(), data
    while rest.startswith(_GZIP) and len(unpacked) <= LARGEST:
        inflate = zlib.decompressobj(_ANY_HEADER)
        try:
            unpacked += inflate.decompress(rest, LARGEST + 1 - len(unpacked))
        except zlib.error as exc:
            raise ParseError(f"{name}: broken gzip ({exc})") from exc
        if inflate.unconsumed_tail:
            break
        rest = inflate.unused_data
    if len(unpacked) > LARGEST or (rest and inflate.unconsumed_tail):
        raise ParseError(f"{name}: larger than {LARGEST // 1_048_576} MB unpacked, too large for a sitemap")
    return bytes(unpacked)


def _parse_text(data: bytes, *, name: str) -> Sitemap:
    """One address a line, in UTF-8."""
    lines = data.decode("utf-8-sig", "replace").split("\n", _MOST_ENTRIES)
    cut, lines = len(lines) > _MOST_ENTRIES, lines[:_MOST_ENTRIES]
    urls = [url for line in lines if (url := canonical_url(line[:4000]))]
    if not canonical_url(lines[0][:4000]):
        raise ParseError(f"{name}: not a sitemap (neither XML nor one address a line)")
    return Sitemap(entries=tuple(Entry(url=url) for url in urls), notices=_cut_notice(name) if cut else ())


def _cut_notice(name: str) -> tuple[str, ...]:
    return (f"{name}: more than {_MOST_ENTRIES:,} entries; the first are read",)


def _parse_xml(data: bytes, *, name: str, url: str, now: datetime) -> Sitemap:
    entries: list[Entry] = []
    children: list[Child] = []
    cut, root = False, ""
    elements = _elements(_with_ampersands(data, name=name), name=name)
    for seen, element in enumerate(elements):
        if not root:
            root = _local(element)
        elif cut := seen > _MOST_ENTRIES:
            break
        elif root == "urlset" and (entry := _entry(element, base=url, now=now)):
            entries.append(entry)
        elif root == "sitemapindex" and (child := _child(element, base=url, now=now)):
            children.append(child)
    return Sitemap(entries=tuple(entries), children=tuple(children), notices=_cut_notice(name) if cut else ())


def _with_ampersands(data: bytes, *, name: str) -> bytes:
    """Escape those that a query brought along unescaped."""
    if b"\0" in data[:100]:  # UTF-16, where these bytes mean something else
        return data
    if data.count(b"&") > _MOST_AMPERSANDS:
        raise ParseError(f"{name}: more than {_MOST_AMPERSANDS:,} ampersands, too many for a sitemap")
    return _AMPERSAND.sub(b"&amp;", data)


def _elements(data: bytes, *, name: str) -> Iterator[_Element]:
    """The root as it opens, then each <url> or <sitemap> inside as it closes, which is freed when the next is asked for."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=("{*}urlset", "{*}sitemapindex", "{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,  # what stands before a mistake is still right
    )
    root, held = None, 0
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        held += sum(chunk.count(mark) for mark in (b"<", b"="))
        try:
            parser.feed(chunk)
        except etree.LxmlError:
            break  # beyond recovery
        for event, element in cast("Iterator[tuple[str, _Element]]", parser.read_events()):
            if event == "start" and root is None:
                root = _checked_root(element, data, name=name)
                yield root
            elif event == "end" and element.getparent() is root:
                yield element
                _forget(element)
                held = 0
        if held > _MOST_HELD:
            raise ParseError(f"{name}: an entry of more than {_MOST_HELD:,} tags, not a sitemap")
    if root is None:
        raise ParseError(f"{name}: {_what_else(data)}")


def _what_else(data: bytes) -> str:
    return next((what for pattern, what in _OTHER if pattern.search(data[:2000])), "not a sitemap")


def _checked_root(element: _Element, data: bytes, /, *, name: str) -> _Element:
    """Raises ParseError for a root of another kind, and where entities are declared."""
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):  # type: ignore[attr-defined]  # the stubs lack it
        raise ParseError(f"{name}: declares entities, which no sitemap needs")
    if element.getparent() is not None or _local(element) not in ("urlset", "sitemapindex"):
        raise ParseError(f"{name}: {_what_else(data)}")
    return element


def _forget(element: _Element) -> None:
    """Free what was read: a whole tree of 50 MB takes ten times as much."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: _Element) -> str:
    """The name without its namespace, and without a prefix that nobody declared; "" for a comment."""
    return _bare(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1000)  # a file repeats a dozen names a million times
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _texts(element: _Element | None) -> dict[str, str]:
    """Name → text of the children; the first of each name counts."""
    found: dict[str, str] = {}
    for child in element if element is not None else ():
        if text := (child.text or "").strip():
            found.setdefault(_local(child), text)
    return found


def _loc(texts: dict[str, str], *, base: str) -> str:
    url = texts.get("loc", "")
    if _CANONICAL.fullmatch(url):  # most are, and there may be 50,000
        return url
    return canonical_url(url, base="" if url.startswith("http") else base)


def _child(element: _Element, *, base: str, now: datetime) -> Child | None:
    texts = _texts(element)
    url = _loc(texts, base=base)
    return Child(url=url, lastmod=_date(texts.get("lastmod"), now=now)) if url else None


def _entry(element: _Element, *, base: str, now: datetime) -> Entry | None:
    texts = _texts(element)
    url = _loc(texts, base=base)
    if not url:
        return None
    lastmod = _date(texts.get("lastmod"), now=now)
    images = tuple(_images(element, base=url))[:_MOST_IMAGES]
    translations = tuple(_translations(element, base=url))[:_MOST_TRANSLATIONS]
    news = next((child for child in element if _local(child) == "news"), None)
    if news is None:
        return Entry(url=url, lastmod=lastmod, images=images, translations=translations)
    about = _texts(news)
    publication = _texts(next((each for each in news if _local(each) == "publication"), None))
    return Entry(
        url=url,
        lastmod=lastmod,
        title=decode_twice(about.get("title", "")[:_LONGEST_TITLE]),
        published=_date(about.get("publication_date"), now=now),
        language=publication.get("language", "") or about.get("language", ""),
        publication=decode_twice(publication.get("name", "")[:_LONGEST_TITLE]),
        keywords=tuple(_keywords(about.get("keywords", ""))),
        images=images,
        translations=translations,
    )


def _translations(element: _Element, *, base: str) -> Iterator[str]:
    """What <xhtml:link rel="alternate" hreflang="…"> leads to."""
    for child in element:
        if _local(child) == "link" and child.get("rel") == "alternate" and child.get("hreflang"):
            yield canonical_url(child.get("href") or "", base=base)


def _date(text: str | None, *, now: datetime) -> datetime | None:
    return parse_date(text, now=now, clamp=False)


def _keywords(text: str) -> Iterator[str]:
    for word in re.split(r"[,;]", decode_twice(text[:_LONGEST_KEYWORDS])):
        if word.strip():
            yield word.strip()


def _images(element: _Element, *, base: str) -> Iterator[Image]:
    for child in element:
        if _local(child) == "image":
            texts = _texts(child)
            if url := _loc(texts, base=base):
                yield Image(
                    url=url,
                    alt=decode_twice((texts.get("caption") or texts.get("title", ""))[:_LONGEST_TITLE]),
                )
