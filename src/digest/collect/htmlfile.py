"""An HTML file of a folder → its facts and its body. Pages of the open web are another matter: they need extraction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_AROUND = ("nav", "header", "footer", "aside", "form", "script", "style", "template", "noscript")
_BODIES = (".//article", ".//main", ".//*[@role='main']", ".//body")
_FIELDS = {
    "date": ("article:published_time", "date", "dc.date", "datepublished"),
    "updated": ("article:modified_time", "last-modified"),
    "author": ("author", "article:author", "dc.creator"),
    "description": ("og:description", "description", "twitter:description"),
    "image": ("og:image", "twitter:image"),
    "section": ("article:section",),
    "url": ("og:url",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlFile:
    """`fields` has the names of front matter; `body` is unsafe HTML."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""


def read_html(text: str) -> HtmlFile:
    """Read a whole HTML document; a fragment (a Jekyll or Hugo body) is all body and has no facts. Never raises."""
    if not re.search(r"<(?:html|head|body|!doctype)\b", text[:20_000], re.IGNORECASE):
        return HtmlFile(body=text)
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return HtmlFile()
    fields = _fields(page)
    body = next((found for path in _BODIES if (found := page.find(path)) is not None), None)
    return HtmlFile(fields=fields, body=_inner(body) if body is not None else "")


def _fields(page: HtmlElement) -> dict[str, Any]:
    metas: dict[str, list[str]] = {}
    for meta in page.iterfind(".//meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := (meta.get("content") or "").strip()):
            metas.setdefault(name, []).append(content)
    fields: dict[str, Any] = {
        key: metas[name][0] for key, names in _FIELDS.items() for name in reversed(names) if name in metas
    }
    heading, title = page.find(".//h1"), page.find(".//title")
    titles = (*metas.get("og:title", ()), *(_words(each) for each in (heading, title) if each is not None))
    canonical = page.find(".//link[@rel='canonical']")
    if canonical is not None and str(canonical.get("href", "")).startswith("http"):
        fields["url"] = canonical.get("href")
    fields["title"] = next((each for each in titles if each), "")
    fields["tags"] = metas.get("article:tag") or ",".join(metas.get("keywords", ())[:1])
    fields["language"] = page.get("lang") or ""
    return fields


def _words(element: HtmlElement) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _inner(body: HtmlElement) -> str:
    """The body's HTML without what stands around an article, and without its own headline."""
    from lxml import html

    for name in _AROUND:
        for element in list(body.iter(name)):
            if element is not body:
                element.drop_tree()
    heading = body.find(".//h1")
    if heading is not None:
        heading.drop_tree()
    return str(html.tostring(body, encoding="unicode", with_tail=False))
