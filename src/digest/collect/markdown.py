"""Markdown → HTML, by CommonMark with tables and strikethrough. The home of markdown-it-py."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MAX_NESTING = 20  # of blocks; its cost grows with the square of deep quotes


def to_html(
    markdown: str,
    *,
    link: Callable[[str], str] | None = None,
    image: Callable[[str, str], str] | None = None,
) -> str:
    """Return the HTML of `markdown`. It is not safe: HTML passes through, so clean_html() comes after.

    `link(target)` and `image(target, alt)` may rewrite the target of every link and image.
    """
    parser = _parser()
    tokens = parser.parse(markdown)
    for child in (child for token in tokens for child in token.children or ()):
        if link and child.type == "link_open":
            child.attrSet("href", link(str(child.attrGet("href") or "")))
        elif image and child.type == "image":
            child.attrSet("src", image(str(child.attrGet("src") or ""), child.content))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    return parser
