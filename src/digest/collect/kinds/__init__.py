"""The table of source kinds. A kind is a frozen dataclass of options with `collect`; it is imported when it is used."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

from digest.collect import Source
from digest.collect.feeds import LATER
from digest.errors import InputError

__all__ = ["KINDS", "LATER", "guess_source", "source_class"]

KINDS = {
    "feed": "digest.collect.kinds.feed:FeedSource",
    "folder": "digest.collect.kinds.folder:FolderSource",
}

_TEXTS = frozenset({".md", ".markdown", ".mdown", ".html", ".htm", ".txt", ".text"})
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)", re.IGNORECASE)
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".jsonfeed", ".json"})


def source_class(kind: str) -> type:
    """Return the class behind `kind`. Raises InputError for kinds of later versions and unknown ones."""
    if kind in LATER:
        raise InputError(f"{kind} sources come with version {LATER[kind]}")
    if kind not in KINDS:
        raise InputError(f"no source kind “{kind}”; there are: {', '.join(KINDS)}")
    module, _, name = KINDS[kind].partition(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, type)
    return found


def guess_source(text: str, /, *, name: str, root: Path, **common: Any) -> Source:
    """Make the source that `text` means: a URL, a feed file, a folder or a text file; paths are relative to `root`.

    Looks at names only, and at whether a path exists. Raises InputError: nothing there, or a kind of a later version.
    """
    text = text.strip()
    scheme, colon, _ = text.partition("://")
    kind = _later_kind(text)
    if kind:
        raise InputError(f"{text}: {kind} sources come with version {LATER[kind]}")
    if colon and scheme.lower() not in ("http", "https", "file"):
        raise InputError(f"{name}: {scheme}:// cannot be collected; use http:// or https://")
    if colon and scheme.lower() != "file":
        return _make("feed", url=text, name=name, **common)
    path = root / Path(text.removeprefix("file://")).expanduser()
    if path.is_dir() or (path.suffix.lower() in _TEXTS and path.is_file()):
        return _make("folder", path=path, name=name, **common)
    if path.is_file():
        return _make("feed", path=path, name=name, **common)
    looks_like_host = _HOST.match(text) and path.suffix.lower() not in _TEXTS | _FEEDS
    hint = f"; did you mean https://{text}?" if looks_like_host else ""
    raise InputError(f"{text}: no such file or folder{hint}")


def _make(kind: str, **options: Any) -> Source:
    source: Source = source_class(kind)(**options)
    return source


def _later_kind(text: str) -> str:
    """The kind of a later version that an address or a file name gives away, else ""."""
    bare = text.lower().partition("?")[0].partition("#")[0].rstrip("/")
    last = bare.rpartition("/")[2]
    if last.endswith((".ics", ".ical")) or text.lower().startswith("webcal:"):
        return "calendar"
    if last.endswith(".opml"):
        return "opml"
    if last.startswith("sitemap") and last.endswith((".xml", ".xml.gz")):
        return "sitemap"
    if "/wp-json" in bare:
        return "wordpress"
    return ""
