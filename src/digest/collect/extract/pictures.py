"""Which picture is the article's, and which are in its body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.collect.extract.said import number
from digest.collect.text import one_line
from digest.collect.urls import canonical_url
from digest.model import Image

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST = 200  # pictures of a body
_SMALLEST = 60  # pixels; less is a button or a face
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazyload",
    "data-full-src",
    "data-image",
    "data-hi-res-src",
)
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_WIDE_ENOUGH = 1200  # pixels
_NARROWEST = 120  # pixels; less is an icon
_SITES_OWN = re.compile(
    r"(?:^|[/_.-])(?:logos?|favicon|apple-touch-icon|placeholder|default[-_]?(?:image|og|share|social|thumb)\w*|no-?image|"
    r"spacer|blank|avatar)(?:[/_.-]|\d|$)",
    re.IGNORECASE,
)


def choose_picture(images: Iterable[Image], /, *, base: str) -> Image | None:
    """The first, by trust, that is neither an icon nor the site's own; others that name it add its size and words."""
    found: dict[str, Image] = {}
    for image in images:
        if not (url := canonical_url(image.url, base=base)) or _is_icon(image):
            continue
        known = found.get(url, replace(image, url=url))
        found[url] = replace(
            known,
            alt=known.alt or image.alt,
            width=known.width or image.width,
            height=known.height or image.height,
        )
    return next(
        (image for image in found.values() if not _SITES_OWN.search(image.url.partition("?")[0])), None
    )


def _is_icon(image: Image) -> bool:
    return min(
        image.width or _NARROWEST, image.height or _NARROWEST
    ) < _NARROWEST or image.url.lower().endswith(".svg")


def mark_pictures(root: HtmlElement, /, *, base: str) -> dict[str, Image]:
    """Give each <img> a name that every tool takes for a picture's; return what the names stand for. The page is changed.

    Pictures that load late are found where their pages put them; buttons and faces get no name.
    """
    named: dict[str, Image] = {}
    for element in list(root.iter("img")):
        image = _image_of(element, base) if len(named) < _MOST else None
        for name in list(element.attrib):
            del element.attrib[name]
        if image is not None:
            mark = f"https://picture.invalid/{len(named)}.jpg"
            named[mark] = image
            element.set("src", mark)
            element.set("alt", image.alt)
    return named


def _image_of(element: HtmlElement, base: str) -> Image | None:
    width, height = number(element.get("width")), number(element.get("height"))
    if min(width or _SMALLEST, height or _SMALLEST) < _SMALLEST:
        return None
    url = next((url for text in _sources(element) if (url := canonical_url(text, base=base))), "")
    return Image(url=url, alt=one_line(element.get("alt") or ""), width=width, height=height) if url else None


def _sources(element: HtmlElement) -> Iterator[str]:
    """Where a picture may be, best first."""
    yield from (value for name in _LAZY if (value := element.get(name)))
    src = element.get("src") or ""
    if src and not src.startswith("data:") and not _SITES_OWN.search(src.partition("?")[0]):
        yield src
    yield from (url for name in _SETS if (url := _widest(element.get(name) or "")))
    # Parsers of old put the <img> into the <source> before it.
    for picture in element.iterancestors("picture"):
        yield from (url for each in picture.iter("source") if (url := _widest(each.get("srcset") or "")))
    yield src


def _widest(srcset: str) -> str:
    """The widest of a srcset that is no wider than a mail needs."""
    ranked: list[tuple[float, str]] = []
    for part in re.split(r",\s+|,(?=https?:|//)", srcset[:10_000]):
        url, _, size = part.strip().partition(" ")
        match = re.fullmatch(r"(\d{1,5}(?:\.\d+)?)(w|x)", size.strip())
        width = float(match[1]) * (1 if match[2] == "w" else 600) if match else 600.0
        if url and not url.startswith("data:"):
            ranked.append((width if width <= _WIDE_ENOUGH else _WIDE_ENOUGH / width, url))
    return max(ranked)[1] if ranked else ""
