"""Lists of feeds: OPML 1.0 and 2.0 (opml.org/spec2.opml) → outlines, and back."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from digest.collect.markup import plain_text
from digest.collect.text import one_line
from digest.collect.urls import canonical_url, url_key
from digest.errors import ParseError
from digest.model import utc

_MAX_BYTES = 5_000_000
_MAX_OUTLINES, _MAX_DEPTH, _MAX_ELEMENTS = 10_000, 32, 100_000
_MAX_CATEGORIES = 30
_MAX_NAME = 40
# "&" that starts no entity XML knows: people write addresses as they are, and &nbsp; from HTML.
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>?", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What Unicode does not take apart into ASCII and a mark.
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i",
    "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
})  # fmt: skip
_HOST_NOISE = frozenset({"www", "feeds", "feed", "rss", "blog", "news", "com", "co", "org", "net"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list. A category is a path where lists are nested: "News/Tech"."""

    title: str
    url: str  # the feed
    site: str = ""
    categories: tuple[str, ...] = ()


def read_opml(data: bytes, /, *, name: str) -> tuple[Outline, ...]:
    """Return the feeds of a list in its order, each address once with the categories of all its places.

    Mistakes of hand-editing are tolerated; what has no web address is left out. Raises ParseError, which names `name`.
    """
    found: dict[str, Outline] = {}
    for outline in islice(_outlines(_body(data, name=name)), _MAX_OUTLINES):
        key = url_key(outline.url)
        known = found.setdefault(key, outline)
        if known is not outline:
            found[key] = _joined(known, outline)
    return tuple(found.values())


def _joined(known: Outline, again: Outline) -> Outline:
    categories = dict.fromkeys((*known.categories, *again.categories))
    return Outline(
        title=known.title,
        url=known.url,
        site=known.site or again.site,
        categories=tuple(categories)[:_MAX_CATEGORIES],
    )


def _body(data: bytes, *, name: str) -> Any:
    """The element that holds the outlines."""
    from lxml import etree

    if len(data) > _MAX_BYTES:
        raise ParseError(f"{name}: larger than {_MAX_BYTES // 1_000_000} MB")
    if not data.strip():
        raise ParseError(f"{name}: empty, not a list of feeds")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-16", "replace")).encode("utf-8", "replace")
    # Entities of its own have no place in a list of feeds: without a DOCTYPE there are none to expand.
    data = _BARE_AMPERSAND.sub(b"&amp;", _DOCTYPE.sub(b"", data.lstrip(b"\xef\xbb\xbf\x00 \t\r\n"), count=1))
    if data.count(b"<") > _MAX_ELEMENTS:
        raise ParseError(f"{name}: more than {_MAX_ELEMENTS:,} elements, too many for a list of feeds")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise ParseError(f"{name}: not a list of feeds") from exc
    if root is None or _tag(root) != "opml":
        raise ParseError(f"{name}: not a list of feeds")
    return next((child for child in root if _tag(child) == "body"), root)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _outlines(body: Any) -> Iterator[Outline]:
    """The outlines that are feeds, in order; without recursion, for nesting may be deep."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while waiting:
        element, path = waiting.pop()
        if _tag(element) != "outline":
            continue
        given = {str(key).rpartition("}")[2].lower(): str(value) for key, value in element.attrib.items()}
        title = _words(given.get("title", "")) or _words(given.get("text", ""))
        url = canonical_url(_address(given.get("xmlurl", "")))
        if url:
            yield _outline(given, title=title, url=url, path=path)
        inner = (*path, _segment(title)) if title and not url and len(path) < _MAX_DEPTH else path
        waiting.extend((child, inner) for child in reversed(element))


def _outline(given: dict[str, str], *, title: str, url: str, path: tuple[str, ...]) -> Outline:
    """`category` holds paths ("/News/Tech") and tags ("tech"), apart by commas."""
    named = ("/".join(_parts(_words(text))) for text in given.get("category", "").split(","))
    categories = dict.fromkeys(each for each in ("/".join(path), *named) if each)
    site = canonical_url(_address(given.get("htmlurl", "")))
    return Outline(
        title=title or urlsplit(site or url).hostname or url,
        url=url,
        site=site,
        categories=tuple(categories)[:_MAX_CATEGORIES],
    )


def _words(text: str) -> str:
    """Many programs write markup's entities twice."""
    return one_line(plain_text(text), limit=200)


def _parts(category: str) -> list[str]:
    return [part for each in category.split("/") if (part := _segment(each))][:_MAX_DEPTH]


def _segment(text: str) -> str:
    """A part of a path has neither of the marks that paths and lists of them are written with."""
    return " ".join(text.replace("/", " ").replace(",", " ").split())


def _address(text: str) -> str:
    """The address behind what readers wrote: "feed:https://…", "feed://…", or a bare host."""
    text = text.strip()
    bare = re.sub(r"^feed:(?://)?(?=https?:)", "", text, flags=re.IGNORECASE)
    return re.sub(r"^feed:(?://)?", "https://", bare, flags=re.IGNORECASE)


def write_opml(outlines: Iterable[Outline], /, *, title: str, now: datetime) -> str:
    """Return the outlines as OPML 2.0, below their first category; the others are in `category`.

    What read_opml() returned is the same when it is read again, but for the order across categories.
    """
    tree: dict[str, Any] = {}
    for outline in outlines:
        branch = tree
        for part in _parts(outline.categories[0]) if outline.categories else ():
            branch = branch.setdefault(part, {})
        branch.setdefault("", []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_text(title)}</title>",
        # RFC 822, as the specification asks; not by strftime, whose names are those of the locale.
        f"    <dateCreated>{_rfc822(now)}</dateCreated>",
        "  </head>",
        "  <body>",
        *_written(tree, depth=2),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _written(tree: dict[str, Any], *, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for outline in tree.get("", ()):
        attributes = {
            "text": _unmistakable(outline.title),
            "title": _unmistakable(outline.title),
            "type": "rss",
            "xmlUrl": outline.url,
            "htmlUrl": outline.site,
            "category": ",".join(_written_category(each) for each in outline.categories[1:]),
        }
        yield f"{pad}<outline {' '.join(f'{key}={_quoted(value)}' for key, value in attributes.items() if value)}/>"
    for name, branch in tree.items():
        if name:
            label = _quoted(_unmistakable(name))
            yield f"{pad}<outline text={label} title={label}>"
            yield from _written(branch, depth=depth + 1)
            yield f"{pad}</outline>"


def _written_category(category: str) -> str:
    path = "/".join(_parts(category))
    return _unmistakable(f"/{path}" if "/" in path else path)


def _unmistakable(text: str) -> str:
    """Words that look like markup ("AT&amp;T", "<b>") are written as markup, for that is how they are read."""
    return text if _words(text) == text else entities.escape(text, quote=False)


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: str) -> str:
    return _quoted(text)[1:-1].replace("&quot;", '"') if '"' in text else _quoted(text)[1:-1]


def _rfc822(now: datetime) -> str:
    from email.utils import format_datetime

    return format_datetime(utc(now), usegmt=True)


def source_names(outlines: Iterable[Outline], /) -> tuple[str, ...]:
    """Return a key for each that a configuration can use: "hacker-news", "hacker-news-2"; the same for the same list.

    Of the title in ASCII, else of the host; lower-case letters, digits and single hyphens, at most 40, each once.
    """
    names: list[str] = []
    taken: set[str] = set()
    for outline in outlines:
        stem = _slug(outline.title) or _host_slug(outline.site or outline.url) or "feed"
        name, number = stem, 2
        while name in taken:
            suffix = f"-{number}"
            name, number = stem[: _MAX_NAME - len(suffix)].rstrip("-") + suffix, number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def _slug(text: str) -> str:
    """ASCII words; "" where less than half of the letters can be written so, for what is left names nothing."""
    spelled = re.sub("ο[υύ]", "ou", text.casefold()).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", spelled).translate(_LETTERS)
    letters = [each for each in plain if each.isalnum()]
    if 2 * sum(each.isascii() for each in letters) < len(letters):
        return ""
    ascii_only = "".join(each for each in plain if each.isascii()).replace("'", "").replace("&", " and ")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(slug) > _MAX_NAME:
        slug = slug[: _MAX_NAME + 1].rpartition("-")[0] or slug[:_MAX_NAME]
    return slug[:_MAX_NAME].strip("-")


def _host_slug(url: str) -> str:
    labels = (urlsplit(url).hostname or "").split(".")
    kept = [label for label in labels[:-1] if label not in _HOST_NOISE] or labels
    return _slug("-".join(kept))
