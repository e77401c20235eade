"""Author HTML → well-formed XHTML with inline styles that mail clients keep.

What arrives was sanitised when it was collected; it is still parsed again and written anew, tag by tag from a list, so that
nothing in it can break the engine's XML parser or leave its place in the theme.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from digest.model import Shown
from digest.render.guard import attribute_value
from digest.render.text import clean_characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 24  # deeper tags are unwrapped, their text stays
MAX_CHARACTERS = 400_000  # of input; what is behind it would be clipped by every mail program

_DROPPED = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "frame",
        "frameset",
        "applet",
    ]
)
_HEADINGS = {"h1": 0, "h2": 0, "h3": 1, "h4": 2, "h5": 2, "h6": 2}  # steps below the highest heading
_RENAMED = {"b": "strong", "i": "em", "strike": "s", "figcaption": "p", "figure": "div"}
_BLOCKS = (
    frozenset(
        ["p", "div", "blockquote", "pre", "ul", "ol", "li", "table", "tr", "td", "th", "hr", "dl", "dt", "dd"]
    )
    | _HEADINGS.keys()
)
_TIGHT = frozenset({"blockquote", "li", "td", "th", "dd"})  # their last paragraph adds no space below
_INLINE = frozenset(
    [
        "a",
        "strong",
        "em",
        "s",
        "u",
        "del",
        "ins",
        "sub",
        "sup",
        "small",
        "mark",
        "code",
        "kbd",
        "q",
        "cite",
        "abbr",
        "span",
        "br",
        "img",
    ]
)
_TABLE = frozenset(["thead", "tbody", "tfoot", "caption"])
_KEPT = _BLOCKS | _INLINE | _TABLE
_EMPTY_WITHOUT_TEXT = frozenset(
    ["p", "div", "span", "strong", "em", "h3", "h4", "h5", "h6", "blockquote", "li", "a"]
)
_CODE = frozenset({"pre", "code", "kbd"})
_SPANS = re.compile(r"^[1-9]\d?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """How author HTML is written: CSS and class by tag, the column's width, what becomes of a link's URL ("" drops it) and of
    a picture's (None drops it; without `picture` there are none), and the level of its highest heading. The styles of headings are h2, h3 and h4, whatever their level. `rtl` is the direction
    of the text around: code is written from left to right in it."""

    styles: Mapping[str, str]
    classes: Mapping[str, str]
    width: int
    link: Callable[[str], str]
    picture: Callable[[str], Shown | None] | None = None
    heading: int = 2
    rtl: bool = False


def mail_html(html: str, /, *, prose: Prose, limit: int | None = None) -> Markup:
    """Write author HTML as XHTML for a mail; `limit` stops after the block in which that many characters are reached."""
    writer = _Writer(prose, limit)
    for node in _parse(html):
        writer.node(node)
    return Markup("".join(writer.out).strip())  # noqa: S704 - every piece was escaped as it was written


def pictures_in(html: str, /) -> tuple[str, ...]:
    """The addresses of the pictures in author HTML, in its order, as they stand there."""
    found = (
        image.get("src", "")
        for node in _parse(html)
        if not isinstance(node, str)
        for image in node.iter("img")
    )
    return tuple(dict.fromkeys(found))


def plain(html: str) -> str:
    """The text of author HTML, paragraphs parted by blank lines."""
    lines: list[str] = []
    for node in _parse(html):
        text = node if isinstance(node, str) else "\n".join(_paragraphs(node))
        lines += [" ".join(line.split()) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


def _parse(html: str) -> list[Any]:
    from lxml import etree
    from lxml.html import HTMLParser, fragments_fromstring

    html = clean_characters(html[:MAX_CHARACTERS]).strip()
    if not html:
        return []
    try:
        parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
        return list(fragments_fromstring(html, parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return [re.sub(r"<[^>]*>?", " ", html)]


def _paragraphs(node: HtmlElement) -> Iterator[str]:
    """The texts of the blocks in `node`, one per block."""
    pieces: list[str] = []
    for event, text in _walk_text(node):
        if event == "break":
            yield "".join(pieces)
            pieces = []
        else:
            pieces.append(text)
    yield "".join(pieces)


def _walk_text(node: HtmlElement) -> Iterator[tuple[str, str]]:
    from lxml import etree

    for event, element in etree.iterwalk(node, events=("start", "end")):
        block = _RENAMED.get(element.tag, element.tag) in _BLOCKS or element.tag == "br"
        if event == "start":
            if block:
                yield "break", ""
            if element.tag not in _DROPPED and element.text:
                yield "text", element.text.replace("\n", " ")
        else:
            if block:
                yield "break", ""
            if element is not node and element.tail:
                yield "text", element.tail.replace("\n", " ")
    if node.tail:
        yield "text", node.tail.replace("\n", " ")


class _Writer:
    """Writes elements depth first, counting characters so that it can stop at the end of a block."""

    def __init__(self, prose: Prose, limit: int | None) -> None:
        self.prose, self.limit = prose, limit
        self.out: list[str] = []
        self.written = 0

    @property
    def full(self) -> bool:
        return self.limit is not None and self.written >= self.limit

    def node(self, node: Any) -> None:
        if isinstance(node, str):
            self.text(node, pre=False)
            return
        self.element(node, depth=0, pre=False)
        if node.tail:
            self.text(node.tail, pre=False)

    def text(self, text: str, *, pre: bool) -> None:
        if self.full:
            return
        self.written += len(text)
        escaped = str(escape(clean_characters(text)))  # &#1; was decoded by the parser
        if pre:
            # Line breaks and runs of spaces do not survive every client's <pre>.
            escaped = escaped.replace("\t", "    ").replace("  ", "&nbsp; ").replace("\n", "<br />")
        self.out.append(escaped)

    def element(self, element: HtmlElement, *, depth: int, pre: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or self.full:
            return
        tag = _RENAMED.get(tag, tag)
        if (step := _HEADINGS.get(tag)) is not None:
            tag = f"h{min(6, self.prose.heading + step)}"
        keep = tag in _KEPT and depth <= MAX_DEPTH
        if tag == "img":
            self.image(element)
            return
        if keep and tag in ("br", "hr"):
            self.out.append(f"<{tag}{self.style(tag)} />")
            return
        if keep and tag in _EMPTY_WITHOUT_TEXT and not _has_content(element):
            return
        attributes = self.attributes(element, tag) if keep else None
        mark = len(self.out)
        if attributes is not None:
            self.out.append(f"<{tag}{attributes}>")
        inside_pre = pre or tag == "pre"
        if element.text:
            self.text(element.text, pre=inside_pre)
        for child in element:
            # Below the cap tags are unwrapped and so cannot nest: the recursion is bounded by lxml's own 256 levels.
            self.element(child, depth=depth + 1, pre=inside_pre)
            if child.tail:
                self.text(child.tail, pre=inside_pre)
        if attributes is not None:
            if tag in _EMPTY_WITHOUT_TEXT and len(self.out) == mark + 1:
                self.out.pop()
            else:
                self.out.append(f"</{tag}>")

    def attributes(self, element: HtmlElement, tag: str) -> str | None:
        """The attributes of a tag that stays; None unwraps it."""
        given: dict[str, str] = {}
        if tag == "a":
            url = self.prose.link(element.get("href", ""))
            if not url:
                return None
            given["href"] = url
        if tag in ("td", "th"):
            given |= {
                name: element.get(name, "")
                for name in ("colspan", "rowspan")
                if _SPANS.match(element.get(name, ""))
            }
        if tag == "ol" and _SPANS.match(element.get("start", "")):
            given["start"] = element.get("start", "")
        if tag == "table":
            given |= {"width": "100%", "cellpadding": "0", "cellspacing": "0", "border": "0"}
        if element.get("dir", "").lower() in ("rtl", "ltr"):
            given["dir"] = element.get("dir", "").lower()
        elif self.prose.rtl and tag in _CODE:
            given["dir"] = "ltr"  # else “--verbose” reads “verbose--”
        if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", element.get("lang", "")):
            given["lang"] = element.get("lang", "")
        text = "".join(f' {name}="{attribute_value(value)}"' for name, value in given.items())
        if (
            tag == "p"
            and element.getnext() is None
            and (up := element.getparent()) is not None
            and up.tag in _TIGHT
        ):
            return f'{text} style="margin:0px;"'
        return text + self.style(tag)

    def style(self, tag: str) -> str:
        if tag in _HEADINGS:
            tag = f"h{2 + min(2, int(tag[1]) - self.prose.heading)}"
        css, name = self.prose.styles.get(tag, ""), self.prose.classes.get(tag, "")
        if tag == "pre" and self.prose.rtl:
            css = f"{css.rstrip('; ')};text-align:left;".lstrip(";")
        return (f' class="{name}"' if name else "") + (f' style="{css}"' if css else "")

    def image(self, element: HtmlElement) -> None:
        shown = self.prose.picture(element.get("src", "")) if self.prose.picture else None
        if shown is None or not shown.src.startswith(("http:", "https:", "cid:")):
            return
        given = element.get("width", "")
        widths = [self.prose.width, shown.width] if shown.width else [self.prose.width]
        width = min([*widths, int(given)] if re.fullmatch(r"[1-9]\d{0,4}", given) else widths)
        alt = attribute_value(element.get("alt", "").strip())
        self.out.append(
            f'<img src="{attribute_value(shown.src)}" alt="{alt}" width="{width}"{self.style("img")} />'
        )


def _has_content(element: HtmlElement) -> bool:
    return bool("".join(element.itertext()).strip()) or element.find(".//img") is not None
