"""Pictures as a mail shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Fit(StrEnum):
    """The place that a picture is fitted to; `box` is its width and height in CSS pixels, a height of 0 is any."""

    LEAD = "lead"
    STORY = "story"
    SQUARE = "square"
    PORTRAIT = "portrait"
    SPONSOR = "sponsor"
    LOGO = "logo"
    INSIDE = "inside"  # in a whole article

    @property
    def box(self) -> tuple[int, int]:
        return _BOXES[self]


_BOXES = {
    Fit.LEAD: (640, 360),
    Fit.STORY: (270, 180),
    Fit.SQUARE: (140, 140),
    Fit.PORTRAIT: (72, 72),
    Fit.SPONSOR: (176, 0),
    Fit.LOGO: (280, 0),
    Fit.INSIDE: (640, 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture fitted to its place: `key` is made from its bytes, `width` and `height` are its own pixels."""

    key: str
    media_type: str
    data: bytes
    width: int
    height: int


class Shown(NamedTuple):
    """Where a mail takes a picture from, and its width in CSS pixels where that is known to be too little, else 0."""

    src: str
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """What became of an issue's pictures, by URL and place; one that is not in it is shown from where it is."""

    shown: Mapping[tuple[str, Fit], Shown] = field(default_factory=dict)
    left_out: frozenset[tuple[str, Fit]] = frozenset()

    def of(self, url: str, fit: Fit) -> Shown | None:
        """How to show a picture; None leaves it out."""
        if (url, fit) in self.left_out:
            return None
        return self.shown.get((url, fit), Shown(url))
