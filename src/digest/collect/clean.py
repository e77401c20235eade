"""Hostile text → what an Article may hold: safe HTML, plain text, http(s) links. make_article() is the one door."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from digest.collect import Options
from digest.collect.dates import parse_date
from digest.collect.language import detect
from digest.collect.markup import clean_html, first_image, plain_text, words_of
from digest.collect.text import one_line, readable, summary_of
from digest.collect.translations import translation_keys
from digest.collect.urls import canonical_url, url_key, without_tracking
from digest.model import (
    Article,
    ArticleKey,
    Author,
    Event,
    Image,
    Link,
    Media,
    article_id,
    utc,
)

__all__ = [
    "canonical_url",
    "clean_html",
    "first_image",
    "make_article",
    "one_line",
    "parse_date",
    "plain_text",
    "summary_of",
    "url_key",
    "without_tracking",
]

_MAX_TAGS, _MAX_TAG, _MAX_AUTHORS, _MAX_RELATED, _MAX_MEDIA = 30, 60, 20, 20, 10
_MAX_TEXT = 500_000


def make_article(
    *,
    source: Options,
    url: str,
    title: str,
    now: datetime,
    html: str = "",
    summary: str = "",
    text: str = "",
    base_url: str = "",
    site_url: str = "",
    url_is_key: bool = True,
    guid: str = "",
    path: str = "",
    published: datetime | str | None = None,
    updated: datetime | str | None = None,
    tz: tzinfo | None = None,
    authors: Iterable[Author] = (),
    tags: Iterable[str] = (),
    section: str = "",
    language: str = "",
    image: Image | None = None,
    media: Iterable[Media] = (),
    related: Iterable[Link] = (),
    event: Event | None = None,
    translations: Iterable[str] = (),
    clamp: bool = True,
) -> Article:
    """Make an Article of untrusted parts; never raises on their content.

    `title` and `summary` are plain text (pass markup through plain_text first), `html` is cleaned here. Relative
    addresses are resolved against `base_url`, else the article's own, else the site's. Without a URL the article links
    to its site and is known by `guid`, `path` or content; without a title it shows its text or link host.
    `translations` are addresses of its versions in other languages. `guid` must be unique beyond its source; `url_is_key` is False where several articles share an address. Dates in the future become `now` unless `clamp` is False.
    """
    own = without_tracking(canonical_url(url, base=base_url or site_url))
    base = base_url or own or site_url
    body = clean_html(html, base_url=base) if html else ""
    words = readable(words_of(body) if body else plain_text(html) if html else text)[:_MAX_TEXT]
    link = own or canonical_url(site_url)
    headline = one_line(title) or urlsplit(link).hostname or "Untitled"
    keys = _keys(
        guid=guid,
        path=path,
        url=own if url_is_key else "",
        content=f"{headline}\0{words or summary}\0{published or ''}",
    )
    zone = {"tz": tz} if tz else {}
    dates = [
        parse_date(each, now=now, clamp=clamp, **zone)
        if isinstance(each, str)
        else _instant(each, now, clamp)
        for each in (published, updated)
    ]
    return Article(
        id=article_id(keys),
        source=source.name,
        url=link,
        title=headline,
        first_seen=utc(now),
        keys=keys,
        summary=one_line(summary, limit=600) or summary_of(words),
        html=body,
        text=words,
        published=dates[0],
        updated=dates[1],
        authors=_authors(authors, base),
        tags=_tags((*tags, *source.tags)),
        section=source.section or one_line(section, limit=80),
        language=source.language or _language(language) or detect(f"{headline}. {summary} {words[:2000]}"),
        image=_image(image, base),
        media=_media(media, base),
        related=_related(related, base, own),
        event=event,
        translations=translation_keys(own, translations) if url_is_key else (),
    )


def _keys(*, guid: str, path: str, url: str, content: str) -> tuple[ArticleKey, ...]:
    """Strongest first. Content alone is the last resort: it changes with every correction."""
    named = (("guid", _guid(guid)), ("url", url_key(url)), ("path", path))
    keys = tuple(ArticleKey(kind, key) for kind, key in named if key)
    digest = hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return keys or (ArticleKey("content", digest),)


def _guid(guid: str) -> str:
    """A guid that is an address keeps its identity when the site moves to https."""
    return re.sub(r"^https?://(www\.)?", "//", one_line(guid, limit=500))


def _instant(value: datetime | None, now: datetime, clamp: bool) -> datetime | None:
    if value is None:
        return None
    return min(utc(value), utc(now)) if clamp else utc(value)


def _authors(authors: Iterable[Author], base: str) -> tuple[Author, ...]:
    """Authors by name, each once; portraits and pages by absolute URL."""
    known: dict[str, Author] = {}
    for author in authors:
        if name := one_line(author.name, limit=80):
            known.setdefault(
                name.casefold(),
                Author(
                    name=name,
                    url=canonical_url(author.url, base=base),
                    bio=one_line(author.bio, limit=600),
                    image=canonical_url(author.image, base=base),
                ),
            )
    return tuple(known.values())[:_MAX_AUTHORS]


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for tag in tags:
        if name := one_line(tag, limit=_MAX_TAG).strip("#").strip():
            known.setdefault(name.casefold(), name)
    return tuple(known.values())[:_MAX_TAGS]


def _language(tag: str) -> str:
    """BCP 47 as people write it ("en_us", "EN-us") → "en-US"; "" when it is none."""
    parts = tag.strip().replace("_", "-").split("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "-".join(parts)):
        return ""
    rest = (
        each.upper() if len(each) == 2 else each.title() if len(each) == 4 else each for each in parts[1:]
    )
    return "-".join((parts[0].lower(), *rest))


def _image(image: Image | None, base: str) -> Image | None:
    if image is None or not (
        url := canonical_url(image.url, base=base) or ("" if not image.path else image.url)
    ):
        return None
    return replace(image, url=url, alt=one_line(image.alt))


def _media(media: Iterable[Media], base: str) -> tuple[Media, ...]:
    known = {url: replace(each, url=url) for each in media if (url := canonical_url(each.url, base=base))}
    return tuple(known.values())[:_MAX_MEDIA]


def _related(related: Iterable[Link], base: str, own: str) -> tuple[Link, ...]:
    known: dict[str, Link] = {}
    for link in related:
        url, title = canonical_url(link.url, base=base), one_line(link.title, limit=200)
        if title and not (url and url_key(url) == url_key(own)):
            known.setdefault(url or title, Link(url=url, title=title, meta=one_line(link.meta, limit=80)))
    return tuple(known.values())[:_MAX_RELATED]
