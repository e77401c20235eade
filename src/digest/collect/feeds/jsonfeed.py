"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), forgiving about types."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from digest.collect.feeds import Item, ParsedFeed
from digest.collect.feeds.images import best_first, is_picture
from digest.collect.markup import plain_text
from digest.errors import ParseError
from digest.model import Author, Image, Link, Media

_Object = Mapping[str, Any]


def parse_json(data: bytes, /, *, name: str) -> ParsedFeed:
    """Parse; raises ParseError for JSON that is broken or is something else."""
    try:
        # raw_decode: what a broken publisher left behind the feed is no reason to lose it.
        feed, _ = json.JSONDecoder().raw_decode(data.decode("utf-8-sig", "replace").lstrip())
    except (ValueError, RecursionError) as exc:
        raise ParseError(f"{name}: broken JSON ({exc})") from exc
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError(f"{name}: JSON, but not a JSON Feed (it has no “items”)")
    inherited = _authors(feed)
    language = _text(feed.get("language"))
    return ParsedFeed(
        title=plain_text(_text(feed.get("title"))),
        site_url=_text(feed.get("home_page_url")),
        language=language,
        items=tuple(_item(item, inherited=inherited) for item in feed["items"] if isinstance(item, dict)),
    )


def _text(value: object) -> str:
    """A string; 1.0 feeds also write ids as numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _item(item: _Object, *, inherited: tuple[Author, ...]) -> Item:
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    paragraphs = (each for each in re.split(r"\n\s*\n", text) if each.strip())
    published, updated = _text(item.get("date_published")), _text(item.get("date_modified"))
    return Item(
        guid=_text(item.get("id")),
        url=_text(item.get("url")) or _text(item.get("external_url")),
        title=plain_text(_text(item.get("title"))),
        summary=_text(item.get("summary")),
        html=html or "".join(f"<p>{entities.escape(each)}</p>" for each in paragraphs),
        published=published or updated,
        updated=updated,
        authors=_authors(item) or inherited,
        tags=tuple(_text(tag) for tag in _list(item.get("tags"))),
        language=_text(item.get("language")),
        images=best_first(_images(item)),
        media=tuple(_media(item)),
        related=tuple(_related(item)),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _authors(holder: _Object) -> tuple[Author, ...]:
    """`authors` of 1.1, else `author` of 1.0."""
    given = _list(holder.get("authors")) or [holder.get("author")]
    return tuple(
        Author(name=_text(each.get("name")), url=_text(each.get("url")), image=_text(each.get("avatar")))
        for each in given
        if isinstance(each, Mapping)
    )


def _images(item: _Object) -> Iterable[tuple[Image, bool]]:
    for key in ("image", "banner_image"):
        if url := _text(item.get(key)):
            yield Image(url=url), False
    for each in _attachments(item):
        if is_picture(_text(each.get("url")), type=_text(each.get("mime_type"))):
            yield Image(url=_text(each.get("url"))), False


def _attachments(item: _Object) -> list[_Object]:
    return [
        each
        for each in _list(item.get("attachments"))
        if isinstance(each, Mapping) and _text(each.get("url"))
    ]


def _media(item: _Object) -> Iterable[Media]:
    for each in _attachments(item):
        kind = _text(each.get("mime_type")).lower()
        if kind.startswith(("audio/", "video/")):
            yield Media(
                url=_text(each.get("url")),
                type=kind,
                length=_whole(each.get("size_in_bytes")),
                duration=_whole(each.get("duration_in_seconds")),
            )


def _whole(value: object) -> int | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12
    return int(value) if usable and isinstance(value, int | float) else None


def _related(item: _Object) -> Iterable[Link]:
    """What a link blog writes about."""
    url = _text(item.get("external_url"))
    if url and _text(item.get("url")):
        yield Link(url=url, title=url.partition("://")[2].partition("/")[0])
