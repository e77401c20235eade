"""What a page's JSON-LD says (schema.org)."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest.collect.extract import thing
from digest.collect.extract.said import Said, folded, texts
from digest.collect.urls import canonical_url, url_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_SCRIPTS, _MOST_NODES, _LONGEST = 50, 5_000, 2_000_000
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|Report)$")
_OTHERS = frozenset(
    "Recipe Review HowTo PodcastEpisode RadioEpisode Episode VideoObject AudioObject Event CreativeWork QAPage "
    "FAQPage Book Movie SoftwareApplication Product Course JobPosting".split()
)
_PAGE = frozenset("WebPage ItemPage AboutPage MedicalWebPage ProfilePage".split())
_LISTING = frozenset("CollectionPage ItemList SearchResultsPage Blog DataFeed".split())
# Where the page's own thing may be; what hangs elsewhere (comments, teasers, reviews) is another's.
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "about", "blogPost", "@list", "@set")
_WRAPPERS = re.compile(
    r"^\s*(?:<!--|(?://\s?)?<!\[CDATA\[|/\*\s?<!\[CDATA\[\s?\*/)|(?:-->|(?://\s?)?\]\]>|/\*\s?\]\]>\s?\*/)\s*+;?\s*+$"
)
_TRAILING_COMMA = re.compile(r",(\s*+[}\]])")
_MISSING_COMMA = re.compile(r"([}\]\"])([ \t\r]*+\n\s*+)(?=[\"{])")
_PAIR = re.compile(
    r"\"(@type|headline|description|datePublished|dateModified|url)\"\s*+:\s*+(\"(?:[^\"\\]|\\.)*+\")"
)

Node = dict[str, Any]


@dataclass(slots=True)
class _Graph:
    """Every node by its @id, and those that may be what the page is about."""

    by_id: dict[str, Node] = field(default_factory=dict)
    main: list[Node] = field(default_factory=list)


def read_jsonld(root: HtmlElement, /, *, own: Iterable[str]) -> tuple[Said, Said]:
    """Return what the article's node says, and what the page's and the site's say; `own` are the page's addresses.

    What is broken is mended where that is easy, else skipped. Never raises.
    """
    graph = _graph(_blocks(root))
    keys = {key for url in own if (key := url_key(canonical_url(url)))}
    base = next(iter(own), "")
    articles = [node for node in graph.main if any(_ARTICLE.search(kind) for kind in types_of(node))]
    page = next((node for node in graph.main if _PAGE & types_of(node)), None)
    listing = next((node for node in graph.main if _LISTING & types_of(node)), None)
    reader = thing.Reader(graph.by_id, shown=[folded("".join(texts(each))) for each in _titles(root)])
    chosen, kind = _choose(articles, keys=keys, base=base, reader=reader), "article"
    if chosen is None:
        others = [node for node in graph.main if _OTHERS & types_of(node)]
        chosen = None if listing is not None or articles else next(iter(others), None)
        kind = "listing" if listing is not None or articles else ""
    around = reader.page(page or {}, sites=[node for node in graph.main if "WebSite" in types_of(node)])
    return reader.article(chosen, kind=kind) if chosen else Said(kind=kind), around


def _titles(root: HtmlElement) -> list[HtmlElement]:
    return [each for each, _ in zip(root.iter("title", "h1"), range(6), strict=False)]


def _choose(articles: list[Node], *, keys: set[str], base: str, reader: thing.Reader) -> Node | None:
    """The one that is this page's; of many that are not, none: the page lists them."""
    for node in articles:
        if any(url_key(canonical_url(url, base=base)) in keys for url in reader.addresses(node)):
            return node
    return articles[0] if 0 < len(articles) <= 3 else None


def types_of(node: Node) -> frozenset[str]:
    """The names of its types, without a vocabulary before them."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def _graph(blocks: Iterable[Any]) -> _Graph:
    graph, seen = _Graph(), 0
    stack: list[tuple[Any, bool]] = [(block, True) for block in reversed(list(blocks))]
    while stack and seen < _MOST_NODES:
        value, may_be_main = stack.pop()
        seen += 1
        if isinstance(value, list):
            stack.extend((each, may_be_main) for each in reversed(value[:500]))
        elif isinstance(value, dict):
            if isinstance(name := value.get("@id"), str) and len(value) > len(graph.by_id.get(name, ())):
                graph.by_id[name] = value
            if may_be_main and len(value) > 1:
                graph.main.append(value)
            stack.extend(
                (each, may_be_main and key in _INSIDE)
                for key, each in reversed(list(value.items())[:200])
                if isinstance(each, dict | list)
            )
    return graph


def _blocks(root: HtmlElement) -> Iterator[Any]:
    scripts = (each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower())
    for script, _ in zip(scripts, range(_MOST_SCRIPTS), strict=False):
        text = _WRAPPERS.sub("", (script.text or "").strip("\ufeff \t\r\n"))
        if text and len(text) <= _LONGEST:
            yield from _values(text)


def _values(text: str) -> Iterator[Any]:
    """The JSON values in a script, mended step by step until one can be read."""
    for mend in (str, _without_commas, _unescaped, _with_commas):
        values, whole = _parse(mend(text))
        if whole:
            yield from values
            return
    yield from values or [_salvaged(text)]


def _salvaged(text: str) -> Node:
    """The first plain facts of JSON beyond mending."""
    found: Node = {}
    for name, value in _PAIR.findall(text[:200_000]):
        read, whole = _parse(value)
        if whole:
            found.setdefault(name, read[0])
    return found


def _parse(text: str) -> tuple[list[Any], bool]:
    """The values written one after another, and whether that was everything."""
    decoder = json.JSONDecoder(strict=False)  # line breaks inside strings are the commonest mistake
    values: list[Any] = []
    at = 0
    try:
        while (at := _skip(text, at)) < len(text):
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            if len(values) > _MOST_SCRIPTS:
                break
    except (ValueError, RecursionError):
        return values, False
    return values, bool(values)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n;,\ufeff":
        at += 1
    return at


def _without_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", text)


def _with_commas(text: str) -> str:
    return _MISSING_COMMA.sub(r"\1,\2", _without_commas(text))


def _unescaped(text: str) -> str:
    return entities.unescape(text) if "&quot;" in text and '"' not in text else _without_commas(text)
