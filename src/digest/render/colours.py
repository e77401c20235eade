"""Colours: contrast as WCAG 2 measures it, and a whole palette from a publisher's one or two."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Mapping

BLACK, WHITE, INK = "#000000", "#FFFFFF", "#0F1B2D"
ENOUGH = 4.5  # for text, WCAG 2.2, 1.4.3
COMFORT = 6.0  # what we aim for where the colour is ours to choose


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as #1D4ED8, from 1 to 21 (WCAG 2.2)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` (0 to 1) of the other in it."""
    mixed = (a + (b - a) * share for a, b in zip(_channels(colour), _channels(other), strict=True))
    return _hex(mixed)


def legible(colour: str, *backgrounds: str, ratio: float = ENOUGH) -> str:
    """The colour, darkened or lightened as little as makes it legible as text on every background."""
    if all(contrast(colour, background) >= ratio for background in backgrounds):
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    steps = [step / 100 for step in range(101)]
    for level in sorted(steps, key=lambda step: abs(step - light)):
        found = _hex(colorsys.hls_to_rgb(hue, level, saturation))
        if all(contrast(found, background) >= ratio for background in backgrounds):
            return found
    return max((INK, WHITE), key=lambda ink: min(contrast(ink, background) for background in backgrounds))


def is_grey(colour: str) -> bool:
    """Whether a colour has hardly any hue: a link in it would not look like one."""
    channels = tuple(_channels(colour))
    return max(channels) - min(channels) < 0.12


def palette(
    colour: str, *, accent: str = "", base: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """The tokens that make a theme a publisher's own: `colours` and `dark`, only what differs from `base`.

    `colour` is the masthead's; `accent`, or else `colour`, becomes links and buttons. Every text among them is legible on
    what it stands on, so a given colour may come out darker or lighter.
    """
    light, dark = base["colours"], base["dark"]
    ink = WHITE if contrast(WHITE, colour) >= 3 else INK
    masthead = legible(colour, ink)
    nav = mix(masthead, BLACK if ink == WHITE else WHITE, 0.18)
    hue = accent or colour
    link = light["link"] if is_grey(hue) else legible(hue, light["card"], light["panel"], ratio=COMFORT)
    tint = mix(link, WHITE, 0.9)
    dark_tint = mix(dark["card"], link, 0.22)
    podcast = mix(masthead if ink == WHITE else link, BLACK, 0.25)
    return {
        "colours": {
            "masthead": masthead,
            "masthead_text": ink,
            "tagline": legible(mix(ink, masthead, 0.28), masthead),
            "accent": legible(accent or ink, masthead),
            "nav": nav,
            "nav_text": legible(ink, nav),
            "link": legible(link, tint, light["card"], light["panel"]),
            "button": legible(link, WHITE),
            "tint": tint,
            "podcast": podcast,
            "podcast_title": legible(WHITE, podcast),
            "podcast_meta": legible(mix(WHITE, podcast, 0.25), podcast),
            "podcast_text": legible(mix(WHITE, podcast, 0.15), podcast),
        },
        "dark": {
            "link": legible(link, dark["card"], dark["panel"], dark_tint, ratio=COMFORT),
            "button": legible(link, WHITE),
            "tint": dark_tint,
        },
    }


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, value)) * 255):02X}" for value in channels)
