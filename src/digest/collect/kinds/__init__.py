"""The table of source kinds. A kind is a frozen dataclass of options with `collect`; it is imported when it is used."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

from digest.collect import Source
from digest.errors import InputError

__all__ = ["KINDS", "guess_source", "kind_of", "source_class"]

KINDS = {
    "feed": "digest.collect.kinds.feed:FeedSource",
    "page": "digest.collect.kinds.page:PageSource",
    "sitemap": "digest.collect.kinds.sitemap:SitemapSource",
    "wordpress": "digest.collect.kinds.wordpress:WordPressSource",
    "calendar": "digest.collect.kinds.calendar:CalendarSource",
    "folder": "digest.collect.kinds.folder:FolderSource",
}

_TEXTS = frozenset({".md", ".markdown", ".mdown", ".html", ".htm", ".txt", ".text"})
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)", re.IGNORECASE)
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".jsonfeed", ".json"})


def source_class(kind: str) -> type:
    """Return the class behind `kind`. Raises InputError for unknown ones."""
    if kind not in KINDS:
        raise InputError(f"no source kind “{kind}”; there are: {', '.join(KINDS)}")
    module, _, name = KINDS[kind].partition(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, type)
    return found


def kind_of(source: Source) -> str:
    """The kind of a source, as the table calls it."""
    return type(source).__name__.removesuffix("Source").lower()


def guess_source(
    text: str, /, *, name: str, root: Path, kind: str = "", or_page: bool = False, **common: Any
) -> Source:
    """Make the source that `text` means: a URL or a path, relative to `root`. A `kind` overrules the guess.

    With `or_page` a web page that names no feed is an article itself.

    Looks at names only, and at whether a path exists. Raises InputError: nothing there, or not what `kind` reads.
    """
    text = text.strip()
    scheme, colon, _ = text.partition("://")
    if text.lower().startswith(("webcal:", "webcals:")):
        return _make("calendar", url=text, name=name, **common)
    if colon and scheme.lower() not in ("http", "https", "file"):
        raise InputError(f"{name}: {scheme}:// cannot be collected; use http:// or https://")
    if colon and scheme.lower() != "file":
        kind = kind or _kind_of_url(text)
        if kind == "feed":
            common["or_page"] = or_page
        return _make(kind, url=text, name=name, **common)
    path = root / Path(text.removeprefix("file://")).expanduser()
    if not path.exists():
        looks_like_host = _HOST.match(text) and path.suffix.lower() not in _TEXTS | _FEEDS
        hint = f"; did you mean https://{text}?" if looks_like_host else ""
        raise InputError(f"{text}: no such file or folder{hint}")
    guessed = _kind_of_path(path)
    if kind and kind != guessed and kind not in ("feed", "folder", "calendar"):
        raise InputError(f"{text}: a {kind} is read from a URL, not from a path")
    return _make(kind or guessed, path=path, name=name, **common)


def _make(kind: str, **options: Any) -> Source:
    source: Source = source_class(kind)(**options)
    return source


def _kind_of_url(url: str) -> str:
    """The kind that an address gives away; a feed, or a page that names one, where it does not."""
    bare = url.lower().partition("?")[0].partition("#")[0].rstrip("/")
    last = bare.rpartition("/")[2]
    if last.endswith(".opml"):
        raise InputError(f"{url}: a list of feeds; add them with “digest sources import {url}”")
    if last.endswith((".ics", ".ical")):
        return "calendar"
    if re.fullmatch(r"[\w-]*sitemap[\w.-]*\.(?:xml|txt)(?:\.gz)?", last):
        return "sitemap"
    return "wordpress" if "/wp-json" in bare else "feed"


def _kind_of_path(path: Path) -> str:
    suffix = path.suffix.lower()
    if path.is_dir() or (suffix in _TEXTS and path.is_file()):
        return "folder"
    if suffix == ".opml":
        raise InputError(f"{path.name}: a list of feeds; add them with “digest sources import {path.name}”")
    return "calendar" if suffix in (".ics", ".ical") else "feed"
