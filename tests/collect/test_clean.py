"""Hostile text → what an article may hold."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.clean import (
    canonical_url,
    clean_html,
    make_article,
    one_line,
    plain_text,
    summary_of,
    url_key,
)
from digest.collect.kinds.feed import FeedSource
from digest.collect.markup import first_image, words_of
from digest.model import ArticleKey, Author, Image, Link

BASE = "https://news.example/a/b"
SOURCE = FeedSource(name="s", url=BASE, tags=("extra",), section="Asia")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://EXAMPLE.com", "https://example.com/"),
        ("  https://example.com/x \n", "https://example.com/x"),
        ("../c?x=1#y", "https://news.example/c?x=1#y"),
        ("//cdn.example/p.jpg", "https://cdn.example/p.jpg"),
        ("?p=123", "https://news.example/a/b?p=123"),
        ("http://example.com:80/", "http://example.com/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://user:secret@example.com/", "https://example.com/"),
        ("https://example.com/a b/ü?q=ü", "https://example.com/a%20b/%C3%BC?q=%C3%BC"),
        ("https://example.com/100%?a=%41", "https://example.com/100%25?a=%41"),
        ('https://example.com/"onmouseover=alert(1)', "https://example.com/%22onmouseover=alert(1)"),
        ("https://exämple.com/", "https://xn--exmple-cua.com/"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),
    ],
)
def test_an_address_becomes_absolute_and_safe(url: str, expected: str) -> None:
    """A homograph host shows as its A-label, and a quote cannot end an attribute."""
    assert canonical_url(url, base=BASE) == expected


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "JAVASCRIPT:1",
            "data:text/html,x",
            "file:///etc/passwd",
        ),
        *(
            "https://example.com/\r\nBcc: x",
            "https://exa\x00mple.com/",
            "mailto:a@b.example",
            "http://[",
        ),
        *("https://ex<ample.com/", "https://example.com/" + "x" * 3000, "https://example.com:99999/"),
    ],
)
def test_what_is_no_web_address_becomes_nothing(url: str) -> None:
    """Resolved or dropped, never repaired into something else."""
    assert canonical_url(url, base=BASE) == ""


def test_url_key_ignores_where_the_reader_came_from() -> None:
    """Scheme, www., trackers, parameter order, fragment and a final slash do not make another article."""
    ways = [
        "https://www.example.com/story/?id=7&b=2",
        "http://example.com/story?b=2&id=7&utm_source=rss&fbclid=x#top",
        "https://EXAMPLE.com:443/story/?ref=rss&id=7&b=2",
    ]
    assert {url_key(way) for way in ways} == {"example.com/story?b=2&id=7"}


@pytest.mark.parametrize(
    "copy",
    [
        "https://amp.example.com/news/story",
        "https://www.example.com/amp/news/story",
        "https://example.com/news/story/amp/",
        "https://example.com/news/story.amp",
        "https://example.com/news/story?amp=1",
        "https://example.com/news/story?outputType=amp&utm_medium=x",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/story",
        "https://example-com.cdn.ampproject.org/v/s/example.com/amp/news/story?amp",
    ],
)
def test_url_key_knows_an_amp_copy(copy: str) -> None:
    """Feeds and link lists name now the page, now its copy."""
    assert url_key(copy) == "example.com/news/story"


def test_url_key_keeps_a_page_about_amps() -> None:
    """What only looks like a copy stays apart."""
    others = [
        "https://e.example/amp",
        "https://e.example/",
        "https://e.example/camp",
        "https://amp.example/x",
    ]
    assert [url_key(other) for other in others] == [
        "e.example/amp",
        "e.example",
        "e.example/camp",
        "amp.example/x",
    ]


def test_url_key_keeps_what_makes_another_article() -> None:
    """Query parameters and routes in the fragment are identities."""
    others = [
        "https://e.example/?p=1",
        "https://e.example/?p=2",
        "https://e.example/#!/1",
        "https://e.example/?q=ref",
    ]
    assert len({url_key(other) for other in others}) == 4
    assert url_key("javascript:x") == ""


def test_clean_html_keeps_text_and_drops_what_a_mail_must_not_carry() -> None:
    """Scripts, handlers, frames and forms go; structure stays."""
    dirty = (
        '<p onclick="x()" style="color:red" class="c">Hi <b>there</b><script>alert(1)</script></p>'
        '<iframe src="https://e.example">frame</iframe><form><input value="x"><button>Go</button></form>'
        "<svg><circle/></svg><style>p{}</style><!-- note --><h2 dir=rtl lang=ar>T</h2>"
    )
    assert clean_html(dirty, base_url=BASE) == '<p>Hi <b>there</b></p><h2 dir="rtl" lang="ar">T</h2>'


@pytest.mark.parametrize(
    "html",
    [
        "<p>Before.</p><iframe src='https://v.example/1' /><p>After.</p>",
        "<p>Before.</p><script src='https://v.example/1'/><p>After.</p>",
        "<p>Before.</p><object data='https://v.example/1'><p>After.</p>",
    ],
)
def test_what_follows_a_frame_is_kept(html: str) -> None:
    """XHTML ends it where it begins, some never end it; HTML would take the rest of the article for its content."""
    assert clean_html(html, base_url=BASE) == "<p>Before.</p><p>After.</p>"
    assert plain_text(html) == "Before.\n\nAfter."


def test_clean_html_makes_links_absolute_and_unlinks_the_dangerous_ones() -> None:
    """The text of a bad link stays."""
    dirty = (
        '<a href="/x?a=1&b=2" target=_blank>one</a> <a href="javascript:alert(1)">two</a> '
        '<a href="java&#9;script:alert(1)">three</a> <a href="mailto:a@b.example">four</a> <a href="#n">five</a>'
    )
    assert clean_html(dirty, base_url=BASE) == (
        '<a href="https://news.example/x?a=1&amp;b=2">one</a> two three <a href="mailto:a@b.example">four</a> five'
    )


def test_clean_html_drops_tracking_pixels_and_data_uris() -> None:
    """A picture that nobody can see, and one that would be the whole mail."""
    dirty = (
        '<img src="https://t.example/p" width="1" height="1"><img src="https://pixel.wp.com/b.gif?x">'
        '<img src="https://e.example/images/tracking/rss-pixel.png?s=1"><img src="data:image/png;base64,AAAA">'
        '<img src="undefined"><img><p><img src="https://t.example/q.gif" height=0></p>'
        '<img src="pic.jpg" alt="A &quot;cat&quot; > dog" width="640px" onerror="x">'
    )
    assert clean_html(dirty, base_url=BASE) == (
        '<img src="https://news.example/a/pic.jpg" alt="A &quot;cat&quot; &gt; dog" width="640">'
    )


@pytest.mark.parametrize(
    "bomb", ["<div>" * 100_000, "<b>" * 5_000 + "x", "<x" * 400_000 + ">", "a" * 1_000_001]
)
def test_markup_that_would_hang_a_parser_is_refused_at_once(bomb: str) -> None:
    """Under a second for 100,000 nested elements."""
    started = time.perf_counter()
    assert clean_html(bomb, base_url=BASE) == ""
    assert len(plain_text(bomb)) <= 1_000_001
    assert time.perf_counter() - started < 10


def test_a_body_with_a_5_mb_picture_inside_keeps_its_words() -> None:
    """The data: URI is dropped before anything is parsed."""
    assert (
        clean_html(f'<p>Hi<img src="data:image/png;base64,{"A" * 5_000_000}"></p>', base_url=BASE)
        == "<p>Hi</p>"
    )


@pytest.mark.parametrize(
    "odd",
    [
        "a < b",
        "]]>",
        "<?php echo 1 ?>",
        "<p>unclosed",
        "<",
        "&",
        "</mj-text><mj-raw>",
        "<mj-include path='/etc/passwd'/>",
    ],
)
def test_odd_text_is_cleaned_without_harm(odd: str) -> None:
    """What comes out is well-formed and has no foreign elements."""
    clean = clean_html(odd, base_url=BASE)
    assert "mj-" not in clean
    assert "<?" not in clean


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"<>/\"'=&;! abip?-:\n", "<a href=", "<img src=", "</p>", "script", " onerror=x"]),
        max_size=40,
    ).map("".join)
)
def test_clean_html_is_stable_and_never_lets_a_handler_through(dirty: str) -> None:
    """Cleaning twice changes nothing, whatever was thrown at it."""
    once = clean_html(dirty, base_url=BASE)
    assert clean_html(once, base_url=BASE) == once
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', "", once))
    assert "<script" not in once


def test_plain_text_keeps_paragraphs_and_decodes_entities() -> None:
    """Blocks are apart by a blank line, list items and breaks by a line."""
    markup = "<h2>T &amp; U</h2>\n<p>One\n  two<br>three</p><ul><li>a</li><li>b</li></ul><p>x&nbsp;y<script>no</script>"
    assert plain_text(markup) == "T & U\n\nOne two\nthree\n\na\nb\n\nx y"


def test_plain_text_leaves_text_that_is_no_markup() -> None:
    """A comparison is not a tag."""
    assert plain_text("a < b &amp; c > d, 5 <6") == "a < b & c > d, 5 <6"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("a\x0bb\x85c\u2028d\u2029e\tf", "a b c d e f"),
        ("nul\x00here \ud800", "nul here \ufffd"),
        ("no\ufffe text\uffff", "no\ufffd text\ufffd"),
        ("safe\u202egnp.exe\u2066", "safegnp.exe"),
        ("پی\u200cدی‌اف 👩\u200d💻", "پی\u200cدی‌اف 👩\u200d💻"),
        ("  \n ", ""),
    ],
)
def test_one_line_is_safe_in_a_header(text: str, expected: str) -> None:
    """No break of any script survives, joiners that words and emoji need do."""
    assert one_line(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("x" * 10_000, 5, "xxxx…"),
        ("one two three four", 12, "one two…"),
        ("👨‍👩‍👧" * 9, 6, "👨‍👩‍👧…"),
        ("🇩🇪🇫🇷🇪🇸", 4, "🇩🇪…"),
        ("ee\u0301ee\u0301", 4, "ee\u0301…"),
        ("👍🏽👍🏽👍🏽", 4, "👍🏽…"),
    ],
)
def test_one_line_cuts_between_graphemes(text: str, limit: int, expected: str) -> None:
    """A family, a flag or an accent is never halved; a word only when it alone is too long."""
    assert one_line(text, limit=limit) == expected


@given(st.text(max_size=400), st.integers(min_value=2, max_value=60))
def test_one_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    """For any text at all."""
    line = one_line(text, limit=limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    line.encode()


def test_summary_of_ends_with_a_sentence() -> None:
    """As many whole sentences as fit, in any script; else cut at a word."""
    text = "First sentence here. Second one follows? " + "Third goes on and on " * 20
    assert summary_of(text, limit=60) == "First sentence here. Second one follows?"
    assert summary_of("これは一つ目の文です。" * 20, limit=30) == "これは一つ目の文です。" * 2
    assert summary_of("word " * 100, limit=20) == "word word word word…"


def test_make_article_is_whole(now: datetime) -> None:
    """Every part cleaned, keys strongest first, tags of the source added, the source's section for all."""
    article = make_article(
        source=SOURCE,
        url="/x?utm_source=rss",
        title="A\ntitle",
        html='<p>Body <a href="y">y</a></p>',
        site_url="https://www.example.com/blog/",
        guid="https://www.example.com/?p=1",
        published="Tue, 17 Feb 2026 10:00:00 BST",
        updated=now + timedelta(days=400),
        authors=[Author(name="Ann", url="/ann"), Author(name="ANN"), Author(name=" ")],
        tags=["5G", "#5g", "", "Asia"],
        section="Elsewhere",
        language="en_us",
        image=Image(url="p.jpg", alt="a\nb"),
        related=[Link(url="/x", title="itself"), Link(url="/z", title="Z"), Link(url="", title="Only words")],
        now=now,
    )
    assert (article.url, article.title, article.text) == ("https://www.example.com/x", "A title", "Body y")
    assert article.html == '<p>Body <a href="https://www.example.com/y">y</a></p>'
    assert article.summary == "Body y"
    assert article.keys == (ArticleKey("guid", "//example.com/?p=1"), ArticleKey("url", "example.com/x"))
    assert article.published == datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
    assert article.updated == article.first_seen == now
    assert article.authors == (Author(name="Ann", url="https://www.example.com/ann"),)
    assert article.tags == ("5G", "Asia", "extra")
    assert (article.section, article.language) == ("Asia", "en-US")
    assert article.image == Image(url="https://www.example.com/p.jpg", alt="a b")
    assert article.related == (
        Link(url="https://www.example.com/z", title="Z"),
        Link(url="", title="Only words"),
    )


def test_an_article_without_title_or_address_still_has_both(now: datetime) -> None:
    """The host for a title, the site for an address, the content for a key."""
    article = make_article(
        source=SOURCE, url="", title="", text="Words", site_url="https://blog.example/", now=now
    )
    assert (article.title, article.url) == ("blog.example", "https://blog.example/")
    assert [key.kind for key in article.keys] == ["content"]


def test_ids_are_stable_and_survive_a_move_to_https(now: datetime) -> None:
    """The same guid under another scheme is the same article."""
    one, two = (
        make_article(source=SOURCE, url="https://e.example/1", title=title, guid=guid, now=now)
        for title, guid in (("A", "http://e.example/?p=1"), ("A corrected", "https://www.e.example/?p=1"))
    )
    assert one.id == two.id


def test_the_first_picture_of_a_body_is_one_worth_showing() -> None:
    """Icons are passed over."""
    body = '<img src="https://e.example/i.png" width="32"><p><img src="https://e.example/p.jpg?a=1&amp;b=2" alt="P" width="640"></p>'
    assert first_image(body) == Image(url="https://e.example/p.jpg?a=1&b=2", alt="P", width=640)
    assert first_image("<p>none</p>") is None


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<br>",
                "<li>",
                "a ",
                "b\n",
                "&amp;",
                "<td>",
                "<img src='i.png'>",
                "é",
                "<div>",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_words_of_clean_html_are_those_of_its_text(html: str) -> None:
    """The short way and the long way agree."""
    clean = clean_html(html, base_url=BASE)
    assert words_of(clean) == plain_text(clean)
