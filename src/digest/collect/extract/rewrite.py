"""The tree that trafilatura makes of an article → plain HTML, on as few lines as it says anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from digest.collect.extract.said import folded
from digest.collect.urls import canonical_url
from digest.model import Image

_TAGS = {"item": "li", "quote": "blockquote", "lb": "br", "row": "tr"}
_SAME = frozenset({"p", "div", "table", "del"})
_STYLES = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}
_LISTS = frozenset({"ul", "ol", "dl"})
_BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "table", "tr", "td", "th",
    "div", "pre",
)  # fmt: skip
_ANCHORS = frozenset({"", "#", "¶", "§", "🔗"})  # what a heading's link to itself shows
_SPACES = re.compile(r"[ \t\r\n\f]+")


def as_html(body: Any, /, *, base: str, title: str, pictures: Mapping[str, Image]) -> str:
    """Return the HTML inside `body`, whose tree is used up: absolute links, `pictures` by their names, no heading that is the title."""
    from lxml import etree

    for element in list(body.iter("ref")):
        if not len(element) and (element.text or "").strip() in _ANCHORS:
            _drop(element)
    for element in list(body.iter("graphic")):
        if element.get("src") not in pictures:
            _drop(element)
    for element in list(body.iter("code")):
        _unite_code(element)
    for element in list(body.iter()):
        if element is not body and isinstance(element.tag, str):
            _convert(element, base=base, pictures=pictures)
    for element in list(body)[:3]:  # the title stands above the body already
        if element.tag in ("h1", "h2") and folded("".join(element.itertext())) == folded(title) != "":
            _drop(element)
    body.tag = "div"
    body.attrib.clear()
    _collapse(body)
    text = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    return re.sub(r"^<div>|</div>$", "", text).strip()


def _drop(element: Any) -> None:
    """Remove an element, not what follows it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _unite_code(element: Any) -> None:
    """Code within code is one piece; several lines make a block."""
    if any(each.tag == "code" for each in element.iterancestors()):
        return
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    text = "".join(element.itertext()).strip("\n")
    if "\n" in text or any(each.tag == "code" for each in element.iterdescendants()):
        for each in list(element):
            element.remove(each)
        element.text = text
        element.set("rend", "block")


def _convert(element: Any, *, base: str, pictures: Mapping[str, Image]) -> None:
    tag, style = element.tag, element.get("rend") or ""
    kept: dict[str, str] = {}
    if tag == "head":
        element.tag = style if re.fullmatch(r"h[1-6]", style) else "h3"
    elif tag == "list":
        element.tag = style if style in _LISTS else "ul"
    elif tag == "item" and style.startswith(("dt", "dd")):
        element.tag = style[:2]
    elif tag == "hi":
        element.tag = _STYLES.get(style, "em")
    elif tag == "code":
        element.tag = "pre" if style == "block" else "code"
    elif tag == "cell":
        element.tag = "th" if element.get("role") == "head" else "td"
    elif tag == "ref":
        element.tag = "a"
        target = (element.get("target") or "").strip()
        kept["href"] = "" if target.startswith("#") else canonical_url(target, base=base)
    elif tag == "graphic":
        element.tag = "img"
        image = pictures[element.get("src")]
        sizes = {"width": image.width, "height": image.height}
        kept = {"src": image.url, "alt": image.alt} | {
            side: str(size) for side, size in sizes.items() if size
        }
    else:
        element.tag = tag if tag in _SAME else _TAGS.get(tag, "span")
    element.attrib.clear()
    for name, value in kept.items():
        if value or name == "alt":
            element.set(name, value)


def _collapse(body: Any) -> None:
    """Line breaks and indents of the source say nothing, but in code."""
    for element in body.iter():
        block = element.tag in _BLOCKS
        if element.text and element.tag != "pre":
            text = _SPACES.sub(" ", element.text)
            element.text = (text.lstrip(" ") if block else text) or None
        if element.tail:
            text = _SPACES.sub(" ", element.tail)
            element.tail = (text.lstrip(" ") if block or element.tag == "br" else text) or None
    for element in body.iter(*_BLOCKS):
        if element.tag == "pre":
            continue
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip(" ") or None
        elif element.text:
            element.text = element.text.rstrip(" ") or None
