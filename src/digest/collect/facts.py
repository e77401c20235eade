"""Front matter → what it says about an article, whatever the site generator calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from digest.collect.clean import parse_date
from digest.model import Author, Event, Image, Link, Media

_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_ROLE = re.compile(r"\s*\([^()]*\)")
_NAME_EMAIL = re.compile(r"^(.*?)\s*<[^<>]*>$")
_AND = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+")
_ON_BEHALF = re.compile(r"\s+(?:on behalf of|for the)\s.*$", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:teams?|groups?|desk|staff|department|wg|committee|contributors|editors)$", re.IGNORECASE
)
_AUDIO = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
}
_CODE = re.compile(r"(`+|\*\*)(.+?)\1")
_MAX_LIST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file's front matter says; addresses are as written there. `draft` also means withdrawn or hidden."""

    title: str = ""
    published: datetime | None = None
    publish: datetime | None = None  # not before
    expires: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str = ""
    image: Image | None = None
    section: str = ""
    language: str = ""
    url: str = ""
    slug: str = ""
    canonical: str = ""
    draft: bool = False
    related: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    event: Event | None = None


def read_facts(fields: Mapping[str, Any], *, now: datetime, tz: tzinfo) -> Facts:
    """Read front matter; what makes no sense is left out, never an error. Dates are not clamped to `now`."""
    look = _Look(fields)

    def moment(*names: str) -> datetime | None:
        return to_date(look.first(*names), now=now, tz=tz)

    path = look.text("path")  # Zola's; its addresses end with a slash
    tags, categories = look.list("tags", "tag", "keywords"), look.list("categories", "category")
    return Facts(
        title=_CODE.sub(r"\2", look.text("title")),
        published=moment("date", "published_at", "pubdate", "created", "publishdate", "published"),
        publish=moment("publishdate", "publish_date"),
        expires=moment("expirydate", "expiry_date", "unpublishdate"),
        updated=moment("lastmod", "updated", "modified", "last_modified_at", "updated_at", "last_updated"),
        authors=tuple(_authors(look.first("authors", "author", "byline"))),
        tags=tags or categories,
        categories=categories,
        summary=look.text("description", "summary", "excerpt", "subtitle", "lead"),
        image=_image(look),
        section=look.text("section", "category") or (categories[0] if categories else ""),
        language=look.text("language", "lang", "locale"),
        url=look.text("url", "permalink", "link") or (f"{path.rstrip('/')}/" if path else ""),
        slug=look.text("slug"),
        canonical=look.text("canonical_url", "canonicalurl", "canonical"),
        draft=_is_draft(look),
        related=tuple(_related(look.first("related"))),
        media=tuple(_media(look)),
        event=_event(look.first("event"), now=now, tz=tz),
    )


class _Look:
    """Looks a name up at the top, then in Zola's [taxonomies] and the free tables of Hugo and Zola."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        inner = [fields.get(name) for name in ("taxonomies", "params", "extra")]
        self._tables = [fields, *(table for table in inner if isinstance(table, Mapping))]

    def first(self, *names: str) -> Any:
        for table in self._tables:
            for name in names:
                if (value := table.get(name)) not in (None, "", [], {}, False):
                    return value
        return None

    def text(self, *names: str) -> str:
        for table in self._tables:
            for name in names:
                if found := _text(table.get(name)):
                    return found
        return ""

    def list(self, *names: str) -> tuple[str, ...]:
        value = self.first(*names)
        if isinstance(value, str):
            value = re.split(r"[,;\n]", value) if re.search(r"[,;\n]", value) else [value]
        if isinstance(value, Mapping):
            value = list(value)
        return tuple(text for each in _items(value) if (text := _text(each)))


def _items(value: Any) -> list[Any]:
    return value[:_MAX_LIST] if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A scalar as text; lists and tables say nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, int | float | date | datetime) else ""


def to_date(value: Any, *, now: datetime, tz: tzinfo) -> datetime | None:
    """Read what TOML, YAML or a person wrote as a date, in `tz` where no zone is named; not clamped to `now`."""
    if isinstance(value, datetime):
        return parse_date(value.isoformat(), now=now, tz=tz, clamp=False)
    if isinstance(value, date):
        return parse_date(datetime.combine(value, time()).isoformat(), now=now, tz=tz, clamp=False)
    return parse_date(value, now=now, tz=tz, clamp=False) if isinstance(value, str) else None


def _is_draft(look: _Look) -> bool:
    status = look.text("status").lower()
    hidden = any(_is_true(look.first(name)) for name in ("draft", "hidden", "headless"))
    withdrawn = any(str(table.get("published", "")).lower() == "false" for table in look._tables[:1])
    build = look.first("build", "_build")
    unrendered = isinstance(build, Mapping) and str(build.get("render", "")).lower() in ("never", "false")
    return hidden or withdrawn or unrendered or status in ("draft", "hidden", "private", "skip")


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "1"))


def _authors(value: Any) -> Iterator[Author]:
    """Authors from a name, names in one string, Markdown links, a list, or tables of name, bio, url and image."""
    for each in _items(value):
        if isinstance(each, Mapping):
            name = _text(each.get("name")) or _text(each.get("title"))
            about = {
                key: next((text for alias in names if (text := _text(each.get(alias)))), "")
                for key, names in {
                    "url": ("url", "link", "website"),
                    "bio": ("bio", "about", "description"),
                    "image": ("image", "avatar", "photo", "picture"),
                }.items()
            }
            if name:
                yield Author(name=name, **about)
        elif text := " ".join(_text(each).split()):
            yield from _names(text)


def _names(text: str) -> Iterator[Author]:
    """Names in one string: Markdown links, else parts between commas and "and"; "Lima, Ana" is one name."""
    links: dict[str, str] = dict(_MARKDOWN_LINK.findall(text))
    plain = _ROLE.sub("", _MARKDOWN_LINK.sub(r"\1,", text)) if links else _ON_BEHALF.sub("", text)
    parts = [part for part in _AND.split(plain) if part.strip()]
    inverted = len(parts) == 2 and "," in plain and " " not in parts[0].strip()
    for part in [plain] if not links and (_GROUP.search(plain) or inverted) else parts:
        if name := _NAME_EMAIL.sub(r"\1", part).strip(" *_,"):
            yield Author(name=name, url=links.get(name, ""))


def _image(look: _Look) -> Image | None:
    """An image by address, or by a table of address and alt text; the first of a list."""
    value = look.first(
        "image", "cover", "featured_image", "featureimage", "thumbnail", "hero", "banner", "images"
    )
    value = value[0] if isinstance(value, list) and value else value
    alt = look.text("image_alt", "imagealt", "cover_alt", "alt")
    if isinstance(value, Mapping):
        alt = _text(value.get("alt")) or _text(value.get("caption")) or alt
        names = ("url", "src", "path", "image", "feature", "teaser", "filename", "file")
        value = next((text for name in names if (text := _text(value.get(name)))), "")
    text = _text(value)
    return Image(url=text, alt=alt) if text else None


def _related(value: Any) -> Iterator[Link]:
    for each in _items(value):
        if isinstance(each, Mapping) and _text(each.get("title")):
            yield Link(
                url=_text(each.get("url")), title=_text(each.get("title")), meta=_text(each.get("meta"))
            )
        elif isinstance(each, str) and (match := _MARKDOWN_LINK.match(each.strip())):
            yield Link(url=match[2], title=match[1])


def _media(look: _Look) -> Iterator[Media]:
    """The audio or video that the front matter names: an address, or a table with type, length and duration."""
    for each in _items(look.first("audio", "podcast", "enclosure", "video")):
        table = each if isinstance(each, Mapping) else {"url": each}
        url = _text(table.get("url")) or _text(table.get("src")) or _text(table.get("file"))
        guess = _AUDIO.get(url.partition("?")[0].rpartition(".")[2].lower(), "")
        if url:
            yield Media(
                url=url,
                type=_text(table.get("type")) or guess,
                length=_number(table.get("length") or table.get("size")),
                duration=_seconds(table.get("duration")),
            )


def _number(value: Any) -> int | None:
    text = _text(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _seconds(value: Any) -> int | None:
    """Seconds from 1834, "30:34" or "1:02:03"."""
    parts = _text(value).split(":")
    if not 1 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdecimal() and len(part) < 8 for part in parts
    ):
        return None
    total = 0
    for part in parts:
        total = 60 * total + int(part)
    return total


def _event(value: Any, *, now: datetime, tz: tzinfo) -> Event | None:
    if not isinstance(value, Mapping):
        return None
    starts = to_date(value.get("starts") or value.get("start") or value.get("date"), now=now, tz=tz)
    ends = to_date(value.get("ends") or value.get("end"), now=now, tz=tz)
    place = _text(value.get("place")) or _text(value.get("location"))
    return (
        Event(starts=starts, ends=ends if ends and starts and ends >= starts else None, place=place)
        if starts
        else None
    )
