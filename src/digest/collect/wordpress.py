"""What WordPress's REST API answers (https://developer.wordpress.org/rest-api/) → posts, whatever plugins made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from digest.collect.dates import parse_date
from digest.collect.feeds.teaser import decode_twice, summarise
from digest.collect.markup import plain_text
from digest.collect.urls import canonical_url
from digest.errors import ParseError
from digest.model import Author, Image

_REL = "https://api.w.org/"
_JSON_START = re.compile(r"\[\s*\{|\{\s*\"")
_WIDE_ENOUGH = 1200  # pixels: twice the width of a mail's column
_UNSORTED = re.compile(
    r"(?:uncategori[sz]ed|unkategorisiert|allgemein|non-classe|sin-categoria|senza-categoria|sem-categoria|"
    r"geen-categorie|okategoriserade|ukategorisert|bez-kategorii)(?:-\w{2,3})?$"
)
_TERM_CLASS = re.compile(r"(category|tag)-([^\s]{2,60})$")
_MOST_TERMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """`title` and `summary` are plain text, `html` is dirty, addresses are as they came."""

    id: str
    guid: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[Author, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    image: Image | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    title: str = ""
    url: str = ""
    tz: tzinfo = UTC


def api_root(url: str) -> str:
    """Return the API's root that `url` names ("…/wp-json/wp/v2/posts", "…/?rest_route=/"), or "" for a site's address."""
    parts = urlsplit(canonical_url(url))
    if "rest_route" in dict(parse_qsl(parts.query, keep_blank_values=True)):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "rest_route=/", ""))
    if match := re.match(r"(?:.*/wp/v2/sites/[^/]+|.*/wp-json)(?=/|$)", parts.path):
        return urlunsplit((parts.scheme, parts.netloc, f"{match[0]}/", "", ""))
    return ""


def endpoint(root: str, route: str, **parameters: str | int) -> str:
    """Return the address of `route` ("posts"; "" is the root itself) under an API's root."""
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query))
    whole = f"wp/v2/{route}" if route else ""
    if "rest_route" in query:
        query["rest_route"] = f"/{whole}"
        path = parts.path
    else:  # wordpress.com has the version in its roots
        path = parts.path.rstrip("/") + "/" + (route if "/wp/v2/sites/" in parts.path else whole)
    query |= {name: str(value) for name, value in parameters.items()}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe="/,:"), ""))


def announced_root(page: bytes, *, link_header: str, url: str) -> str:
    """Return the API's root that a page's Link header or <link> names, or ""."""
    for part in link_header[:10_000].split(","):
        match = re.match(r"\s*<([^<>]*)>\s*;(.*)", part)
        if match and _REL in re.split(r'[\s";=]+', match[2]):
            return canonical_url(match[1], base=url)
    root = _tree(page)
    for link in root.iter("link") if root is not None else ():
        if _REL in (link.get("rel") or "").split():
            return canonical_url(link.get("href") or "", base=url)
    return ""


def page_language(page: bytes) -> str:
    """Return what <html lang> says."""
    root = _tree(page)
    return _text(root.get("lang")) if root is not None else ""


def _tree(page: bytes) -> Any:
    import lxml.etree
    import lxml.html

    try:
        return lxml.html.document_fromstring(page[:500_000])
    except (ValueError, lxml.etree.LxmlError):
        return None


def parse_json(data: bytes, /, *, name: str) -> Any:
    """Parse; what PHP warned before or behind the JSON is passed over. Raises ParseError."""
    text = data.decode("utf-8-sig", "replace").lstrip()
    decoder = json.JSONDecoder()
    start = _JSON_START.search(text) if text[:1] not in ("[", "{") else None
    try:
        return decoder.raw_decode(text[start.start() :] if start else text)[0]
    except (ValueError, RecursionError) as exc:
        raise ParseError(f"{name}: not JSON ({' '.join(str(exc).split())[:120]})") from exc


def read_site(answer: Any) -> Site:
    """Read the API's root; what makes no sense is left out."""
    about = _dict(answer)
    zone: tzinfo = UTC
    offset = about.get("gmt_offset")
    try:
        if name := _text(about.get("timezone_string")):
            zone = ZoneInfo(name)
        elif isinstance(offset, int | float | str) and abs(float(offset)) <= 14:
            zone = timezone(timedelta(hours=float(offset)))
    except (ValueError, OSError):  # no such zone, or a path that is none
        zone = UTC
    return Site(
        title=_plain(about.get("name")),
        url=canonical_url(_text(about.get("home")) or _text(about.get("url"))),
        tz=zone,
    )


def read_post(answer: Any, *, now: datetime, tz: tzinfo) -> Post | None:
    """Read a post; None for what is none, and for one behind a password. `tz` is that of dates that are not GMT."""
    post = _dict(answer)
    content, url = post.get("content"), _text(post.get("link"))
    if not url or _dict(content).get("protected") is True:
        return None
    embedded, yoast = _dict(post.get("_embedded")), _dict(post.get("yoast_head_json"))
    categories, tags = _terms(embedded, post)
    return Post(
        id=_text(post.get("id")) or url,
        guid=_rendered(post.get("guid")),
        url=url,
        title=_plain(post.get("title")),
        summary=summarise(_rendered(post.get("excerpt"))),
        html=_rendered(content),
        published=_date(post, "date", now=now, tz=tz),
        updated=_date(post, "modified", now=now, tz=tz),
        authors=tuple(_authors(embedded, yoast)),
        section=next(iter(categories), ""),
        tags=(*categories, *tags),
        language=_language(post, yoast),
        image=_featured(embedded, post, yoast),
    )


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Objects in a list, in lists of lists, or by name: plugins and PHP's arrays make all of these."""
    items = value if isinstance(value, list) else list(_dict(value).values())
    for each in items:
        if isinstance(each, list):
            yield from (inner for inner in each if isinstance(inner, dict))
        elif isinstance(each, dict):
            yield each


def _text(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:100]
    return value.strip() if isinstance(value, str) else ""


def _rendered(value: Any) -> str:
    """Markup: {"rendered": …}, or the string that a plugin put there."""
    return _text(value) or _text(_dict(value).get("rendered")) or _text(_dict(value).get("raw"))


def _plain(value: Any) -> str:
    return decode_twice(" ".join(plain_text(_rendered(value)).split()))


def _number(value: Any) -> int | None:
    text = _text(value)
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _date(post: Mapping[str, Any], name: str, *, now: datetime, tz: tzinfo) -> datetime | None:
    return parse_date(_text(post.get(f"{name}_gmt")), now=now) or parse_date(
        _text(post.get(name)), now=now, tz=tz
    )


def _authors(embedded: Mapping[str, Any], yoast: Mapping[str, Any]) -> Iterator[Author]:
    """Authors; an author that the API hides is an error object without a name."""
    found = False
    for each in _dicts(embedded.get("author")):
        name = _plain(each.get("name"))
        if name and "@" not in name:
            found = True
            portraits = _dict(each.get("avatar_urls"))
            largest = max(portraits, key=lambda size: _number(size) or 0, default="")
            yield Author(
                name=name,
                url=_text(each.get("link")),
                bio=_plain(each.get("description")),
                image=_text(portraits.get(largest)),
            )
    if not found and (name := _plain(yoast.get("author"))) and "@" not in name:
        yield Author(name=name)


def _terms(embedded: Mapping[str, Any], post: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Names of categories and of tags, without the category of what has none."""
    terms: dict[str, list[str]] = {"category": [], "post_tag": []}
    for each in _dicts(embedded.get("wp:term")):
        name, kind = _plain(each.get("name")), _text(each.get("taxonomy"))
        if name and kind in terms and not _UNSORTED.match(_text(each.get("slug"))):
            terms[kind].append(name)
    if not any(terms.values()) and not embedded.get("wp:term"):
        classes = post.get("class_list")
        for each in classes if isinstance(classes, list) else _dict(classes).values():
            match = _TERM_CLASS.match(each) if isinstance(each, str) else None
            if match and not _UNSORTED.match(match[2]):
                terms["category" if match[1] == "category" else "post_tag"].append(match[2].replace("-", " "))
    return terms["category"][:_MOST_TERMS], terms["post_tag"][:_MOST_TERMS]


def _language(post: Mapping[str, Any], yoast: Mapping[str, Any]) -> str:
    """Polylang's, WPML's, else what an SEO plugin tells social networks."""
    lang = post.get("lang")
    given = (lang, _dict(lang).get("locale"), _dict(lang).get("slug"), post.get("wpml_current_locale"))
    return next((text for each in (*given, yoast.get("og_locale")) if (text := _text(each))), "")


def _featured(embedded: Mapping[str, Any], post: Mapping[str, Any], yoast: Mapping[str, Any]) -> Image | None:
    for media in _dicts(embedded.get("wp:featuredmedia")):
        if picture := _picture(media):
            return picture
    if url := _text(post.get("jetpack_featured_media_url")):
        return Image(url=url)
    for each in _dicts(yoast.get("og_image")):
        if url := _text(each.get("url")):
            return Image(url=url, width=_number(each.get("width")), height=_number(each.get("height")))
    return None


def _picture(media: Mapping[str, Any]) -> Image | None:
    """The narrowest uncut size that is wide enough for a mail, else the widest; an error object has none."""
    details, alt = _dict(media.get("media_details")), _plain(media.get("alt_text"))
    kind = _text(media.get("mime_type"))
    if (kind and not kind.startswith("image/")) or not _text(media.get("source_url")):
        return None
    whole = _sized(media, details, alt=alt)
    sizes = [_sized(each, each, alt=alt) for each in _dicts(details.get("sizes"))]
    uncut = [whole, *(each for each in sizes if each.url and _same_shape(each, whole))]
    enough = [each for each in uncut if (each.width or 0) >= _WIDE_ENOUGH]
    if enough:
        return min(enough, key=lambda each: each.width or 0)
    return whole if whole.width is None else max(uncut, key=lambda each: each.width or 0)


def _sized(holder: Mapping[str, Any], given: Mapping[str, Any], *, alt: str) -> Image:
    return Image(
        url=_text(holder.get("source_url")),
        alt=alt,
        width=_number(given.get("width")),
        height=_number(given.get("height")),
    )


def _same_shape(one: Image, other: Image) -> bool:
    if not (one.width and one.height and other.width and other.height):
        return False
    return abs(one.width * other.height / (one.height * other.width) - 1) < 0.03


def ids_of(answer: Any, *, wanted: Iterable[str]) -> dict[str, str]:
    """Slug → id, of the terms in `answer` that are wanted."""
    slugs = set(wanted)
    return {
        slug: _text(each.get("id"))
        for each in _dicts(answer)
        if (slug := _text(each.get("slug"))) in slugs and _number(each.get("id"))
    }
