"""Colours that people choose, and the palette that is made from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.model import Level
from digest.render.colours import contrast, legible, mix, palette
from digest.render.legible import illegible
from digest.render.theme import find_theme, names, shipped_themes
from render_samples import DEFAULT

colours = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def laid_over(own: dict[str, dict[str, str]]) -> dict[str, object]:
    """The default theme's tokens with these over them."""
    tokens = dict(DEFAULT.tokens)
    return tokens | {table: {**tokens[table], **values} for table, values in own.items()}


def test_contrast_is_what_wcag_says() -> None:
    """The two ends of the scale, and a known grey."""
    assert contrast("#000000", "#FFFFFF") == 21
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#FFFFFF", 0) == "#000000"
    assert mix("#000000", "#FFFFFF", 1) == "#FFFFFF"
    assert mix("#FF0000", "#0000FF", 0.5) == "#800080"


@given(colours, colours)
def test_a_colour_made_legible_is(colour: str, background: str) -> None:
    """Whatever the two are; one that was legible stays as it is."""
    found = legible(colour, background)
    assert contrast(found, background) >= 4.5
    if contrast(colour, background) >= 4.5:
        assert found == colour


@given(colours, st.one_of(st.just(""), colours))
def test_a_palette_can_be_read_whatever_colour_it_begins_with(colour: str, accent: str) -> None:
    """Yellow, grey and neon too: nobody has to know about contrast."""
    own = palette(colour, accent=accent, base=DEFAULT.tokens)
    assert illegible(laid_over(own)) == ()


def test_every_shipped_theme_can_be_read() -> None:
    """In light and dark, every text on what it stands on."""
    for name in names(shipped_themes()):
        assert illegible(find_theme(name).tokens) == (), name


def test_pale_text_is_a_finding_with_a_colour_that_would_do() -> None:
    """Below 3:1 an error, between there and 4.5:1 a warning."""
    [pale] = [
        found
        for found in illegible(laid_over({"colours": {"meta": "#C9C9C9"}}))
        if "on colours.card" in found.message
    ]
    assert pale.level is Level.ERROR
    assert (
        pale.message
        == "colours.meta #C9C9C9 on colours.card #FFFFFF has a contrast of 1.7:1, 4.5:1 is needed"
    )
    assert contrast(pale.remedy.split()[0], "#FFFFFF") >= 4.5
    found = illegible(laid_over({"colours": {"small": "#7F7F7F"}}))
    assert [finding.level for finding in found] == [Level.WARNING]
