"""Which words are the headline, and which only name the site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.collect.extract.said import folded, texts
from digest.collect.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_STRONG = re.compile(r"\s+(?:[|\-–—·•»›«‹~@]|::|>>|\|\|)\s+|\s*[|｜]\s*")
_BRACKETS = re.compile(r"^(.+?)\s*[\[(]([^\[\]()]{2,60})[\])]$")
_HOME = re.compile(
    r"(?:(?:https?:)?//(?:www\.)?([^/?#]+)/?|/|\.{0,2}/|(?:/|\./)?index\.\w{3,5})", re.IGNORECASE
)
_FILLER = ("the", "www", "com", "org", "net", "online", "news", "magazine", "blog", "couk", "de", "fr")
_LAST_BAR = re.compile(r"(.*\S)\s*(?:[|｜»]|::)\s*([^|｜»]+)")
_FEED = re.compile(r"\b(?:rss|atom|json|feeds?|comments?|search|posts?|articles|all|2\.0)\b", re.IGNORECASE)
_CUT_OFF = re.compile(r"\s*(?:…|\.{3})$")


def headings(root: HtmlElement, *tags: str, most: int = 5) -> tuple[str, ...]:
    """The texts of the first headings."""
    found = (_heading(each) for each, _ in zip(root.iter(*tags), range(most), strict=False))
    return tuple(text for text in found if text)


def _heading(element: HtmlElement) -> str:
    # Lines of a heading are often blocks without a space between them.
    inline = not any(each.tag in ("br", "div", "p", "h2", "small") for each in element.iterdescendants())
    return one_line(("" if inline else " ").join(texts(element)), limit=500)


def document_title(root: HtmlElement) -> str:
    """The page's <title>, not that of a drawing in it."""
    for each in root.iter("title"):
        if all(ancestor.tag != "svg" for ancestor in each.iterancestors()):
            return one_line(each.text_content(), limit=500)
    return ""


def home_names(root: HtmlElement, /, *, url: str) -> tuple[str, ...]:
    """What links to the site's front page call it."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    found: list[str] = []
    for link, _ in zip(root.iter("a"), range(300), strict=False):
        match = _HOME.fullmatch((link.get("href") or "").strip()[:200])
        if match is None or (match[1] and match[1].lower() != host):
            continue
        image = next(link.iter("img"), None)
        texts = (link.get("title"), link.text_content(), image.get("alt") if image is not None else "")
        found += [text for each in texts if 2 <= len(text := one_line(each or "", limit=80)) < 60]
        if len(found) > 8:
            break
    return tuple(dict.fromkeys(found))


def choose_title(stated: Iterable[str], /, *, root: HtmlElement, sites: Iterable[str], host: str) -> str:
    """The first stated title, else the document's, without the site's name where that is known to be one.

    A title that was cut off gives way to the whole one.
    """
    names = _names((*sites, *_feed_names(root)), host)
    document, heads = document_title(root), headings(root, "h1")
    candidates = [text for each in stated if (text := without_site(each, names))]
    if not candidates:
        return _of_document(document, heads, names, root=root) or next(iter(heads), "") or document
    best = candidates[0]
    start = folded(_CUT_OFF.sub("", best))
    if _CUT_OFF.search(best) and len(start) > 20:
        return next((each for each in (*candidates[1:], *heads) if folded(each).startswith(start)), best)
    return _as_headed(best, heads, document)


def _feed_names(root: HtmlElement) -> tuple[str, ...]:
    """What the page calls its feeds and its search, which is the site's name with a word or two."""
    titles = (
        link.get("title") or ""
        for link, _ in zip(root.iter("link"), range(200), strict=False)
        if {"alternate", "search"} & set((link.get("rel") or "").lower().split()) and not link.get("hreflang")
    )
    return tuple(_FEED.sub("", part).strip() for title in titles for part in _STRONG.split(title[:200]))


def _as_headed(title: str, heads: tuple[str, ...], document: str) -> str:
    """Where title and document agree on "headline – X" and the headline stands alone in the page, X is the site's name."""
    for head in heads:
        rest = title[len(head) :] if title.startswith(head) else ""
        short = len(rest.split()) <= 5 and len(rest) < len(head) and len(folded(head)) >= 10
        if short and _STRONG.match(rest) and folded(document).endswith(folded(rest)):
            return head
    return title


def _of_document(title: str, heads: tuple[str, ...], names: frozenset[str], *, root: HtmlElement) -> str:
    """The headline in a <title>: what a heading repeats, else what is left without the site's name."""
    lesser = headings(root, "h2", "h3", most=20) if len(_STRONG.findall(title)) == 1 else ()
    for head in (*heads, *lesser):
        key = folded(head)
        if (
            len(key) >= 4
            and key not in names
            and title.startswith(head)
            and _STRONG.match(title[len(head) :])
        ):
            return head
    cut = without_site(title, names)
    # Behind a bar stands the site's name; behind a dash may be the rest of the headline.
    if cut == title and (match := _LAST_BAR.fullmatch(title)) and len(match[1].split()) > 2:
        return match[1] if len(match[2].split()) <= 4 else cut
    return cut


def _names(sites: Iterable[str], host: str) -> frozenset[str]:
    """Names of the site, folded: as stated, and as its domain spells them."""
    found = {folded(each) for each in sites}
    labels = [label for label in host.removeprefix("www.").split(".") if label]
    if len(labels) > 1:
        found |= {folded("".join(labels)), folded(labels[-2]), folded(".".join(labels[-2:]))}
        if len(labels[-2]) <= 3 and len(labels) > 2:  # co.uk
            found.add(folded(labels[-3]))
    return frozenset(name for name in found if len(name) > 1)


def without_site(title: str, names: frozenset[str]) -> str:
    """Cut the site's name off either end of a title, unless nothing were left."""
    text, before = one_line(title, limit=500), ""
    while text != before:
        before = text
        if (match := _BRACKETS.match(text)) and _is_site(match[2], names):
            text = match[1]
            continue
        cuts = list(_STRONG.finditer(text))
        if cuts and _is_site(text[cuts[-1].end() :], names) and text[: cuts[-1].start()].strip():
            text = text[: cuts[-1].start()].strip()
        elif cuts and _is_site(text[: cuts[0].start()], names) and len(text[cuts[0].end() :].split()) > 1:
            text = text[cuts[0].end() :].strip()
    return text


def _is_site(part: str, names: frozenset[str]) -> bool:
    key = folded(part)
    if key in names:
        return True
    bare = _bare(key)
    return len(bare) > 2 and any(bare == _bare(name) for name in names)


def _bare(key: str) -> str:
    for word in _FILLER:
        key = key.removeprefix(word) if word in ("the", "www") else key.removesuffix(word)
    return key
