"""An article, as every kind of source yields it, and what is remembered of the source."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class ArticleKey(NamedTuple):
    """One identity of an article: `kind` is guid, url, path or content."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    url: str = ""
    bio: str = ""
    image: str = ""  # URL of a portrait


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by absolute URL; `path` is its file where the source is a folder."""

    url: str
    alt: str = ""
    width: int | None = None  # CSS pixels
    height: int | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """An enclosure: a podcast episode, a video."""

    url: str
    type: str = ""  # MIME type
    length: int | None = None  # bytes
    duration: int | None = None  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    url: str
    title: str
    meta: str = ""  # a short remark: "Analysis, 7 min"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What makes an article an event to meet at."""

    starts: datetime
    ends: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One normalised item of a source. `title`, `summary` and `text` are plain text; `html` is sanitised."""

    id: str
    source: str
    url: str
    title: str
    first_seen: datetime
    keys: tuple[ArticleKey, ...] = ()
    summary: str = ""
    html: str = ""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    language: str = ""  # BCP 47, "" where nobody says
    translations: tuple[str, ...] = ()  # what it shares with its versions in other languages alone
    image: Image | None = None
    media: tuple[Media, ...] = ()
    related: tuple[Link, ...] = ()
    event: Event | None = None
    backlog: bool = False  # was already there when its source was first collected

    @property
    def when(self) -> datetime:
        """The instant its age counts from: published, or first seen where undated."""
        return self.published or self.first_seen

    @property
    def podcast(self) -> Media | None:
        """Its audio enclosure, if it has one."""
        for media in self.media:
            if media.type.startswith("audio/"):
                return media
        return None


def article_id(keys: tuple[ArticleKey, ...]) -> str:
    """Derive an id from the strongest (first) key: 16 hex digits, stable across runs and machines."""
    kind, key = keys[0]
    return hashlib.blake2b(f"{kind}\0{key}".encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What is remembered of a source between polls. Validators are opaque and kept byte for byte."""

    source: str
    url: str  # the validators belong to this URL alone
    etag: str = ""
    last_modified: str = ""
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    failures: int = 0  # in a row
    error: str = ""
    succeeded_at: datetime | None = None
    page: str = ""  # the page that named this feed, where the source is a page
    moved_to: str = ""  # where `url` redirects to for good
    moved: int = 0  # so many answers in a row said so
    gone: bool = False  # it answered 410: it is not asked any more


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source is doing: its last visit, and how much it has brought."""

    state: PollState
    articles: int  # all that are kept
    recent: int  # of them, those of the last four weeks
