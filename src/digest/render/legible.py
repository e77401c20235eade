"""Whether a theme's colours can be read: every text beside what it stands on, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from digest.model import Finding, Level
from digest.render.colours import ENOUGH, contrast, legible

LARGE = 3.0  # for text of 24 px, or 19 px and bold (WCAG 2.2, 1.4.3)


class Pair(NamedTuple):
    """A text's token on a background's, each `table.name` of theme.toml."""

    text: str
    background: str
    ratio: float = ENOUGH


PAIRS = (
    *(
        Pair(f"{table}.{text}", f"{table}.{background}")
        for table in ("colours", "dark")
        for text in ("title", "body", "meta", "link")
        for background in ("card", "panel")
    ),
    Pair("colours.small", "colours.page"),
    Pair("dark.meta", "dark.page"),
    Pair("colours.masthead_text", "colours.masthead"),
    Pair("colours.accent", "colours.masthead", LARGE),
    Pair("colours.tagline", "colours.masthead"),
    Pair("colours.nav_text", "colours.nav"),
    Pair("colours.button_text", "colours.button"),
    Pair("colours.button_text", "dark.button"),
    Pair("colours.link", "colours.tint"),
    Pair("dark.link", "dark.tint"),
    Pair("colours.title", "colours.tile"),
    Pair("dark.title", "dark.tile"),
    Pair("colours.month", "colours.tile"),
    Pair("dark.month", "dark.tile"),
    Pair("colours.podcast_title", "colours.podcast"),
    Pair("colours.podcast_meta", "colours.podcast"),
    Pair("colours.podcast_text", "colours.podcast"),
    Pair("colours.sponsor_meta", "colours.sponsor"),
    Pair("colours.sponsor_text", "colours.sponsor"),
    Pair("colours.sponsor_ink", "colours.sponsor_button"),
)
SECTION = (
    ("text", "colours.card"),
    ("text", "tint"),
    ("dark", "dark.card"),
    ("dark", "dark_tint"),
)


def illegible(tokens: Mapping[str, Any], /) -> tuple[Finding, ...]:
    """A finding for every text of a theme that is hard to read: an error below 3:1, else a warning."""
    return tuple(_findings(tokens))


def _findings(tokens: Mapping[str, Any]) -> Iterator[Finding]:
    for pair in PAIRS:
        text, background = _token(tokens, pair.text), _token(tokens, pair.background)
        yield from _judge(pair.text, text, pair.background, background, pair.ratio)
    for place, section in enumerate(tokens["sections"]):
        for name, other in SECTION:
            background = _token(tokens, other) if "." in other else section[other]
            shown = other if "." in other else f"sections.{place}.{other}"
            yield from _judge(f"sections.{place}.{name}", section[name], shown, background, ENOUGH)


def _judge(name: str, text: str, other: str, background: str, ratio: float) -> Iterator[Finding]:
    found = contrast(text, background)
    if found < ratio:
        yield Finding(
            check="contrast",
            level=Level.ERROR if found < LARGE else Level.WARNING,
            message=f"{name} {text} on {other} {background} has a contrast of {found:.1f}:1, {ratio:g}:1 is needed",
            where="theme.toml",
            remedy=f"{legible(text, background, ratio=ratio)} would do",
        )


def _token(tokens: Mapping[str, Any], path: str) -> str:
    table, _, name = path.partition(".")
    value: str = tokens[table][name]
    return value
