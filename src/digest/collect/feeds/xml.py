"""RSS, RDF and Atom through feedparser. The only feedparser import.

feedparser is given BytesIO alone: a str it would fetch as a URL, and bytes it would open as a path.
"""

from __future__ import annotations

import html as entities
import io
import mimetypes
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from digest.collect.feeds import Item, ParsedFeed
from digest.collect.feeds.images import best_first, is_picture
from digest.collect.feeds.teaser import decode_twice, summarise
from digest.collect.markup import plain_text
from digest.collect.urls import canonical_url
from digest.errors import ParseError
from digest.model import Author, Image, Link, Media

# feedparser reads these as the item's own title and description and so replaces a body by a caption.
_MISREAD = re.compile(rb"(</?)(media:(?:title|description|text)|itunes:(?:summary|subtitle))\b")
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSING = {b"<rss": b"</channel></rss>", b"<feed": b"</feed>", b"<rdf:rdf": b"</rdf:RDF>"}
_MOST_ITEMS, _MOST_ELEMENTS = 5_000, 250_000
_LOOSE_PREFIX = re.compile(rb"<(\w+):(?:rss|feed|channel|entry|item)[\s>]")
_UNSAFE_TITLE = re.compile(r"<(?:script|style|iframe|img|svg|object|embed)\b", re.IGNORECASE)
_INTERNAL_SCHEMES = frozenset({"accessclassname"})  # Dow Jones: "PAID"
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_NAME = r"[A-ZÀ-ÞĀ-Ž]\S*(?: [^\s,&]+){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:, {_NAME})*,? (?:and|&|und|et|y) {_NAME}")
_ADDRESS = re.compile(r"[^\s()<>@]+@[^\s()<>@]+")
_Entry = Mapping[str, Any]  # feedparser's own mapping guesses; a plain one does not


def parse_xml(data: bytes, /, *, name: str, url: str = "") -> ParsedFeed:
    """Parse; markup stays as it came. `url` is where the feed was. Raises ParseError when there is no feed in it."""
    data = _bearable(_MISREAD.sub(rb"\1\2x", data), name=name)
    parsed = _run(data, name=name)
    if not parsed["entries"] and (prefix := _LOOSE_PREFIX.search(data)):
        # Written by hand: <rss:item> with a prefix that nobody declared, or RSS wrapped in one.
        data = re.sub(rb"(</?|\s)" + prefix[1] + rb":", rb"\1", data[prefix.start() :])
        parsed = _run(data, name=name)
    site = ""
    if b"xml:base" in data:
        # feedparser forgets to leave an element's xml:base when there is none around it, so it gets one.
        site = canonical_url(_text(parsed["feed"].get("link")), base=url) or url
        parsed = _run(data, name=name, base=site)
    version, feed, entries = str(parsed.get("version") or ""), dict(parsed["feed"]), parsed["entries"]
    if not entries and not (version and feed.get("title")):
        reason = parsed.get("bozo_exception")
        raise ParseError(f"{name}: not a feed" + (f" ({_short(reason)})" if reason else ""))
    atom = version.startswith("atom")
    inherited = _authors(feed) if atom else ()
    return ParsedFeed(
        title=_title(feed, atom=atom),
        site_url=_text(feed.get("link")),
        language=_text(feed.get("language")),
        ttl=_ttl(feed),
        items=tuple(_item(dict(entry), atom=atom, inherited=inherited, site=site) for entry in entries),
    )


def _bearable(data: bytes, *, name: str) -> bytes:
    """Cut what would keep feedparser busy for a minute: it takes some 30 µs for an element, 500 µs for an item."""
    starts = list(islice(_ITEM.finditer(data), _MOST_ITEMS + 1))
    if len(starts) > _MOST_ITEMS:
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
        raise ParseError(f"{name}: not a feed ({type(exc).__name__}: {_short(exc)})") from exc
    return dict(parsed)


def _short(reason: object) -> str:
    return " ".join(str(reason).split())[:120]


def _item(entry: _Entry, *, atom: bool, inherited: tuple[Author, ...], site: str) -> Item:
    published, created, updated = (_text(entry.get(key)) for key in ("published", "created", "updated"))
    html, base, language = _body(entry, atom=atom)
    return Item(
        guid=_text(entry.get("id")),
        url=_url(entry),
        base_url=base if base != site else "",
        title=_title(entry, atom=atom),
        summary=_summary(entry, atom=atom),
        html=html,
        published=published or created or updated,
        # In RSS and RDF, dc:date alone is when it was published.
        updated=updated if atom or published else "",
        authors=_authors(entry) or inherited,
        tags=tuple(_tags(entry)),
        language=_text(entry.get("language")) or language,
        images=best_first(_images(entry)),
        media=tuple(_media(entry)),
        related=tuple(_related(entry)),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    return [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _url(entry: _Entry) -> str:
    """The item's page. A guid that feedparser took for a permalink must look like one."""
    link, guid = _text(entry.get("link")), _text(entry.get("id"))
    original = _text(entry.get("feedburner_origlink"))
    if original:
        return original
    if link and (link != guid or re.match(r"https?://", link, re.IGNORECASE)):
        return link
    links = _dicts(entry.get("links"))
    enclosures = (_text(each.get("href")) for each in links if each.get("rel") == "enclosure")
    alternates = (_text(each.get("href")) for each in links if each.get("rel") == "alternate")
    return next(alternates, "") or next(enclosures, "")


def _title(entry: _Entry, *, atom: bool) -> str:
    """Atom says whether its title is markup; in RSS it is what it looks like."""
    title, detail = _text(entry.get("title")), entry.get("title_detail")
    kind = ""
    # An <image><title> inside an item leaves its detail behind.
    if isinstance(detail, Mapping) and detail.get("value") == title:
        kind = _text(detail.get("type"))
    if kind in _HTML_TYPES or (not atom and _UNSAFE_TITLE.search(title)):
        title = plain_text(title)
    return decode_twice(title) or _text(entry.get("media_titlex"))


def _summary(entry: _Entry, *, atom: bool) -> str:
    detail = entry.get("summary_detail")  # without it, feedparser copied the body into "summary"
    if isinstance(detail, Mapping) and (value := _text(detail.get("value"))):
        return summarise(_as_html(value, detail, atom=atom))
    return summarise(_text(entry.get("media_descriptionx")) or _text(entry.get("itunes_summaryx")))


def _body(entry: _Entry, *, atom: bool) -> tuple[str, str, str]:
    """Markup, xml:base and language of the fullest content, else of the description."""
    contents = [each for each in _dicts(entry.get("content")) if _text(each.get("value"))]
    contents = [each for each in contents if atom or each.get("type") in _HTML_TYPES]
    detail = entry.get("summary_detail")
    if not contents and isinstance(detail, Mapping):
        contents = [dict(detail)]
    if not contents:
        return "", "", ""
    best = next((each for each in contents if each.get("type") in _HTML_TYPES), contents[0])
    return (
        _as_html(_text(best.get("value")), best, atom=atom),
        _text(best.get("base")),
        _text(best.get("language")),
    )


def _as_html(value: str, detail: _Entry, *, atom: bool) -> str:
    if not atom or detail.get("type") in _HTML_TYPES:
        return value
    paragraphs = re.split(r"\n\s*\n", entities.unescape(value))
    return "".join(f"<p>{entities.escape(each)}</p>" for each in paragraphs if each.strip())


def _authors(entry: _Entry) -> tuple[Author, ...]:
    found: list[Author] = []
    given = _dicts(entry.get("authors"))
    if given and "@" in (raw := _text(entry.get("author"))):
        # feedparser cuts addresses after four letters of the last label: "desk@mast.media (Ann)" → "a (Ann".
        given[-1]["name"] = _ADDRESS.sub("", raw).strip("<>() \t\n")
    for each in given:
        name = re.sub(r"^(?:by|von|par|por)\s+", "", plain_text(_text(each.get("name"))), flags=re.IGNORECASE)
        if not name or "@" in name:  # an e-mail address is nobody's name, and not ours to publish
            continue
        names = re.split(r", (?:and |& )?| (?:and|&|und|et|y) ", name) if _NAMES.fullmatch(name) else [name]
        url = _text(each.get("href")) if len(names) == 1 else ""
        found += [Author(name=one, url=url) for one in names]
    return tuple(found)


def _tags(entry: _Entry) -> Iterable[str]:
    tags = [
        tag for tag in _dicts(entry.get("tags")) if _text(tag.get("scheme")).lower() not in _INTERNAL_SCHEMES
    ]
    words = [decode_twice(plain_text(_text(tag.get("label")) or _text(tag.get("term")))) for tag in tags]
    if len(words) == 1 and "," in words[0]:  # all of them in one element
        return [word.strip() for word in words[0].split(",")]
    # Blogger's "kind" and the like are addresses, not words.
    return [word for word in words if word and "://" not in word]


def _number(value: object) -> int | None:
    match = re.match(r"\d{1,12}", _text(value))
    return int(match[0]) or None if match else None


def _images(entry: _Entry) -> Iterable[tuple[Image, bool]]:
    for each in _dicts(entry.get("media_content")):
        url, kind, medium = (_text(each.get(key)) for key in ("url", "type", "medium"))
        if url and is_picture(url, type=kind, medium=medium):
            yield _image(url, each), _text(each.get("isdefault")) == "true"
    for each in _dicts(entry.get("links")):
        url, kind = _text(each.get("href")), _text(each.get("type"))
        if url and each.get("rel") == "enclosure" and is_picture(url, type=kind):
            yield _image(url, {}), False
    for each in _dicts(entry.get("media_thumbnail")):
        if url := _text(each.get("url")):
            yield _image(url, each), False
    cover = entry.get("image")
    if isinstance(cover, Mapping) and (url := _text(cover.get("href"))):
        yield _image(url, {}), False


def _image(url: str, given: _Entry) -> Image:
    width, height = _number(given.get("width")), _number(given.get("height"))
    named = re.search(r"[/_-](\d{2,4})x(\d{2,4})[/_.!-]", url) if width is None else None
    if named:  # "…/100x80/roger.jpg": the name tells what the feed does not
        width, height = int(named[1]), int(named[2])
    return Image(url=url, width=width, height=height)


def _media(entry: _Entry) -> Iterable[Media]:
    duration = _seconds(_text(entry.get("itunes_duration")))
    enclosures = [each for each in _dicts(entry.get("links")) if each.get("rel") == "enclosure"]
    for each in (*enclosures, *_dicts(entry.get("media_content"))):
        url = _text(each.get("href")) or _text(each.get("url"))
        kind = _text(each.get("type")).lower() or mimetypes.guess_type(url.partition("?")[0])[0] or ""
        if not kind.startswith(("audio/", "video/")):
            continue
        length = _number(each.get("length")) or _number(each.get("filesize"))
        own = _number(each.get("duration"))
        yield Media(url=url, type=kind, length=length, duration=own or duration)


def _seconds(text: str) -> int | None:
    """ "1:02:03", "62:03", "3723" or "3723.0" """
    if not re.fullmatch(r"\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?", text):
        return None
    total = 0
    for part in text.partition(".")[0].split(":"):
        total = total * 60 + int(part)
    return total or None


def _related(entry: _Entry) -> Iterable[Link]:
    for each in _dicts(entry.get("links")):
        url = _text(each.get("href"))
        if url and each.get("rel") == "related":
            title = plain_text(_text(each.get("title")))
            yield Link(url=url, title=title or url.partition("://")[2].partition("/")[0])


def _ttl(feed: _Entry) -> timedelta | None:
    minutes = _number(feed.get("ttl"))
    return timedelta(minutes=min(minutes, 10_080)) if minutes else None
