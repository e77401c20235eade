"""RSS, RDF and Atom → items: by the strict reader where the feed is well-formed, else by feedparser."""

from __future__ import annotations

import html as entities
import mimetypes
import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from digest.collect.feeds import Item, ParsedFeed, loose, strict
from digest.collect.feeds.images import best_first, is_picture
from digest.collect.feeds.teaser import decode_twice
from digest.collect.markup import plain_text
from digest.errors import ParseError
from digest.model import Author, Image, Link, Media

_UNSAFE_TITLE = re.compile(r"<(?:script|style|iframe|img|svg|object|embed)\b", re.IGNORECASE)
_INTERNAL_SCHEMES = frozenset({"accessclassname"})  # Dow Jones: "PAID"
_TEXT_TYPES = frozenset({"text/plain", "text", "", None})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_NAME = r"[A-ZÀ-ÞĀ-Ž]\S*(?: [^\s,&]+){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:, {_NAME})*,? (?:and|&|und|et|y) {_NAME}")
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)
_AND = re.compile(r", (?:and |& )?| (?:and|&|und|et|y) ")
_SIZE_IN_NAME = re.compile(r"[/_-](\d{2,4})x(\d{2,4})[/_.!-]")
_DIGITS = re.compile(r"\d{1,12}")
_DURATION = re.compile(r"\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?")
_Entry = dict[str, Any]


def parse_xml(data: bytes, /, *, name: str, url: str = "") -> ParsedFeed:
    """Parse; markup stays as it came. `url` is where the feed was. Raises ParseError when there is no feed in it."""
    parsed, base = strict.read(data), ""
    if parsed is None:
        parsed, base = loose.read(data, name=name, url=url)
    version, feed, entries = str(parsed.get("version") or ""), parsed["feed"], parsed["entries"]
    if not entries and not (version and feed.get("title")):
        reason = parsed.get("bozo_exception")
        raise ParseError(f"{name}: not a feed" + (f" ({loose.short(reason)})" if reason else ""))
    atom = version.startswith("atom")
    inherited = _authors(feed) if atom else ()
    return ParsedFeed(
        title=_title(feed, atom=atom),
        site_url=feed.get("link", ""),
        language=feed.get("language", ""),
        ttl=_ttl(feed),
        items=tuple(_item(entry, atom=atom, inherited=inherited, base=base) for entry in entries),
    )


def _item(entry: _Entry, *, atom: bool, inherited: tuple[Author, ...], base: str) -> Item:
    published, updated = entry.get("published", ""), entry.get("updated", "")
    html, own_base, language = _body(entry, atom=atom)
    return Item(
        guid=entry.get("id", ""),
        url=_url(entry),
        base_url=own_base if own_base != base else "",
        title=_title(entry, atom=atom),
        summary=_summary(entry, atom=atom),
        html=html,
        published=published or entry.get("created", "") or updated,
        # In RSS and RDF, dc:date alone is when it was published.
        updated=updated if atom or published else "",
        authors=_authors(entry) or inherited,
        tags=tuple(_tags(entry)),
        language=entry.get("language", "") or language,
        images=best_first(_images(entry)),
        media=tuple(_media(entry)) if "links" in entry or "media_content" in entry else (),
        related=tuple(_related(entry)) if "links" in entry else (),
        translations=tuple(_translations(entry)) if "links" in entry else (),
    )


def _dicts(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _url(entry: _Entry) -> str:
    """The item's page. A guid that feedparser took for a permalink must look like one."""
    link: str = entry.get("link", "")
    guid, original = entry.get("id", ""), str(entry.get("feedburner_origlink", ""))
    if original:
        return original
    if link and (link != guid or re.match(r"https?://", link, re.IGNORECASE)):
        return link
    links = _dicts(entry.get("links"))
    enclosures = (each.get("href", "") for each in links if each.get("rel") == "enclosure")
    alternates = (each.get("href", "") for each in links if each.get("rel") == "alternate")
    return next(alternates, "") or next(enclosures, "")


def _title(entry: _Entry, *, atom: bool) -> str:
    """Atom says whether its title is markup; in RSS it is what it looks like."""
    title, detail = entry.get("title", ""), entry.get("title_detail")
    kind = ""
    # An <image><title> inside an item leaves its detail behind.
    if isinstance(detail, dict) and detail.get("value") == title:
        kind = detail.get("type", "")
    if kind in _HTML_TYPES or (not atom and "<" in title and _UNSAFE_TITLE.search(title)):
        title = plain_text(title)
    return decode_twice(title) or str(entry.get("media_titlex", ""))


def _summary(entry: _Entry, *, atom: bool) -> str:
    detail = entry.get("summary_detail")  # without it, feedparser copied the body into "summary"
    if isinstance(detail, dict) and (value := detail.get("value", "")):
        return _as_html(value, detail, atom=atom)
    return str(entry.get("media_descriptionx", "") or entry.get("itunes_summaryx", ""))


def _body(entry: _Entry, *, atom: bool) -> tuple[str, str, str]:
    """Markup, xml:base and language of the fullest content, else of the description."""
    contents = [each for each in _dicts(entry.get("content")) if each.get("value", "")]
    contents = [each for each in contents if atom or each.get("type") in _HTML_TYPES]
    detail = entry.get("summary_detail")
    if not contents and isinstance(detail, dict):
        contents = [detail]
    if not contents:
        return "", "", ""
    best = next((each for each in contents if each.get("type") in _HTML_TYPES), contents[0])
    return (
        _as_html(best.get("value", ""), best, atom=atom),
        best.get("base", ""),
        best.get("language", ""),
    )


def _as_html(value: str, detail: _Entry, *, atom: bool) -> str:
    if not atom or detail.get("type") not in _TEXT_TYPES:
        return value
    paragraphs = re.split(r"\n\s*\n", entities.unescape(value))
    return "".join(f"<p>{entities.escape(each)}</p>" for each in paragraphs if each.strip())


def _authors(entry: _Entry) -> tuple[Author, ...]:
    found: tuple[Author, ...] = ()
    for each in _dicts(entry.get("authors")):
        found += _people(each.get("name", ""), each.get("href", ""))
    return found


@lru_cache(maxsize=2048)  # a feed's authors and tags are the same few on every item
def _people(name: str, url: str) -> tuple[Author, ...]:
    """The people that a name names; none where it is an address."""
    name = _BY.sub("", plain_text(name))
    if not name or "@" in name:  # an e-mail address is nobody's name, and not ours to publish
        return ()
    names = _AND.split(name) if _AND.search(name) and _NAMES.fullmatch(name) else [name]
    return tuple(Author(name=one, url=url if len(names) == 1 else "") for one in names)


def _tags(entry: _Entry) -> Iterable[str]:
    words = [
        _word(tag.get("label", "") or tag.get("term", ""))
        for tag in _dicts(entry.get("tags"))
        if tag.get("scheme", "").lower() not in _INTERNAL_SCHEMES
    ]
    if len(words) == 1 and "," in words[0]:  # all of them in one element
        return [word.strip() for word in words[0].split(",")]
    # Blogger's "kind" and the like are addresses, not words.
    return [word for word in words if word and "://" not in word]


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return decode_twice(plain_text(text))


def _number(value: object) -> int | None:
    match = _DIGITS.match(value.strip()) if isinstance(value, str) and value else None
    return int(match[0]) or None if match else None


def _images(entry: _Entry) -> Iterable[tuple[Image, bool]]:
    for each in _dicts(entry.get("media_content")):
        url, kind, medium = each.get("url", ""), each.get("type", ""), each.get("medium", "")
        if url and is_picture(url, type=kind, medium=medium):
            yield _image(url, each), each.get("isdefault", "") == "true"
    for each in _dicts(entry.get("links")):
        url, kind = each.get("href", ""), each.get("type", "")
        if url and each.get("rel") == "enclosure" and is_picture(url, type=kind):
            yield _image(url, {}), False
    for each in _dicts(entry.get("media_thumbnail")):
        if url := each.get("url", ""):
            yield _image(url, each), False
    cover = entry.get("image")
    if isinstance(cover, dict) and (url := cover.get("href", "")):
        yield _image(url, {}), False


def _image(url: str, given: _Entry) -> Image:
    width, height = _number(given.get("width")), _number(given.get("height"))
    named = _SIZE_IN_NAME.search(url) if width is None else None
    if named:  # "…/100x80/roger.jpg": the name tells what the feed does not
        width, height = int(named[1]), int(named[2])
    return Image(url=url, width=width, height=height)


def _media(entry: _Entry) -> Iterable[Media]:
    duration = _seconds(entry.get("itunes_duration", ""))
    enclosures = [each for each in _dicts(entry.get("links")) if each.get("rel") == "enclosure"]
    for each in (*enclosures, *_dicts(entry.get("media_content"))):
        if each.get("medium") == "image":
            continue
        url = each.get("href", "") or each.get("url", "")
        kind = each.get("type", "").lower() or mimetypes.guess_type(url.partition("?")[0])[0] or ""
        if not kind.startswith(("audio/", "video/")):
            continue
        length = _number(each.get("length")) or _number(each.get("filesize"))
        own = _number(each.get("duration"))
        yield Media(url=url, type=kind, length=length, duration=own or duration)


def _seconds(text: str) -> int | None:
    """ "1:02:03", "62:03", "3723" or "3723.0" """
    if not _DURATION.fullmatch(text):
        return None
    total = 0
    for part in text.partition(".")[0].split(":"):
        total = total * 60 + int(part)
    return total or None


def _related(entry: _Entry) -> Iterable[Link]:
    for each in _dicts(entry.get("links")):
        url = each.get("href", "")
        if url and each.get("rel") == "related":
            title = plain_text(each.get("title", ""))
            yield Link(url=url, title=title or url.partition("://")[2].partition("/")[0])


def _translations(entry: _Entry) -> Iterable[str]:
    """Addresses in other languages (RFC 4287, 4.2.7.4)."""
    for each in _dicts(entry.get("links")):
        if each.get("rel") == "alternate" and each.get("hreflang") and each.get("href"):
            yield each["href"]


def _ttl(feed: _Entry) -> timedelta | None:
    minutes = _number(feed.get("ttl"))
    return timedelta(minutes=min(minutes, 10_080)) if minutes else None
