"""OPML → outlines and back."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.opml import Outline, read_opml, source_names, write_opml
from digest.collect.text import one_line
from digest.errors import ParseError

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)


def opml(body: str, *, before: str = "", version: str = "2.0") -> bytes:
    return f'<?xml version="1.0"?>{before}<opml version="{version}"><head><title>T</title></head><body>{body}</body></opml>'.encode()


def read(body: str) -> tuple[Outline, ...]:
    return read_opml(opml(body), name="feeds.opml")


def test_feeds_have_title_addresses_and_categories() -> None:
    """Categories come from where an outline stands, then from its attribute."""
    assert read(
        """<outline text="News"><outline text="Tech">
        <outline text="short" title="Mast &amp; Tower" type="rss" xmlUrl="https://mast.example/feed?a=1&amp;b=2"
            htmlUrl="https://mast.example/" category="/Harbour/Cranes,tech"/></outline></outline>
        <outline text="Plain" xmlUrl="https://plain.example/rss"/>"""
    ) == (
        Outline(
            title="Mast & Tower",
            url="https://mast.example/feed?a=1&b=2",
            site="https://mast.example/",
            categories=("News/Tech", "Harbour/Cranes", "tech"),
        ),
        Outline(title="Plain", url="https://plain.example/rss"),
    )


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        ('<outline TITLE="A" XMLURL="https://a.example/f" HTMLURL="https://a.example/"/>', ("A", "https://a.example/f")),
        ('<OUTLINE Text="A" xmlurl="https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline text="Caf&eacute;&nbsp;A" xmlUrl="https://a.example/f"/>', ("Café A", "https://a.example/f")),
        ('<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>', ("A & B", "https://a.example/?x=1&y=2")),
        ('<outline text="A &amp;amp; B" xmlUrl="https://a.example/f"/>', ("A & B", "https://a.example/f")),
        ('<outline text="&lt;b&gt;A&lt;/b&gt;" xmlUrl="https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline text="A" xmlUrl=" https://a.example/f "/>', ("A", "https://a.example/f")),
        ('<outline text="A" xmlUrl="feed:https://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline text="A" xmlUrl="feed://a.example/f"/>', ("A", "https://a.example/f")),
        ('<outline xmlUrl="https://a.example/f"/>', ("a.example", "https://a.example/f")),
        ('<outline text="A" xmlUrl="https://a.example/f">', ("A", "https://a.example/f")),
        ('<outline text="a\u202eb&#10;c" xmlUrl="https://a.example/f"/>', ("ab c", "https://a.example/f")),
    ],
)  # fmt: skip
def test_hand_edited_outlines_are_understood(outline: str, expected: tuple[str, str]) -> None:
    """Letters of any case, HTML's entities, bare ampersands, tags that are never closed."""
    (found,) = read(outline)
    assert (found.title, found.url) == expected


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/f", "https://"]
)
def test_what_has_no_web_address_is_no_feed(url: str) -> None:
    """A folder, a note, or a trap."""
    assert read(f'<outline text="A" xmlUrl="{url}"/>') == ()


def test_a_feed_listed_twice_is_one_with_both_categories() -> None:
    """However its address is written."""
    found = read(
        """<outline text="One"><outline text="A" xmlUrl="http://www.a.example/f/"/></outline>
        <outline text="Two"><outline text="B" xmlUrl="https://a.example/f" htmlUrl="https://a.example/"/></outline>"""
    )
    assert found == (
        Outline(
            title="A",
            url="http://www.a.example/f/",
            site="https://a.example/",
            categories=("One", "Two"),
        ),
    )


def test_version_1_and_a_list_without_a_body_are_read() -> None:
    """Some programs write outlines right below the root."""
    outline = '<outline text="A" xmlUrl="https://a.example/f"/>'
    expected = (Outline(title="A", url="https://a.example/f"),)
    assert read_opml(opml(outline, version="1.0"), name="x") == expected
    assert read_opml(f"<opml>{outline}</opml>".encode(), name="x") == expected
    text = opml(outline).decode().replace('"1.0"?', '"1.0" encoding="utf-16"?')
    assert read_opml(text.encode("utf-16"), name="x") == expected
    assert read_opml(b"\xef\xbb\xbf\r\n" + opml(outline), name="x") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_encodings_are_honoured(encoding: str) -> None:
    """By the XML declaration."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml><body><outline text="Ünï" xmlUrl="https://a.example/f"/></body></opml>'
    (found,) = read_opml(text.encode(encoding), name="x")
    assert found.title == "Ünï"


@pytest.mark.parametrize(
    "data",
    [b"", b"  ", b"/etc/passwd", b"https://a.example/f", b"\x00\xff", b"<rss/>", b"<html><body/></html>", b"{}", b"<op"],
)  # fmt: skip
def test_what_is_no_list_is_a_parse_error(data: bytes) -> None:
    """Nothing is opened on its say-so."""
    with pytest.raises(ParseError, match=r"mine: .*not a list of feeds"):
        read_opml(data, name="mine")


def test_entities_neither_read_files_nor_explode(tmp_path: Path) -> None:
    """XXE and billion laughs cost their text, nothing more."""
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    outline = '<outline text="a &x; b" xmlUrl="https://a.example/f"/>'
    xxe = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}">]>'
    laughs = "<!DOCTYPE opml [<!ENTITY x0 'ha'>" + "".join(
        f"<!ENTITY x{n + 1} '{f'&x{n};' * 10}'>" for n in range(10)
    )
    for data in (
        opml(outline, before=xxe),
        opml(outline.replace("&x;", "&x10;"), before=laughs + "]>"),
        opml(outline + "</body>" + xxe),
    ):
        started = time.perf_counter()
        found = read_opml(data, name="x")
        assert "hunter2" not in repr(found)
        assert len(repr(found)) < 1_000
        assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "body",
    [
        "<outline text='A'>" * 100_000,
        "<outline text='A'>" * 40_000,
        "<" * 4_000_000,
        "&" * 4_000_000,
        "<outline " + "a='1' " * 500_000 + "/>",
        "<outline text='" + "x" * 4_000_000 + "' xmlUrl='https://a.example/f'/>",
        "<!DOCTYPE" * 400_000,
        "<outline text='A' xmlUrl='https://a.example/f'/>" * 90_000,
    ],
    ids=lambda body: body[:10],
)
def test_megabytes_of_spite_cost_little(body: str) -> None:
    """Refused, or read as far as is reasonable."""
    started = time.perf_counter()
    try:
        found = read(body)
    except ParseError:
        found = ()
    assert len(found) <= 1
    assert time.perf_counter() - started < 20


def test_a_list_is_written_by_category() -> None:
    """Valid OPML 2.0: each outline has `text`, feeds have `type` and `xmlUrl`."""
    text = write_opml(
        (
            Outline(
                title='A "quoted" <b> & c', url="https://a.example/?x=1&y=2", categories=("News/Tech", "x")
            ),
            Outline(title="Plain", url="https://p.example/f", site="https://p.example/"),
            Outline(title="B", url="https://b.example/f", categories=("News",)),
        ),
        title="Mine & yours",
        now=datetime(2026, 2, 18, 5, 0, tzinfo=timezone(timedelta(hours=1))),
    )
    root = ET.fromstring(text)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [(each.tag, each.text) for each in root.iterfind("head/*")] == [
        ("title", "Mine & yours"),
        ("dateCreated", "Wed, 18 Feb 2026 04:00:00 GMT"),
    ]
    assert [(each.get("text"), each.get("xmlUrl")) for each in root.iterfind("body//outline")] == [
        ("Plain", "https://p.example/f"),
        ("News", None),
        ("B", "https://b.example/f"),
        ("Tech", None),
        ('A "quoted" &lt;b&gt; &amp; c', "https://a.example/?x=1&y=2"),
    ]
    assert all(each.get("type") == "rss" for each in root.iterfind("body//outline") if each.get("xmlUrl"))


WORDS = st.text(max_size=40).map(lambda text: one_line(text, limit=200)).filter(bool)
PART = st.text(st.characters(exclude_characters="/,", exclude_categories=("C", "Z")), min_size=1, max_size=12)
CATEGORY = st.lists(PART, min_size=1, max_size=3).map("/".join)
OUTLINES = st.lists(
    st.builds(
        Outline,
        title=WORDS,
        url=st.integers(1, 10**6).map(lambda n: f"https://h{n}.example/feed?a={n}&b=1"),
        site=st.sampled_from(["", "https://site.example/"]),
        categories=st.lists(CATEGORY, max_size=3, unique=True).map(tuple),
    ),
    max_size=8,
    unique_by=lambda outline: outline.url,
)


@given(OUTLINES)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    """Whatever titles and categories hold; only the order follows the categories."""
    text = write_opml(outlines, title="T", now=NOW)
    ET.fromstring(text)  # well-formed, says another parser
    again = read_opml(text.encode(), name="x")
    assert sorted(again, key=lambda each: each.url) == sorted(outlines, key=lambda each: each.url)
    assert write_opml(again, title="T", now=NOW) == text


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Hacker News: Front Page", "https://a.example/f", "hacker-news-front-page"),
        ("Ana's Café & Straße", "https://a.example/f", "anas-cafe-and-strasse"),
        ("Łódź Øresund Þór", "https://a.example/f", "lodz-oresund-thor"),
        ("Новости порта", "https://a.example/f", "novosti-porta"),
        ("Новий їжак", "https://a.example/f", "noviy-yizhak"),
        ("Νέα του λιμανιού", "https://a.example/f", "nea-tou-limaniou"),
        ("港湾ニュース", "https://www.minato.example/feed", "minato"),
        ("港湾ニュース 2", "https://feeds.minato.example/feed", "minato"),
        ("أخبار", "https://news.mina.co.example/feed", "mina"),
        ("", "https://127.0.0.1/feed", "127-0-0"),
        ("!!!", "https://xn--bcher-kva.example/", "xn-bcher-kva"),
        ("A" * 100, "https://a.example/f", "a" * 40),
        ("word " * 20, "https://a.example/f", "word-word-word-word-word-word-word-word"),
    ],
)
def test_a_source_is_named_after_its_title_or_host(title: str, url: str, name: str) -> None:
    """In ASCII, of a bearable length."""
    assert source_names((Outline(title=title, url=url),)) == (name,)


def test_equal_titles_get_numbers() -> None:
    """Also where one of them already ends in a number."""
    titles = ("News", "News", "News 2", "News", "x" * 50, "x" * 50)
    names = source_names(Outline(title=title, url="https://a.example/f") for title in titles)
    assert names == ("news", "news-2", "news-2-2", "news-3", "x" * 40, "x" * 38 + "-2")


@given(st.lists(st.text(max_size=60), max_size=12))
@settings(max_examples=200, deadline=None)
def test_names_are_keys_and_each_is_there_once(titles: list[str]) -> None:
    """Whatever the titles are."""
    names = source_names(Outline(title=title, url="https://a.example/f") for title in titles)
    assert len(names) == len(set(names)) == len(titles)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 40 for name in names)
