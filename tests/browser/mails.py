"""Mails for the browser: a full issue in each language, and those that are hard to set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from digest.cli.rehearsal import bare
from digest.model import Story, Variant
from digest.render import render_variant
from digest.render.options import RenderOptions, Show
from digest.render.personal import split
from digest.render.theme import Theme, find_theme, names, shipped_themes
from render_samples import TEXTS, full_variant, options

THEMES = names(shipped_themes())
LANGUAGES = ("en", "es", "fr", "ar", "zh-Hans", "zh-Hant", "ja", "ko")
# A square of one colour: nothing is asked of anybody, and a missing picture shows at once.
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="


def html(variant: Variant, said: RenderOptions, theme: Theme) -> str:
    """What one reader gets, its pictures replaced by one that is always there."""
    values = {
        "unsubscribe_url": "https://q.example/u/1",
        "view_url": "https://q.example/i/1",
        "email": "reader@example.com",
        "name": "",
    }
    rendered = split(render_variant(variant, theme=theme, options=said)).splice(values).html
    return re.sub(r'src="https?://[^"]+"', f'src="{PIXEL}"', rendered)


def issue(theme: str, language: str) -> str:
    """A full issue; where the samples have no words of the language, the interface alone speaks it."""
    variant = full_variant(language if language in TEXTS else "en")
    said = options(language, view_online=True, icons="https://q.example/icons")
    return html(variant, said, find_theme(theme))


def hard(theme: str) -> Iterator[tuple[str, str]]:
    """Issues that lack something, or have too much of it."""
    whole, said, found = full_variant(), options(view_online=True), find_theme(theme)
    many = whole.stories * 6
    cases = {
        "no pictures, authors, tags": (bare(whole), said),
        "one story": (replace(bare(whole), sections=()), said),
        "forty stories": (replace(whole, sections=tuple(replace(each, stories=many[:10]) for each in whole.sections)), said),
        "long titles": (_titled(whole, "A title that goes on and on " * 8), said),
        "a word without spaces": (_titled(whole, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"), said),
        "full text": (whole, replace(said, show=Show.FULL)),
        "titles": (whole, replace(said, show=Show.TITLE)),
    }  # fmt: skip
    for name, (variant, how) in cases.items():
        yield name, html(variant, how, found)


def _titled(variant: Variant, title: str) -> Variant:
    def retitle(story: Story) -> Story:
        return replace(story, lead=replace(story.lead, title=title))

    sections = tuple(
        replace(section, stories=tuple(map(retitle, section.stories))) for section in variant.sections
    )
    return replace(variant, lead=retitle(variant.lead), sections=sections)
