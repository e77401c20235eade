"""What the default theme promises: colours that can be read, and a package that is light to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from render_samples import DEFAULT

LIGHT, DARK = DEFAULT.tokens["colours"], DEFAULT.tokens["dark"]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", ["title", "body", "meta", "link"])
def test_text_can_be_read_on_card_and_panel(name: str) -> None:
    """At least 4.5:1, light and dark."""
    for colours in (LIGHT, DARK):
        assert contrast(colours[name], colours["card"]) >= 4.5
        assert contrast(colours[name], colours["panel"]) >= 4.5


@pytest.mark.parametrize("place", range(len(DEFAULT.tokens["sections"])))
def test_section_colours_can_be_read(place: int) -> None:
    """On the card as a title, on their tint as a pill."""
    colours = DEFAULT.tokens["sections"][place]
    assert contrast(colours["text"], LIGHT["card"]) >= 5.8
    assert contrast(colours["text"], colours["tint"]) >= 4.5
    assert contrast(colours["dark"], DARK["card"]) >= 4.5
    assert contrast(colours["dark"], colours["dark_tint"]) >= 4.5


@pytest.mark.parametrize(
    ("text", "background"),
    [
        (LIGHT["button_text"], LIGHT["button"]),
        (LIGHT["button_text"], DARK["button"]),
        (LIGHT["link"], LIGHT["tint"]),
        (DARK["link"], DARK["tint"]),
        (LIGHT["month"], LIGHT["tile"]),
        (DARK["month"], DARK["tile"]),
        (LIGHT["small"], LIGHT["page"]),
        (DARK["meta"], DARK["page"]),
        (LIGHT["tagline"], LIGHT["masthead"]),
        (LIGHT["accent"], LIGHT["masthead"]),
        ("#FFFFFF", LIGHT["nav"]),
        (LIGHT["podcast_meta"], LIGHT["podcast"]),
        (LIGHT["podcast_text"], LIGHT["podcast"]),
        (LIGHT["sponsor_meta"], LIGHT["sponsor"]),
        (LIGHT["sponsor_text"], LIGHT["sponsor"]),
        (LIGHT["sponsor_ink"], LIGHT["sponsor_button"]),
    ],
)
def test_every_other_pair_can_be_read(text: str, background: str) -> None:
    """Buttons, tiles, panels, the small print."""
    assert contrast(text, background) >= 4.5


def test_importing_render_loads_nothing_heavy() -> None:
    """`digest --help` and the pipeline import its options."""
    heavy = "jinja2 babel lxml mjml markupsafe"
    program = f"import sys, digest.render, digest.render.personal; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
