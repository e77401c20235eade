"""The feeds that a site's page announces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.collect.urls import canonical_url

if TYPE_CHECKING:
    import lxml.html

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
)
_FEEDISH = re.compile(r"(?:^|[/._-])(?:feed|rss|atom|index\.xml)(?:[/._?-]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|replies", re.IGNORECASE)
_USUAL = ("feed", "index.xml", "rss.xml", "atom.xml", "feed.xml")
_MOST = 5


def find_feeds(page: bytes, /, *, url: str) -> tuple[str, ...]:
    """Return at most 5 addresses to try, best first: announced by <link>, linked in the page, then the usual places.

    The usual places are for a site's front page: who names an article does not mean the site's feed.
    """
    import lxml.html

    try:
        root = lxml.html.document_fromstring(page)
    except (ValueError, lxml.etree.LxmlError):
        return ()
    base = urljoin(url, _values(root, "base", "href")[0] if _values(root, "base", "href") else "")
    announced = _announced(root)
    linked = [href for href in _values(root, "a", "href") if _FEEDISH.search(href.partition("?")[0][:500])]
    top = canonical_url("/", base=url)
    found = [canonical_url(href, base=base) for href in (*announced, *linked)]
    guesses = [top + each for each in _USUAL] if not announced and _is_front_page(url) else []
    return tuple(dict.fromkeys(each for each in (*found, *guesses) if each and each != url))[:_MOST]


def _is_front_page(url: str) -> bool:
    path = urlsplit(url).path.strip("/")
    return "/" not in path and "." not in path


def _values(root: lxml.html.HtmlElement, tag: str, attribute: str) -> list[str]:
    return [value for element in root.iter(tag) if (value := element.get(attribute))]


def _announced(root: lxml.html.HtmlElement) -> list[str]:
    """`rel` is a list of words in any case (HTML); feeds of comments come last."""
    ranked: list[tuple[bool, int, str]] = []
    for place, link in enumerate(root.iter("link")):
        words, href = (link.get("rel") or "").lower().split(), link.get("href") or ""
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if href and kind in _TYPES and {"alternate", "feed"} & set(words) and "wp-json" not in href:
            ranked.append((bool(_COMMENTS.search(f"{link.get('title')} {href}")), place, href))
    return [href for _, _, href in sorted(ranked)]
