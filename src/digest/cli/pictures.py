"""A preview is looked at before the site is published: show the site's own pictures from the files beside it."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.render.options import Brand
from digest.render.theme import DEFAULT, shipped_themes

_SRC = re.compile(r'(\bsrc=")(https?://[^"]+)(")')
_STATIC = ("", "static", "assets", "public")  # where Hugo, Jekyll and friends keep what the site serves at /


def localise(document: str, *, brand: Brand, icons: str, roots: tuple[Path, ...]) -> str:
    """Point the `src` of the site's own images to files under `roots`, where they exist, and of the networks' icons, which
    the public pages will serve, to those that came with the program; all others stay."""
    home = urlsplit(brand.site)

    def local(match: re.Match[str]) -> str:
        address = html.unescape(match[2])
        url = urlsplit(address)
        if icons and address.startswith(f"{icons}/"):
            file = find(url.path.rpartition("/")[2], (shipped_themes() / DEFAULT / "icons",))
        elif home.hostname and url.hostname == home.hostname:
            file = find(unquote(url.path).removeprefix(home.path.rstrip("/")).lstrip("/"), roots)
        else:
            return match[0]
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
