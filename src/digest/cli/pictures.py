"""A preview is looked at before the site is published: show the site's own pictures from the files beside it."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SRC = re.compile(r'(\bsrc=")(https?://[^"]+)(")')
_STATIC = ("", "static", "assets", "public")  # where Hugo, Jekyll and friends keep what the site serves at /


def localise(document: str, *, site: str, roots: tuple[Path, ...]) -> str:
    """Point the `src` of the site's own images to files under `roots`, where they exist; all others stay."""
    if not site or not roots:
        return document
    home = urlsplit(site)

    def local(match: re.Match[str]) -> str:
        url = urlsplit(html.unescape(match[2]))
        if url.hostname != home.hostname:
            return match[0]
        file = find(unquote(url.path).removeprefix(home.path.rstrip("/")).lstrip("/"), roots)
        return f"{match[1]}{html.escape(file.as_uri())}{match[3]}" if file else match[0]

    return _SRC.sub(local, document)


def find(path: str, roots: tuple[Path, ...]) -> Path | None:
    """The regular file that `path` names in one of the roots, their static folders, or their parents'."""
    for root in roots:
        for folder in (root.resolve(), root.resolve().parent):
            for static in _STATIC:
                base = folder / static
                file = (base / path).resolve()
                if file.is_relative_to(base) and file.is_file():
                    return file
    return None
