"""Variant → subject, HTML, text. Pure but for the theme's files; light at import."""

from __future__ import annotations

from digest.model import Rendered, Variant
from digest.render.options import RenderOptions, Show
from digest.render.theme import Theme

__all__ = ["RenderOptions", "Show", "Theme", "render_variant"]


def render_variant(variant: Variant, /, *, theme: Theme, options: RenderOptions) -> Rendered:
    """Render a variant once for its whole group; personal values stay placeholders (render/personal.py).

    The same variant, theme and options give the same bytes. Where the HTML would pass the size at which Gmail clips, rows
    lose their pictures, long bodies their ends, at last rows their summaries. A theme that did not come with the program,
    or a subject that computes, runs in a process of its own with limits on time and memory. Raises ThemeError.
    """
    computes = any(mark in options.subject for mark in ("{%", "*", "range"))
    if theme.shipped and not computes:
        from digest.render.edition import render_here

        return render_here(variant, theme=theme, options=options)
    from digest.render.isolated import render_apart

    return render_apart(variant, theme=theme, options=options)
