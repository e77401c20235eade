"""Is a page an article, or does it list articles?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FRONT = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?)?", re.IGNORECASE
)
_ARCHIVE = re.compile(
    r"/(?:category|categories|tags?|topics?|archives?|authors?|page/\d+|search|rubrik)(?:/[^/]*){0,2}/?",
    re.IGNORECASE,
)
# What a widespread content system writes into the class of <body>.
_LISTING_CLASSES = frozenset("home blog archive category tag search search-results author paged".split())
_ARTICLE_CLASSES = frozenset("single single-post postid post-template post-template-default".split())
_TEASERS = 4  # headlines that link away
_PER_TEASER = 100  # characters of text that an article has for each headline of others beside it
_WHOLE = 1000  # characters: a front page with as much of one text may be a story


def is_article(root: HtmlElement, /, *, kinds: tuple[str, ...], dated: bool, url: str, text: str) -> bool:
    """Judge by what the page says it is (`kinds`, JSON-LD first), then by its address and its shape; in doubt it is one."""
    path = urlsplit(url).path or "/"
    at_front = bool(url) and _FRONT.fullmatch(path) is not None
    if kinds[0] and not at_front:
        return "article" in kinds
    body = next(root.iter("body"), None)
    classes = frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()
    if classes & _ARTICLE_CLASSES:
        return True
    teasers = _teasers(root)
    if at_front:
        said = kinds[0] == "article" or (len(text) > _WHOLE and not kinds[0])
        return said and teasers < _TEASERS and not classes & _LISTING_CLASSES
    if "article" in kinds:
        return True
    if teasers < _TEASERS:
        return True
    if classes & _LISTING_CLASSES or _ARCHIVE.search(path):
        return False
    return dated and len(text) > _PER_TEASER * teasers


def _teasers(root: HtmlElement) -> int:
    """Headlines that lead to other pages."""
    count = 0
    for heading in root.iter("h1", "h2", "h3", "h4"):
        link, parent = next(heading.iter("a"), None), heading.getparent()
        if link is None and parent is not None and parent.tag == "a":
            link = parent
        href = (link.get("href") or "") if link is not None else ""
        if href and not href.startswith("#"):
            count += not any(each.tag in ("aside", "footer", "nav") for each in heading.iterancestors())
    return count
