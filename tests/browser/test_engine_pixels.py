"""The shipped themes through our engine and through MJML JS: the same pixels."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from browser.mails import picture, show
from browser.reference import Reference
from digest.cli.rehearsal import sample
from digest.model import Variant
from digest.render import RenderOptions, render_variant
from digest.render.guard import RAW_BEGINS, RAW_ENDS, guard
from digest.render.mjml import compile_mjml
from digest.render.theme import find_theme
from render_samples import full_variant, options

MOST, NOTICED = 0.001, 8  # share of pixels that may differ; by how much of 255 one has to, in any channel
LOOKS = ((375, False), (720, False), (375, True), (720, True))  # CSS pixels, by night


@cache
def examples() -> tuple[Variant, RenderOptions]:
    """The sample newsletter's issue, made from examples/."""
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's event loop runs in this thread
        plan, variant = elsewhere.submit(sample).result()
    return variant, plan.render


CASES: dict[str, Callable[[], tuple[Variant, RenderOptions]]] = {
    "default": examples,
    "headlines": examples,
    "plain": examples,
    "default in English": lambda: (full_variant("en"), options("en")),
    "default in Arabic": lambda: (full_variant("ar"), options("ar")),
    "default in Japanese": lambda: (full_variant("ja"), options("ja")),
}


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    with Reference() as running:
        yield running


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for all mails; it reaches nothing outside."""
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", CASES)
def test_a_theme_looks_as_through_mjml_js(name: str, reference: Reference, tab: Page) -> None:
    """Both engines get the same MJML: that of the theme, guarded."""
    variant, given = CASES[name]()
    theme = find_theme(name.split(maxsplit=1)[0])
    mjml = render_variant(variant, theme=theme, options=replace(given, theme=theme.name)).mjml
    theirs = (
        reference.compile(guard(mjml))
        .replace(RAW_BEGINS, "<![endif]-->")
        .replace(RAW_ENDS, "<!--[if mso | IE]>")
    )
    ours = compile_mjml(mjml)
    for width, dark in LOOKS if name == "default" else LOOKS[1:3]:
        share = differing(*(photograph(tab, each, width=width, dark=dark) for each in (ours, theirs)))
        assert share <= MOST, f"{share:.2%} at {width} px{' by night' if dark else ''}"


def test_a_difference_of_one_pixel_in_padding_is_seen(tab: Page) -> None:
    """The comparison itself: what it has to find, it finds."""
    mjml = render_variant(full_variant(), theme=find_theme("default"), options=options()).mjml
    moved = mjml.replace('padding="12px 0px"', 'padding="13px 0px"', 1)
    assert moved != mjml
    one, other = (photograph(tab, compile_mjml(each), width=375, dark=False) for each in (mjml, moved))
    assert differing(one, other) > MOST


def photograph(tab: Page, document: str, *, width: int, dark: bool) -> Image.Image:
    """The whole page, with a drawn picture for every image."""
    drawn = re.sub(r'(<img\b[^>]*?\ssrc=")[^"]*', lambda found: found[1] + picture(600, 400), document)
    show(tab, drawn, width=width, dark=dark)
    return Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ noticeably; 1 where the sizes do."""
    if one.size != other.size:
        return 1.0
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[NOTICED + 1 :]) / (one.width * one.height)
