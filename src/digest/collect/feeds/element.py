"""An element of a feed: its name, its attributes, the text or the markup in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from html import entities, escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    **dict.fromkeys(
        (
            "http://www.w3.org/2005/atom",
            "http://purl.org/rss/1.0/",
            "http://my.netscape.com/rdf/simple/0.9/",
            "http://channel.netscape.com/rdf/simple/0.9/",
            "http://backend.userland.com/rss",
            "http://backend.userland.com/rss2",
            "http://blogs.law.harvard.edu/tech/rss",
        ),
        "",
    ),
}
_CLOSING, _ENTITY, _TAG = re.compile(r"</\w+>"), re.compile(r"&#?\w+;"), re.compile(r"</?(\w+)")
_NAMED = re.compile(r"&(\w+);")
_HTML_TAGS = frozenset(
    "a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite code col colgroup "
    "dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img "
    "input ins kbd label legend li m map menu meter nav nobr noscript ol optgroup option output p pre progress q s samp "
    "section select small source span strike strong sub sup table tbody td textarea tfoot th thead time tr tt u ul var video wbr".split()
)
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_WINDOWS_ONLY = re.compile("[\x80-\x9f]")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ADDRESS = re.compile(r"[^\s()<>@]+@[^\s()<>@]+")


class Unusual(Exception):
    """Guesses are needed: this is for feedparser."""


@lru_cache(maxsize=2048)
def _name(tag: str, prefix: str | None) -> str:
    """A tag's name with the usual prefix of its namespace; the namespace without a prefix is the feed's own."""
    uri, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    known = _PREFIXES.get(uri.lower())
    if known is None:
        known = f"{prefix}:".lower() if prefix else ""
    return known + local.lower()


def named(element: Element) -> str:
    """Its name with the usual prefix of its namespace. Raises Unusual for an entity of a DTD."""
    tag = element.tag
    if not isinstance(tag, str):
        raise Unusual
    return _name(tag, element.prefix)


def text_of(element: Element) -> str:
    """Its text, without the tags inside."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return _clean(text) if text else ""


def _clean(text: str) -> str:
    """Stripped; UTF-8 that was read as Latin-1 and Windows' own characters are mended."""
    text = text.strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):  # else it is what it should be
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _WINDOWS_ONLY.search(text) else text


def markup_of(element: Element, *, unwrap: bool, escaped: bool) -> str:
    """What is inside as markup, without namespaces. `escaped` text is markup itself, inside markup that is not."""
    children = list(element)
    if (
        unwrap
        and len(children) == 1
        and not (element.text or "").strip()
        and named(children[0]).endswith("div")
    ):
        element = children[0]
    return _clean("".join(_inner(element, _as_it_is if escaped else _escape)))


def _inner(element: Element, write: Callable[[str], str]) -> Iterator[str]:
    yield write(element.text or "")
    for child in element:
        tag = named(child).rpartition(":")[2]
        given = (
            f' {name}="{escape(value)}"' for name, value in attributes_of(child).items() if ":" not in name
        )
        yield f"<{tag}{''.join(given)}>"
        if tag not in _VOID:
            yield from _inner(child, write)
            yield f"</{tag}>"
        yield write(child.tail or "")


def _as_it_is(text: str) -> str:
    return text


def _escape(text: str) -> str:
    return escape(text, quote=False)


def looks_like_html(text: str) -> bool:
    """Is text that nobody declared as markup markup? It needs an end tag or an entity, and nothing that HTML has not."""
    if "<" not in text and "&" not in text:
        return False
    if not (_CLOSING.search(text) or _ENTITY.search(text)):
        return False
    if any(tag.lower() not in _HTML_TAGS for tag in _TAG.findall(text)):
        return False
    return all(name in entities.entitydefs for name in _NAMED.findall(text))


def attributes_of(element: Element) -> dict[str, str]:
    """Its attributes, their names in lower case."""
    return {str(name).lower(): str(value) for name, value in element.attrib.items()}


def without_address(name: str) -> str:
    """A name that stands with an e-mail address, "desk@mast.media (Ann)", without it."""
    return _ADDRESS.sub("", name).strip("<>() \t\n")
