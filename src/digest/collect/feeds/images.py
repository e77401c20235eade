"""Which of an item's pictures to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from digest.model import Image

_WIDEST = 2400  # more pixels than any mail shows
_NARROWEST = 120  # an icon, not a picture
_THUMBNAIL = 300
_UNKNOWN = 600
_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)


def is_picture(url: str, *, type: str = "", medium: str = "") -> bool:
    """Do its type, its medium or its name make it a picture?"""
    if type or medium:
        return type.lower().startswith("image/") or medium.lower() == "image"
    return bool(_EXTENSION.search(urlsplit(url).path))


def best_first(images: Iterable[tuple[Image, bool]]) -> tuple[Image, ...]:
    """Order pictures, each with "is the default": defaults first, then the widest that is not absurd."""
    images = tuple(images)
    if len(images) < 2:
        return tuple(image for image, _ in images)
    ranked = sorted(enumerate(images), key=lambda row: (not row[1][1], -_worth(row[1][0]), row[0]))
    return tuple(dict.fromkeys(image for _, (image, _) in ranked))


def choose(images: Iterable[Image], *, body: Image | None) -> Image | None:
    """The first that is no icon; a body's picture wins over a thumbnail that is narrower."""
    picture = next((image for image in images if min(_width(image), _height(image)) >= _NARROWEST), None)
    if picture is None:
        return body
    if (
        body
        and (picture.width or _UNKNOWN) < _THUMBNAIL
        and (body.width or _UNKNOWN) > (picture.width or _UNKNOWN)
    ):
        return body
    return picture


def _width(image: Image) -> int:
    return image.width or _UNKNOWN


def _height(image: Image) -> int:
    return image.height or _UNKNOWN


def _worth(image: Image) -> float:
    width = _width(image)
    return width if width <= _WIDEST else _WIDEST / width
