"""Well-formed RSS, RDF and Atom through lxml, many times faster than feedparser, in the shape that feedparser gives.

What is not well-formed, or written in a way that asks for guesses, is left to feedparser: `read` returns None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from digest.collect.feeds import MOST_ITEMS
from digest.collect.feeds.element import (
    Unusual,
    attributes_of,
    looks_like_html,
    markup_of,
    named,
    text_of,
    without_address,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Entry = dict[str, Any]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_OLD_ATOM = "http://purl.org/atom/ns#"
_HTML, _XHTML, _PLAIN = "text/html", "application/xhtml+xml", "text/plain"
_TYPES = {"text": _PLAIN, "plain": _PLAIN, "html": _HTML, "xhtml": _XHTML}
_SHOWN = frozenset({_HTML, _XHTML})


def read(data: bytes, /) -> Entry | None:
    """The feed in `data` as feedparser would give it ("version", "feed", "entries"), or None where it must do so itself."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:4000] or b"<!ENTITY" in data[:4000]:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.strip(), parser)
        if root.getroottree().docinfo.internalDTD is not None:
            return None
        return _Reader(based=b"xml:base" in data, spoken=b"xml:lang" in data).feed(root)
    except (etree.XMLSyntaxError, ValueError, LookupError, Unusual):
        return None


class _Reader:
    """Reads one document; `based` and `spoken` say whether there is any xml:base and xml:lang in it."""

    def __init__(self, *, based: bool, spoken: bool) -> None:
        self.based, self.spoken = based, spoken
        self.takes: dict[Any, Part | None] = {}  # by tag
        self.atom = False

    def feed(self, root: Element) -> Entry:
        kind = named(root)
        if kind not in ("rss", "rdf:rdf", "feed") or (isinstance(root.tag, str) and _OLD_ATOM in root.tag):
            raise Unusual
        self.atom = kind == "feed"
        channels = [root] if self.atom else [each for each in root if named(each) == "channel"]
        if len(channels) != 1:
            raise Unusual
        feed: Entry = {}
        entries = [each for each in channels[0] if self.entry_or_part(each, feed)]
        if not self.atom:
            entries += [each for each in root if named(each) == "item"]
        if root.get(_LANG) and self.atom:
            feed["language"] = root.get(_LANG, "").replace("_", "-")
        everywhere = sum(1 for _ in root.iter("{*}item", "{*}entry"))
        if everywhere != len(entries):
            raise Unusual  # somewhere deeper, or one in another
        version = "atom10" if self.atom else "rss"
        return {
            "version": version,
            "feed": feed,
            "entries": [self.entry(each) for each in entries[:MOST_ITEMS]],
        }

    def entry_or_part(self, element: Element, feed: Entry) -> bool:
        """Is it an entry? What is known of the feed itself goes into `feed`."""
        name = named(element)
        if name in ("item", "entry"):
            return True
        if name in ("title", "link", "language", "dc:language", "ttl", "author"):
            _PARTS[name](self, feed, element)
        return False

    def entry(self, element: Element) -> Entry:
        entry: Entry = {}
        if about := element.get(_ABOUT):
            entry["id"] = about
        self.parts(entry, element)
        if entry.pop("guidislink", False) and "link" not in entry:
            entry["link"] = entry["id"]
        return entry

    def parts(self, entry: Entry, element: Element) -> None:
        takes = self.takes
        for part in element:
            tag = part.tag
            if tag not in takes:
                takes[tag] = _PARTS.get(named(part))
            if (take := takes[tag]) is not None:
                take(self, entry, part)

    # -- kinds of values -----------------------------------------------------------------------------------

    def resolved(self, element: Element, url: str) -> str:
        return urljoin(element.base or "", url) if self.based else url

    def construct(self, element: Element, standard: str) -> Entry:
        """Text that may be markup: its value, type, base and language."""
        kind = standard
        if given := element.get("type"):
            kind = _TYPES.get(given.lower(), given.lower())
            if not kind.startswith("text/") and not kind.endswith("xml"):
                raise Unusual  # base64
        if len(element) or kind == _XHTML:
            value = markup_of(element, unwrap=self.atom, escaped=kind != _XHTML)
        else:
            value = text_of(element)
        if not self.atom and kind == _PLAIN and looks_like_html(value):
            kind = _HTML
        return {"value": value, "type": kind, "base": self.base(element), "language": self.language(element)}

    def base(self, element: Element) -> str:
        return (element.base or "") if self.based else ""

    def language(self, element: Element) -> str:
        here: Element | None = element if self.spoken else None
        while here is not None:
            if language := here.get(_LANG):
                return language.replace("_", "-")
            here = here.getparent()
        return ""


# -- the parts of an entry ---------------------------------------------------------------------------------

Part = Callable[[_Reader, Entry, "Element"], None]


def _plain(key: str) -> Part:
    def take(_: _Reader, entry: Entry, element: Element) -> None:
        if value := text_of(element):
            entry[key] = value

    return take


def _title(reader: _Reader, entry: Entry, element: Element) -> None:
    detail = reader.construct(element, _PLAIN)
    if detail["value"]:
        entry["title"], entry["title_detail"] = detail["value"], detail


def _link(reader: _Reader, entry: Entry, element: Element) -> None:
    given = attributes_of(element)
    relation = given.setdefault("rel", "alternate")
    kind = given.setdefault("type", "application/atom+xml" if relation == "self" else _HTML).lower()
    href = given.pop("url", "") or given.pop("uri", "") or given.get("href", "")
    links = entry.setdefault("links", [])
    links.append(given)
    if href:
        given["href"] = reader.resolved(element, href.strip())
        if relation == "alternate" and _TYPES.get(kind, kind) in _SHOWN:
            entry["link"] = given["href"]
    elif text := text_of(element):
        given["href"] = entry["link"] = reader.resolved(element, text.replace("&amp;", "&"))


def _guid(reader: _Reader, entry: Entry, element: Element) -> None:
    if not (value := text_of(element)):
        return
    permalink = attributes_of(element).get("ispermalink", "true") == "true"
    entry["id"] = reader.resolved(element, value) if permalink else value
    entry["guidislink"] = permalink


def _summary(standard: str) -> Part:
    def take(reader: _Reader, entry: Entry, element: Element) -> None:
        if "summary" in entry and "has_content" not in entry:
            _content(_PLAIN)(reader, entry, element)
            return
        detail = reader.construct(element, standard)
        entry["summary"], entry["summary_detail"] = detail["value"], detail

    return take


def _content(standard: str) -> Part:
    def take(reader: _Reader, entry: Entry, element: Element) -> None:
        entry["has_content"] = True
        detail = reader.construct(element, standard)
        entry.setdefault("content", []).append(detail)
        if detail["type"] in (_PLAIN, *_SHOWN):
            entry.setdefault("summary", detail["value"])

    return take


def _author(reader: _Reader, entry: Entry, element: Element) -> None:
    authors = entry.setdefault("authors", [])
    if not len(element):
        text = text_of(element)
        authors.append({"name": without_address(text) if "@" in text else text})
        return
    person: dict[str, str] = {}
    for part in element:
        name = named(part).rpartition(":")[2]
        if name == "name":
            person["name"] = text_of(part)
        elif name in ("uri", "url", "homepage"):
            person["href"] = reader.resolved(part, text_of(part))
    if "@" in person.get("name", ""):
        person["name"] = without_address(person["name"])
    authors.append(person)


def _category(reader: _Reader, entry: Entry, element: Element) -> None:
    term = element.get("term", "") or element.get("text", "") or text_of(element)
    scheme = element.get("scheme", "") or element.get("domain", "")
    if term or element.get("label"):
        _add_tags(entry, [{"term": term.strip(), "scheme": scheme, "label": element.get("label", "")}])
    reader.parts(entry, element)  # iTunes' narrower ones


def _keywords(_: _Reader, entry: Entry, element: Element) -> None:
    _add_tags(entry, [{"term": word.strip()} for word in text_of(element).split(",") if word.strip()])


def _add_tags(entry: Entry, tags: Iterable[dict[str, str]]) -> None:
    known = entry.setdefault("tags", [])
    known += [tag for tag in tags if tag not in known]


def _enclosure(reader: _Reader, entry: Entry, element: Element) -> None:
    given = attributes_of(element)
    href = given.pop("url", "") or given.pop("uri", "") or given.get("href", "")
    entry.setdefault("links", []).append(
        given | {"rel": "enclosure", "href": reader.resolved(element, href.strip())}
    )


def _media(reader: _Reader, entry: Entry, element: Element) -> None:
    entry.setdefault("media_content", []).append(attributes_of(element))
    reader.parts(entry, element)


def _group(reader: _Reader, entry: Entry, element: Element) -> None:
    reader.parts(entry, element)


def _thumbnail(_: _Reader, entry: Entry, element: Element) -> None:
    given = attributes_of(element)
    entry.setdefault("media_thumbnail", []).append({"url": text_of(element)} | given)


def _cover(_: _Reader, entry: Entry, element: Element) -> None:
    href = element.get("href") or element.get("url")
    if not href:
        href = next((text_of(part) for part in element if named(part).rpartition(":")[2] == "url"), "")
    if href:
        entry["image"] = {"href": href}


_PARTS: dict[str, Part] = {
    **dict.fromkeys(("title", "dc:title"), _title),
    "link": _link,
    **dict.fromkeys(("guid", "id"), _guid),
    **dict.fromkeys(("description", "dc:description"), _summary(_HTML)),
    "summary": _summary(_PLAIN),
    **dict.fromkeys(("content:encoded", "fullitem"), _content(_HTML)),
    "content": _content(_PLAIN),
    **dict.fromkeys(("body", "xhtml:body"), _content(_XHTML)),
    **dict.fromkeys(("author", "dc:author", "dc:creator", "itunes:author"), _author),
    **dict.fromkeys(("category", "dc:subject", "media:category", "itunes:category", "keywords"), _category),
    **dict.fromkeys(("itunes:keywords", "media:keywords", "tags"), _keywords),
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms:issued"), _plain("published")),
    **dict.fromkeys(
        ("updated", "modified", "dc:date", "dcterms:modified", "lastbuilddate"), _plain("updated")
    ),
    **dict.fromkeys(("created", "dcterms:created"), _plain("created")),
    **dict.fromkeys(("language", "dc:language"), _plain("language")),
    "ttl": _plain("ttl"),
    "enclosure": _enclosure,
    "media:content": _media,
    "media:group": _group,
    "media:thumbnail": _thumbnail,
    "media:title": _plain("media_titlex"),
    **dict.fromkeys(("media:description", "media:text"), _plain("media_descriptionx")),
    **dict.fromkeys(("itunes:summary", "itunes:subtitle"), _plain("itunes_summaryx")),
    **dict.fromkeys(("itunes:image", "image"), _cover),
    "itunes:duration": _plain("itunes_duration"),
    "feedburner:origlink": _plain("feedburner_origlink"),
}
