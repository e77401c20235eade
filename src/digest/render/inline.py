"""`<mj-style inline="inline">`: the engine ignores it, so its rules are written into style attributes here, by css-inline."""

from __future__ import annotations

import html
import re

from digest.errors import ThemeError

_INLINE = re.compile(r'<mj-style inline="inline">(.*?)</mj-style>', re.DOTALL)
# A serialiser writes them as characters that nobody can see in the source, and some programs damage.
_WRITTEN = {"\u00a0": "&nbsp;", "\u200c": "&zwnj;", "\u034f": "&#847;"}


_STYLE = re.compile(r'(?<= style=")[^"]*!important[^"]*')
_IMPORTANT = re.compile(r"([\w-]+)\s*:\s*([^;{}!]+?)\s*!\s*important")


def take_inline(source: str, /) -> tuple[str, str]:
    """Take the rules that are to be inlined out of guarded MJML: the source without them, and their CSS."""
    css = "\n".join(_INLINE.findall(source))
    return (_INLINE.sub("", source), css) if css else (source, "")


def inlined(document: str, css: str, /) -> str:
    """The document with the rules in its style attributes; declarations that stand there already win. Raises ThemeError."""
    if not css.strip():
        return document
    try:
        import css_inline
    except ModuleNotFoundError as exc:
        raise ThemeError(
            'mj-style inline="inline" needs css-inline: pip install "newsletter-digest[inline]"',
            file="issue.mjml.j2",
        ) from exc
    inliner = css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        keep_link_tags=True,
        load_remote_stylesheets=False,
        extra_css=html.unescape(css),
    )
    try:
        written: str = inliner.inline(document)
    except css_inline.InlineError as exc:
        raise ThemeError(f"mj-style inline: {exc}", file="issue.mjml.j2") from exc
    written = _STYLE.sub(lambda found: _less_important(found[0], css), written)
    for character, reference in _WRITTEN.items():
        written = written.replace(character, reference)
    return written


def _less_important(style: str, css: str) -> str:
    """Without the `!important` of the rules that were inlined: it has done its work, and would now win over dark mode."""
    for name, value in _IMPORTANT.findall(css):
        style = re.sub(rf"({re.escape(name)}\s*:\s*{re.escape(value)})\s*!important", r"\1", style)
    return style
