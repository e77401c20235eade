"""The article's words out of the page around it → plain HTML. The home of trafilatura, which the extra "pages" brings."""

from __future__ import annotations

import logging
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.collect.extract.paragraphs import make_paragraphs
from digest.collect.extract.pictures import mark_pictures
from digest.collect.extract.rewrite import as_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 20_000  # a tenth of a millisecond each


def read_body(root: HtmlElement, /, *, base: str, title: str = "") -> str:
    """Return the article's HTML with absolute links, without its own headline; "" without the extra, or where there is none.

    `root` stays as it is. Never raises.
    """
    if _is_huge(root):
        return ""
    try:
        from trafilatura import bare_extraction
    except ImportError:
        return ""
    _quiet()
    try:
        page = deepcopy(root)
        make_paragraphs(page)
        pictures = mark_pictures(page, base=base)
        found = bare_extraction(
            page, fast=True, include_comments=False, include_links=True, include_formatting=True,
            include_images=True, include_tables=True, output_format="xml", with_metadata=False,
        )  # fmt: skip
        body: Any = getattr(found, "body", None)
        return as_html(body, base=base, title=title, pictures=pictures) if body is not None else ""
    except Exception:
        logging.getLogger(__name__).debug("page.no_body", exc_info=True)  # whatever a page does to it
        return ""


def guess_date(root: HtmlElement, /, *, url: str, now: datetime) -> str:
    """The date that the page's text suggests, to the day; "" without the extra, or where there is none."""
    if _is_huge(root):
        return ""
    try:
        from htmldate import find_date
    except ImportError:
        return ""
    _quiet()
    try:
        found = find_date(
            deepcopy(root),
            original_date=True,
            extensive_search=False,
            url=url or None,
            max_date=now.date().isoformat(),
        )
    except Exception:
        return ""
    return found if isinstance(found, str) else ""


def _is_huge(root: HtmlElement) -> bool:
    return sum(1 for _ in root.iter()) > MOST_ELEMENTS


def _quiet() -> None:
    """They warn of every page that has no text or no date."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
