"""Two readers of XML feeds, a fast one and feedparser: they agree, and the fast one knows when it should not try."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.feeds import Item, ParsedFeed, loose, strict, xml

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def by_both(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[ParsedFeed, ParsedFeed]:
    """The feed as the strict reader makes it, and as feedparser does; fails where the strict one leaves it alone."""
    assert strict.read(data) is not None
    fast = xml.parse_xml(data, name="feed")
    with monkeypatch.context() as patch:
        patch.setattr(strict, "read", lambda _: None)
        return fast, xml.parse_xml(data, name="feed")


# -- what is left to feedparser ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><item><title>A & B</title></item></channel></rss>",
        b"<rss><channel><item><title>A&nbsp;B</title></item></channel></rss>",
        b"<!DOCTYPE rss [<!ENTITY x 'y'>]><rss><channel><item><title>&x;</title></item></channel></rss>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY x "y">]><rss><channel/></rss>'.encode(
            "utf-16"
        ),
        b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>A</title></entry></feed>",
        b"<channel><item href='x'><title>CDF</title></item></channel>",
        b"<rss><channel><items><item><title>deeper</title></item></items></channel></rss>",
        b"<rss><channel><item><title>A</title>",
        b"<html><body>no feed</body></html>",
        b"",
    ],
)
def test_what_is_not_well_formed_or_unusual_is_left_to_feedparser(data: bytes) -> None:
    assert strict.read(data) is None


def test_deep_nesting_and_long_texts_end_quickly() -> None:
    """libxml's own limits hold: 256 levels, 10 MB of text in one piece."""
    deep = b"<rss><channel><item><description>" + b"<div>" * 100_000
    assert strict.read(deep) is None
    assert (
        strict.read(b"<rss><channel><item><title>" + b"x" * 11_000_000 + b"</title></item></channel></rss>")
        is None
    )


# -- agreement ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Masts & towers",
        "a < b",
        "5G",
        "“Quoted”",
        "العبّارات",
        "港が静かに",
        "Caf\u00e9",
        "AT&amp;T",
        "<b>bold</b> words",
        "x",
    ]
)
URLS = st.sampled_from(
    ["https://mast.example/1", "https://mast.example/2?a=1&b=2", "/3", "https://mast.example/ü"]
)
DATES = st.sampled_from(["Tue, 17 Feb 2026 10:00:00 +0100", "2026-02-17T09:00:00Z", "2026-02-17"])
NAMES = st.sampled_from(
    ["Ann Author", "desk@mast.example (Ann)", "Bo & Co", "By Ann Author", "Ann Author and Bo Writer"]
)
HTML = st.sampled_from(
    ["<p>Words &amp; <a href='/x'>more</a>.</p>", "Plain words.", "<p>one<br/>two</p><img src='i.png'/>"]
)


def element(name: str, values: st.SearchStrategy[str], **attributes: str) -> st.SearchStrategy[str]:
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return values.map(lambda value: f"<{name}{given}>{escape(value)}</{name}>")


def empty(name: str, **attributes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(attributes).map(
        lambda given: (
            f"<{name} " + " ".join(f"{key}={quoteattr(value)}" for key, value in given.items()) + "/>"
        )
    )


def cdata(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return values.map(lambda value: f"<{name}><![CDATA[{value}]]></{name}>")


SIZES = st.sampled_from(["1200", "90", ""])
SHARED = (
    element("category", WORDS),
    element("category", WORDS, domain="https://tags.example/"),
    element("dc:subject", WORDS),
    element("dc:creator", NAMES),
    element("dc:date", DATES),
    element("itunes:author", NAMES),
    element("itunes:duration", st.sampled_from(["62:03", "3723", "x"])),
    element("media:title", WORDS),
    element("media:description", HTML),
    empty("media:content", url=URLS, medium=st.sampled_from(["image", "video"]), width=SIZES),
    empty("media:thumbnail", url=URLS, width=SIZES),
)
RSS_PARTS = (
    element("title", WORDS),
    cdata("title", WORDS),
    element("link", URLS),
    element("guid", URLS),
    element("guid", st.sampled_from(["4711", "a b"]), isPermaLink="false"),
    element("description", HTML),
    cdata("content:encoded", HTML),
    element("pubDate", DATES),
    element("author", NAMES),
    empty("enclosure", url=URLS, type=st.sampled_from(["audio/mpeg", "image/png"]), length=SIZES),
    *SHARED,
)
ATOM_PARTS = (
    element("title", WORDS),
    element("title", WORDS, type="html"),
    empty("link", href=URLS),
    empty(
        "link",
        href=URLS,
        rel=st.sampled_from(["alternate", "related", "enclosure", "self"]),
        type=st.just("text/html"),
    ),
    element("id", URLS),
    element("published", DATES),
    element("updated", DATES),
    element("summary", WORDS),
    element("content", HTML, type="html"),
    st.just(
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Hi <em>you</em></p></div></content>"
    ),
    NAMES.map(lambda name: f"<author><name>{escape(name)}</name><uri>https://ann.example/</uri></author>"),
    empty("category", term=WORDS, label=WORDS),
    *SHARED,
)
AUTHORS = ("author", "dc:creator", "itunes:author")


def kind(part: str) -> str:
    """One of each kind: which of two the later one is, and whose address belongs to whom, feedparser mixes up."""
    name = part.split(">", maxsplit=1)[0].split(" ", maxsplit=1)[0].strip("</")
    return "author" if name in AUTHORS else name


RSS = st.lists(
    st.lists(st.one_of(*RSS_PARTS), max_size=9, unique_by=kind),
    max_size=4,
)
ATOM = st.lists(
    st.lists(st.one_of(*ATOM_PARTS), max_size=9, unique_by=kind),
    max_size=4,
)


def compared(item: Item) -> Item:
    """What both must agree on; a picture's or a body's own base only where it is written."""
    return replace(item, html=" ".join(item.html.split()))


@settings(deadline=None, max_examples=150)
@given(RSS)
def test_both_read_the_same_of_any_rss(items: list[list[str]]) -> None:
    body = "".join(f"<item>{''.join(parts)}</item>" for parts in items)
    agree(
        f"<rss version='2.0' {NAMESPACES}><channel><title>T</title><link>https://mast.example/</link>{body}</channel></rss>"
    )


@settings(deadline=None, max_examples=150)
@given(ATOM)
def test_both_read_the_same_of_any_atom(entries: list[list[str]]) -> None:
    body = "".join(f"<entry>{''.join(parts)}</entry>" for parts in entries)
    agree(f"<feed xmlns='http://www.w3.org/2005/Atom' {NAMESPACES}><title>T</title>{body}</feed>")


def agree(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fast, slow = by_both(text.encode(), patch)
    assert [compared(item) for item in fast.items] == [compared(item) for item in slow.items], text
    assert (fast.title, fast.site_url) == (slow.title, slow.site_url)
    theirs = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    assert len(theirs.entries) == len(fast.items)


def test_a_media_description_with_attributes_is_read_by_both() -> None:
    """feedparser alone would lose its words."""
    item = "<item><title>A</title><media:group><media:description type='plain'>Words.</media:description></media:group></item>"
    text = f"<rss version='2.0' {NAMESPACES}><channel><title>T</title>{item}</channel></rss>"
    with pytest.MonkeyPatch.context() as patch:
        fast, slow = by_both(text.encode(), patch)
    assert [each.items[0].summary for each in (fast, slow)] == ["Words.", "Words."]


def test_text_that_was_encoded_twice_is_mended() -> None:
    """UTF-8 taken for Latin-1 and encoded again; Windows' own characters."""
    text = "<rss version='2.0'><channel><title>T</title><item><title>CafÃ© \x93x\x94</title></item></channel></rss>"
    assert xml.parse_xml(text.encode(), name="feed").items[0].title == "CafÃ© “x”"
    text = text.replace(" \x93x\x94", "")
    assert xml.parse_xml(text.encode(), name="feed").items[0].title == "Café"


def test_loose_keeps_to_what_feedparser_can_bear() -> None:
    """More entries than anybody reads are cut before it starts."""
    many = b"<rss><channel>" + b"<item><title>A & B</title></item>" * 6_000 + b"</channel></rss>"
    parsed, base = loose.read(many, name="feed")
    assert (len(parsed["entries"]), base) == (5_000, "")
