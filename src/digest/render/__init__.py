"""Variant → subject, HTML, text. Pure but for the theme's files; light at import."""

from __future__ import annotations

from collections.abc import Iterator

from digest.errors import ThemeError
from digest.model import Rendered, Variant
from digest.render.options import RenderOptions, Show
from digest.render.theme import Theme

__all__ = ["RenderOptions", "Show", "Theme", "render_variant", "try_theme"]


def render_variant(variant: Variant, /, *, theme: Theme, options: RenderOptions) -> Rendered:
    """Render a variant once for its whole group; personal values stay placeholders (render/personal.py).

    The same variant, theme and options give the same bytes. Where the HTML would pass the size at which Gmail clips, rows
    lose their pictures, long bodies their ends, at last rows their summaries. A theme with templates of its
    own, or a subject or preheader that computes, runs in a process of its own with limits on time and memory. Raises ThemeError.
    """
    computes = any(mark in options.subject + options.preheader for mark in ("{%", "*", "range"))
    if theme.trusted and not computes:
        from digest.render.edition import render_here

        return render_here(variant, theme=theme, options=options)
    from digest.render.isolated import render_apart

    return render_apart(variant, theme=theme, options=options)


def try_theme(
    theme: Theme, cases: tuple[tuple[Variant, RenderOptions], ...], /
) -> Iterator[Rendered | ThemeError]:
    """Render every case with a theme that is being written: a mistake is a value, a theme that hangs raises ThemeError."""
    if not theme.trusted:
        from digest.render.isolated import SECONDS, render_all_apart

        yield from render_all_apart(cases, theme=theme, seconds=SECONDS * 3)
        return
    for variant, options in cases:
        try:
            yield render_variant(variant, theme=theme, options=options)
        except ThemeError as exc:
            yield exc
