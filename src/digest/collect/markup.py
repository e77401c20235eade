"""HTML of strangers → HTML that a mail may carry, and its plain text. The only nh3 import."""

from __future__ import annotations

import html as entities
import re

from digest.collect.text import readable
from digest.collect.urls import canonical_url
from digest.model import Image

_MAX_CHARS = 1_000_000
_SMALLEST = 120  # pixels; less is an icon or a thumbnail
_MAX_DEPTH = 256  # HTML trees are walked recursively, and 100,000 nested <div> take nh3 15 seconds


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _names(
    "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hgroup hr legend main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_LINES = frozenset({"br", "li", "option"})
_CELLS = frozenset({"td", "th"})
_INLINE = _names(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small strike strong sub sup time tt u "
    "var wbr img caption center"
)
_ALLOWED = (
    _INLINE
    | _LINES
    | _CELLS
    | _names(
        "blockquote dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre table tbody tfoot thead tr ul"
    )
) - {"option"}
# With their content: what is inside is code, a control or a fallback, never the article.
_DROPPED = _names(
    "audio button canvas datalist embed iframe map math meter noembed noframes progress script select "
    "style svg template textarea title video xmp"
)
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
}
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
# HTML closes these by itself, so a thousand unclosed <p> are long, not deep.
_SELF_CLOSING = _names(
    "a p li dt dd tr td th thead tbody tfoot option optgroup rp rt colgroup body html head"
)

_DATA_URI = re.compile(r"data:[\w/+.-]*[;,][^\s\"'<>)]{100,}", re.IGNORECASE)
# XHTML may end these where they begin; in HTML they would swallow all that follows.
_SELF_CLOSED = re.compile(
    r"<(iframe|script|style|textarea|title|noembed|noframes|xmp|video|audio|canvas)\b([^<>]*)/>",
    re.IGNORECASE,
)
_TAG_START = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_MARKED = re.compile(r"[<&]|  ")
_TAG_LIKE = re.compile(r"<[A-Za-z/!?]")
# For what nh3 wrote: it quotes every value and escapes quotes inside.
_OUR_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*)?)>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_PIXEL = re.compile(
    r"//(?:[\w-]+\.)*(?:feedburner\.com/~r|feeds\.feedburner\.com/~ff|pixel\.|stats\.|b\.scorecardresearch\.com|"
    r"pixel\.wp\.com|stats\.wordpress\.com|www\.google-analytics\.com|ad\.doubleclick\.net|s\.w\.org/images/core/emoji)"
    r"|/(?:[\w-]*[-_])?(?:pixel|spacer|blank|clear|tracking|tracker|beacon|1x1|transparent)\.(?:gif|png)|/tracking/",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"<(p|div|figure|figcaption|h[1-6]|blockquote|span|em|strong|b|i)>\s*</\1>")


def clean_html(html: str, *, base_url: str) -> str:
    """Return `html` with allow-listed elements only and absolute http(s) or mailto links.

    Tracking pixels, data: URIs and links to anything else go (the link's text stays). Markup over 1 MB or nested more
    than 256 deep is refused whole: "".
    """
    import nh3

    html = _ended(_DATA_URI.sub("", html))
    if not html.strip() or not _bearable(html):
        return ""

    def rewrite(tag: str, attribute: str, value: str) -> str | None:
        if attribute in ("href", "src"):
            return _address(tag, value, base_url)
        if attribute in ("width", "height"):
            return value.removesuffix("px") if value.removesuffix("px").isdecimal() else None
        return readable(value)

    cleaned = nh3.clean(
        html,
        tags=set(_ALLOWED),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=rewrite,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _tidy(cleaned).strip()


def plain_text(html_or_text: str) -> str:
    """Return the words: tags stripped, entities decoded, spaces collapsed, paragraphs apart by a blank line.

    Text without markup passes too ("a < b" stays).
    """
    if html_or_text.isprintable() and not _MARKED.search(html_or_text):
        return html_or_text.strip()  # most titles and names
    if not _TAG_LIKE.search(html_or_text):
        return _paragraphs(entities.unescape(html_or_text))
    if not _bearable(html_or_text):
        return _paragraphs(entities.unescape(re.sub(r"<[^<>]*>", " ", html_or_text[:_MAX_CHARS])))
    import nh3

    kept = nh3.clean(
        _ended(html_or_text),
        tags=set(_BLOCKS | _LINES | _CELLS),
        clean_content_tags=set(_DROPPED),
        attributes={},
        link_rel=None,
    )
    return _spaced(kept)


def words_of(clean: str) -> str:
    """The same of HTML that clean_html wrote, without parsing it again."""
    return _spaced(clean) if "<" in clean else _paragraphs(entities.unescape(clean))


def _spaced(clean: str) -> str:
    marked = _OUR_TAG.sub(lambda match: _gap(match[2], closing=bool(match[1])), " ".join(clean.split()))
    return _paragraphs(entities.unescape(marked))


def _ended(html: str) -> str:
    return _SELF_CLOSED.sub(r"<\1\2></\1>", html) if "/>" in html else html


def _gap(tag: str, *, closing: bool) -> str:
    if tag in _BLOCKS:
        return "\n\n"
    if closing or tag in _INLINE:
        return ""
    return "\n" if tag in _LINES else " "


def _paragraphs(text: str) -> str:
    lines = [" ".join(line.split()) for line in readable(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _bearable(html: str) -> bool:
    """Can a parser take it? Counts tags without parsing, in linear time."""
    if len(html) > _MAX_CHARS:
        return False
    depth = 0
    for match in _TAG_START.finditer(html):
        tag = match[2].lower()
        if tag in _VOID or tag in _SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH:
            return False
    return True


def _address(tag: str, value: str, base_url: str) -> str | None:
    if tag == "a" and re.match(r"\s*mailto:[^\s<>\"]+@[^\s<>\"]+$", value, re.IGNORECASE):
        return value.strip()
    if value.startswith("#") or value.strip() in ("", "undefined", "null"):
        return None  # leads nowhere in a mail
    return canonical_url(value, base=base_url) or None


def _tidy(cleaned: str) -> str:
    """Drop what the attribute filter emptied: links to nowhere, pictures of nothing, paragraphs of those."""
    open_links: list[bool] = []

    def visit(match: re.Match[str]) -> str:
        closing, tag, attributes = match.groups()
        if tag == "img":
            return "" if _is_pixel(dict(_ATTRIBUTE.findall(attributes))) else match[0]
        if tag != "a":
            return match[0]
        if closing:
            return match[0] if open_links and open_links.pop() else ""
        open_links.append('href="' in attributes)
        return match[0] if open_links[-1] else ""

    text, before = _OUR_TAG.sub(visit, cleaned), ""
    while text != before:
        before, text = text, _EMPTY.sub("", text)
    return text


def _is_pixel(attributes: dict[str, str]) -> bool:
    source = attributes.get("src", "")
    sizes = (attributes.get("width"), attributes.get("height"))
    return not source or bool(_PIXEL.search(source)) or any(size in ("0", "1", "2") for size in sizes)


def first_image(clean: str) -> Image | None:
    """Return the first picture of HTML from clean_html that is large enough to show, if it says how large it is."""
    for match in _OUR_TAG.finditer(clean):
        if match[2] != "img":
            continue
        given = {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(match[3])}
        width, height = (
            int(given[side]) if given.get(side, "")[:6].isdecimal() else None for side in ("width", "height")
        )
        if min(width or _SMALLEST, height or _SMALLEST) >= _SMALLEST:
            return Image(url=given["src"], alt=given.get("alt", ""), width=width, height=height)
    return None
