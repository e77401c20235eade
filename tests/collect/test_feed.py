"""Feeds → articles: one test for each trap."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.collect import Found, Visit
from digest.collect.feeds import parse_feed
from digest.collect.kinds.feed import FeedSource
from digest.errors import ParseError
from digest.fetch import Fetcher
from digest.model import Article, Author, Image, Link, Media

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)


def rss(items: str, *, channel: str = "<title>Mast News</title><link>https://mast.example/</link>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'.encode()


def atom(entries: str, *, feed: str = "", attributes: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Mast</title><id>urn:x:mast</id>{feed}{entries}</feed>'
    ).encode()


def read(data: bytes, *, url: str = "https://feeds.example/mast.xml", limit: int = 500) -> Found:
    """What a FeedSource makes of these bytes."""
    source = FeedSource(name="mast", url=url, limit=limit)
    return source._articles(data, url=url, now=NOW)


def one(data: bytes) -> Article:
    (article,) = read(data).articles
    return article


def test_an_rss_item_becomes_a_whole_article() -> None:
    """Everything that RSS and its usual modules can say."""
    article = one(
        rss(
            """<language>en-gb</language><item><title>Masts &amp;amp; towers</title><link>https://mast.example/1?utm_source=rss</link>
            <guid isPermaLink="false">4711</guid><description>Short &lt;b&gt;words&lt;/b&gt;.</description>
            <content:encoded><![CDATA[<p>Long <a href="/x">words</a>.</p>]]></content:encoded>
            <dc:creator>By Ann Author</dc:creator><dc:creator>Bo Writer</dc:creator><author>desk@mast.example (Desk)</author>
            <category>5G</category><category domain="x">Asia</category><pubDate>Tue, 17 Feb 2026 10:00:00 +0100</pubDate>
            <media:content url="p.jpg" medium="image" width="800" height="400"/></item>"""
        )
    )
    assert (article.title, article.url) == ("Masts & towers", "https://mast.example/1")
    assert (article.summary, article.text) == ("Short words.", "Long words.")
    assert article.html == '<p>Long <a href="https://mast.example/x">words</a>.</p>'
    assert article.published == datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
    assert article.first_seen == NOW
    assert [author.name for author in article.authors] == ["Ann Author", "Bo Writer", "Desk"]
    assert article.tags == ("5G", "Asia")
    assert article.language == "en-GB"
    assert article.image == Image(url="https://mast.example/p.jpg", width=800, height=400)
    assert [tuple(key) for key in article.keys] == [("guid", "mast.example#4711"), ("url", "mast.example/1")]


def test_an_atom_entry_becomes_a_whole_article() -> None:
    """Updated is not published; the feed's author stands in; related links are kept."""
    article = one(
        atom(
            """<entry><title>Using &lt;div&gt;</title><link href="x"/><id>tag:mast.example,2026:1</id>
            <link rel="related" href="https://other.example/r" title="The other side"/>
            <published>2026-02-16T08:00:00Z</published><updated>2026-02-17T08:00:00Z</updated>
            <summary>In short.</summary><category term="t1" label="Label"/>
            <content type="xhtml" xml:lang="de"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hallo <img src="q.png" alt="Q"/></p></div></content></entry>""",
            feed="<author><name>Ann</name><uri>https://ann.example/</uri><email>a@ann.example</email></author>",
            attributes='xml:base="https://mast.example/blog/"',
        )
    )
    assert (article.title, article.url) == ("Using <div>", "https://mast.example/blog/x")
    assert article.published == datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
    assert article.updated == datetime(2026, 2, 17, 8, 0, tzinfo=UTC)
    assert article.html == '<p>Hallo <img src="https://mast.example/blog/q.png" alt="Q"></p>'
    assert (article.summary, article.language, article.tags) == ("In short.", "de", ("Label",))
    assert article.authors == (Author(name="Ann", url="https://ann.example/"),)
    assert article.related == (Link(url="https://other.example/r", title="The other side"),)
    assert article.image == Image(url="https://mast.example/blog/q.png", alt="Q")
    assert article.keys[0] == ("guid", "tag:mast.example,2026:1")


def test_an_rdf_item_takes_its_date_and_language_from_dublin_core() -> None:
    """dc:date is when it was published."""
    article = one(
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://m.example/"><title>M</title>
        <link>https://m.example/</link></channel><item rdf:about="https://m.example/1"><title>One</title>
        <link>https://m.example/1</link><description>D</description><dc:date>2026-02-17T00:15:00Z</dc:date>
        <dc:subject>Radio</dc:subject><dc:language>en</dc:language></item></rdf:RDF>"""
    )
    assert (article.published, article.updated) == (datetime(2026, 2, 17, 0, 15, tzinfo=UTC), None)
    assert (article.tags, article.language) == (("Radio",), "en")


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_a_json_feed_item_becomes_a_whole_article(version: str) -> None:
    """Authors of 1.1, the author of 1.0, numbers as ids, attachments."""
    author = {"name": "Ann", "url": "https://ann.example/", "avatar": "https://ann.example/a.png"}
    feed = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "J",
        "home_page_url": "https://j.example/",
        **({"author": author} if version == "1" else {"authors": [author], "language": "pt"}),
        "items": [
            {
                "id": 7,
                "url": "/7",
                "external_url": "https://other.example/story",
                "title": "Seven",
                "content_html": "<p>Body <b>text</b>.</p>",
                "summary": "S",
                "image": "/i.jpg",
                "date_published": "2026-02-17T10:00:00+01:00",
                "date_modified": "2026-02-17T11:00:00+01:00",
                "tags": ["a", 5, None],
                "attachments": [
                    {
                        "url": "/e.mp3",
                        "mime_type": "audio/mpeg",
                        "size_in_bytes": 99,
                        "duration_in_seconds": 61.5,
                    },
                    "nonsense",
                ],
            },
            "nonsense",
        ],
    }
    article = one(json.dumps(feed).encode())
    assert (article.url, article.title, article.summary) == ("https://j.example/7", "Seven", "S")
    assert article.authors == (
        Author(name="Ann", url="https://ann.example/", image="https://ann.example/a.png"),
    )
    assert article.language == ("" if version == "1" else "pt")
    assert article.image == Image(url="https://j.example/i.jpg")
    assert article.media == (Media(url="https://j.example/e.mp3", type="audio/mpeg", length=99, duration=61),)
    assert article.related == (Link(url="https://other.example/story", title="other.example"),)
    assert article.published == datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
    assert article.updated == datetime(2026, 2, 17, 10, 0, tzinfo=UTC)
    assert (article.tags, article.keys[0]) == (("a", "5"), ("guid", "j.example#7"))


def test_plain_text_content_keeps_its_angle_brackets() -> None:
    """content_text is no markup."""
    feed = {"items": [{"id": "1", "url": "https://j.example/1", "content_text": "if a <b> c\n\nnext"}]}
    assert one(json.dumps(feed).encode()).html == "<p>if a &lt;b&gt; c</p><p>next</p>"


def test_relative_addresses_follow_xml_base_then_the_item_then_the_site() -> None:
    """Never the feed's own host when the feed lives elsewhere."""
    found = read(
        rss(
            """<item xml:base="https://base.example/d/"><title>A</title><link>https://mast.example/a/1</link><description>&lt;img src="p.png"&gt;</description></item>
            <item><title>B</title><link>/b/1</link><description>&lt;a href="y"&gt;y&lt;/a&gt;</description></item>
            <item><title>C</title><guid isPermaLink="false">c</guid><description>&lt;a href="z"&gt;z&lt;/a&gt;</description></item>"""
        )
    )
    a, b, c = found.articles
    assert a.html == '<img src="https://base.example/d/p.png">'
    assert (b.url, b.html) == ("https://mast.example/b/1", '<a href="https://mast.example/b/y">y</a>')
    assert (c.url, c.html) == ("https://mast.example/", '<a href="https://mast.example/z">z</a>')


def test_without_a_channel_link_the_feed_s_address_is_the_base() -> None:
    """The last resort."""
    article = one(rss("<item><title>A</title><link>/a</link></item>", channel="<title>T</title>"))
    assert article.url == "https://feeds.example/a"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;Masts", "Masts"),
        ("<![CDATA[<em>Masts</em> &amp; towers]]>", "Masts & towers"),
        ("Why &lt;div&gt; is not enough", "Why <div> is not enough"),
        ("Masts &amp;#8217;n&amp;#8217; towers", "Masts ’n’ towers"),
        ("Masts\n   and\r\n towers", "Masts and towers"),
        ("", "mast.example"),
    ],
)
def test_a_title_is_one_line_of_text(title: str, expected: str) -> None:
    """Markup is stripped where it is markup, kept where it is the subject."""
    assert (
        one(rss(f"<item><title>{title}</title><link>https://mast.example/1</link></item>")).title == expected
    )


def test_captions_of_media_never_replace_title_and_text() -> None:
    """Media RSS has titles and descriptions of its own."""
    article = one(
        rss(
            """<item><media:group><media:title>Caption</media:title><media:description>Caption text</media:description>
            <media:content url="https://m.example/p.jpg" width="500"/></media:group><title>Title</title><link>https://m.example/1</link>
            <description>Description</description><itunes:summary>Other words</itunes:summary>
            <image><url>https://m.example/logo.png</url><title>Logo</title></image></item>"""
        )
    )
    assert (article.title, article.summary, article.text) == ("Title", "Description", "Description")


def test_without_a_description_the_media_description_is_the_summary() -> None:
    """As video platforms write their feeds."""
    article = one(
        atom(
            """<entry xmlns:media="http://search.yahoo.com/mrss/"><title>Clip</title><link href="https://v.example/1"/><id>v1</id>
            <media:group><media:title>Clip</media:title><media:description>What it shows.</media:description>
            <media:thumbnail url="https://v.example/t.jpg" width="480" height="360"/></media:group></entry>"""
        )
    )
    assert article.summary == "What it shows."
    assert article.image == Image(url="https://v.example/t.jpg", width=480, height=360)


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ('<media:content url="/s.jpg" width="140"/><media:content url="/l.jpg" width="700"/>', "/l.jpg"),
        ('<media:content url="/huge.jpg" width="9000"/><media:content url="/l.jpg" width="1200"/>', "/l.jpg"),
        (
            '<media:content url="/l.jpg" width="700"/><media:content url="/d.jpg" width="300" isDefault="true"/>',
            "/d.jpg",
        ),
        (
            '<media:content url="/v.mp4" type="video/mp4"/><media:thumbnail url="/t.jpg" width="320"/>',
            "/t.jpg",
        ),
        ('<enclosure url="/e.jpg" type="image/jpeg" length="5"/>', "/e.jpg"),
        ('<itunes:image href="/cover.png"/>', "/cover.png"),
        ('<media:thumbnail url="/72.jpg" width="72" height="72"/>', "/body.jpg"),
        ('<enclosure url="/cache/100x80/e.jpg" type="image/jpeg"/>', "/body.jpg"),
        ('<media:thumbnail url="/t.jpg" width="240"/>', "/body.jpg"),
        ("", "/body.jpg"),
    ],
    ids=[
        "widest",
        "not absurd",
        "default",
        "of a video",
        "enclosure",
        "cover",
        "icon",
        "icon by name",
        "thin",
        "body",
    ],
)
def test_the_best_picture_is_chosen(media: str, expected: str) -> None:
    """The default, else the widest that is not absurd; the body's rather than a thumbnail."""
    body = '&lt;img src="/pixel.gif" width="1" height="1"&gt;&lt;img src="/body.jpg"&gt;'
    item = f"<item><title>A</title><link>https://mast.example/1</link>{media}<description>{body}</description></item>"
    image = one(rss(item)).image
    assert image is not None
    assert image.url == f"https://mast.example{expected}"


@pytest.mark.parametrize(
    ("duration", "seconds"), [("1:02:03", 3723), ("62:03", 3723), ("3723", 3723), ("soon", None)]
)
def test_a_podcast_episode_has_its_file_and_duration(duration: str, seconds: int | None) -> None:
    """With a type guessed from the name where the feed gives none."""
    item = f"""<item><title>E1</title><link>https://mast.example/e1</link><itunes:duration>{duration}</itunes:duration>
        <enclosure url="https://cdn.example/e1.mp3?x=1" length="1234"/></item>"""
    media = Media(url="https://cdn.example/e1.mp3?x=1", type="audio/mpeg", length=1234, duration=seconds)
    article = one(rss(item))
    assert article.media == (media,)
    assert article.podcast == media


def test_an_item_without_a_link_points_to_its_enclosure_or_its_site() -> None:
    """A guid that is no address is never made into one."""
    episode, note = read(
        rss(
            """<item><title>E</title><guid>77</guid><enclosure url="https://cdn.example/e.mp3" type="audio/mpeg"/></item>
            <item><title>N</title><guid>78</guid></item>"""
        )
    ).articles
    assert episode.url == "https://cdn.example/e.mp3"
    assert note.url == "https://mast.example/"


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        ("<p>Words.</p><p>The post <a href='/1'>A</a> appeared first on <a href='/'>Mast</a>.</p>", "Words."),
        (
            "<p>Wörter.</p><p>Der Beitrag <a href='/1'>A</a> erschien zuerst auf <a href='/'>Mast</a>.</p>",
            "Wörter.",
        ),
        ("Words that go on [&#8230;]", "Words that go on…"),
        ("Words that go on … <a href='/1'>Continue reading <span>→</span></a>", "Words that go on…"),
        ("Words. <a href='/1'>Read more »</a>", "Words."),
        ("<a href='/c'>Comments</a>", ""),
        (
            "We keep reading the news and read more than ever.",
            "We keep reading the news and read more than ever.",
        ),
        ("First   line<br>second", "First line second"),
    ],
)
def test_a_summary_is_words_and_nothing_else(description: str, summary: str) -> None:
    """No markup, no boilerplate, no cut-off marks but one ellipsis."""
    item = f"<item><title>A</title><link>https://mast.example/1</link><description><![CDATA[{description}]]></description></item>"
    article = one(rss(item))
    assert article.summary == summary
    assert "appeared first" not in article.html
    assert "erschien zuerst" not in article.text


def test_a_long_description_is_summarised_by_its_first_sentences() -> None:
    """A whole article in <description> is not a summary."""
    words = "A sentence of some words. " * 40
    summary = one(rss(f"<item><title>A</title><description>{words}</description></item>")).summary
    assert summary.endswith("words.")
    assert 200 < len(summary) <= 300


def test_authors_named_together_are_taken_apart_and_addresses_are_nobody() -> None:
    """An e-mail address is not ours to publish."""
    names = [
        [author.name for author in article.authors]
        for article in read(
            rss(
                """<item><title>1</title><dc:creator>Ann B. Author and Bo Writer</dc:creator></item>
                <item><title>2</title><dc:creator>Ann Author, Bo Writer &amp; Cy Editor</dc:creator></item>
                <item><title>3</title><dc:creator>Smith and Sons</dc:creator></item>
                <item><title>4</title><author>ann@mast.example</author></item>"""
            )
        ).articles
    ]
    assert names == [
        ["Ann B. Author", "Bo Writer"],
        ["Ann Author", "Bo Writer", "Cy Editor"],
        ["Smith and Sons"],
        [],
    ]


def test_tags_in_one_element_are_taken_apart() -> None:
    """Only where there is no other."""
    both = read(
        rss(
            """<item><title>1</title><category>Asia, 5G, Money</category></item>
            <item><title>2</title><category>Washington, D.C.</category><category>Asia</category></item>"""
        )
    ).articles
    assert [article.tags for article in both] == [("Asia", "5G", "Money"), ("Washington, D.C.", "Asia")]


def test_guids_and_addresses_that_repeat_within_a_feed_identify_nothing() -> None:
    """Two stories stay two; the same story twice becomes one."""
    found = read(
        rss(
            """<item><title>One</title><link>https://mast.example/1</link><guid isPermaLink="false">x</guid></item>
            <item><title>Two</title><link>https://mast.example/2</link><guid isPermaLink="false">x</guid></item>
            <item><title>Three</title><link>https://mast.example/log</link><guid isPermaLink="false">3</guid></item>
            <item><title>Four</title><link>https://mast.example/log</link><guid isPermaLink="false">4</guid></item>
            <item><title>Four</title><link>http://www.mast.example/log/</link><guid isPermaLink="false">5</guid></item>"""
        )
    )
    assert [article.title for article in found.articles] == ["One", "Two", "Three", "Four"]
    assert [[kind for kind, _ in article.keys] for article in found.articles] == [
        ["url"],
        ["url"],
        ["guid"],
        ["guid"],
    ]
    assert len({article.id for article in found.articles}) == 4


def test_a_feed_without_links_keeps_its_items_apart() -> None:
    """Known by content and date."""
    items = "".join(f"<item><title>Game</title><pubDate>2026-01-0{d}</pubDate></item>" for d in (1, 2, 2))
    found = read(rss(items))
    assert len(found.articles) == len({article.id for article in found.articles}) == 2


def test_of_too_many_items_the_newest_are_taken_and_it_is_said() -> None:
    """Also where the feed lists the oldest first; 50,000 entries are no reason to work all night."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    dates = [(start + timedelta(hours=hour)).isoformat() for hour in range(600)]
    items = "".join(
        f"<item><title>{n}</title><pubDate>{date}</pubDate></item>" for n, date in enumerate(dates)
    )
    found = read(rss(items), limit=3)
    assert [article.title for article in found.articles] == ["597", "598", "599"]
    assert found.notices == ("600 articles; took the newest 3",)


def test_undated_items_have_no_date() -> None:
    """first_seen is what they have; never a published of now."""
    article = one(rss("<item><title>A</title><link>https://mast.example/a</link></item>"))
    assert (article.published, article.when) == (None, NOW)


def test_a_feed_written_by_hand_with_stray_prefixes_is_still_read() -> None:
    """A prefix that nobody declared, unquoted attributes, a comment before the declaration."""
    data = b"""<!-- made by hand --><?xml?xml version="1.0" ?><rss rss:version=2.0><rss:channel><rss:title>Hand</rss:title>
    <rss:link>https://hand.example/</rss:link><rss:item><rss:title>One</rss:title><rss:link>https://hand.example/1</rss:link>
    <rss:pubDate>Wed, 19 jan 2026 00:00:00 GMT</rss:pubDate><rss:description> Words. </rss:description></rss:item></rss:channel></rss>"""
    found = read(data)
    assert found.title == "Hand"
    (article,) = found.articles
    assert (article.title, article.url, article.summary) == ("One", "https://hand.example/1", "Words.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_honoured(encoding: str) -> None:
    """By the XML declaration or the byte order mark."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>T</title><item><title>Ünï</title></item></channel></rss>'
    assert one(text.encode(encoding)).title == "Ünï"


def test_wrong_bytes_become_replacement_characters() -> None:
    """A feed that lies about its encoding is read as far as it goes."""
    data = rss("<item><title>A \xff B</title></item>").replace("ÿ".encode(), b"\xff")
    assert one(data).title.startswith("A ")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"   ", b"/etc/passwd", b"file:///etc/passwd", b"http://127.0.0.1:1/feed", b"\x00\xff\xfe", b"{", b"[1]", b"{}",
        b'{"items": 5}', b"<a/>", b"plain words", b"<rss", b"\x1f\x8b\x08",
    ],
)  # fmt: skip
def test_what_is_no_feed_is_a_parse_error(data: bytes) -> None:
    """And nothing is fetched or opened on its say-so."""
    with pytest.raises(ParseError, match="mast"):
        parse_feed(data, name="mast")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
            "a sitemap",
        ),
        (b'<opml version="2.0"><body/></opml>', "a list of feeds"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "a calendar"),
        (b"<!doctype html><html><head><title>x</title></head></html>", "a web page"),
    ],
)
def test_what_is_of_another_kind_is_named(data: bytes, what: str) -> None:
    """One line that says what to do."""
    with pytest.raises(ParseError, match=rf"mast: {what}.*; (?:set kind|add them with)") as caught:
        parse_feed(data, name="mast")
    assert caught.value.exit_code == 2


def test_entities_neither_read_files_nor_explode(tmp_path: Path) -> None:
    """XXE and billion laughs cost this feed its text, nothing more."""
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    xxe = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
        + rss("<item><title>a &x; b</title></item>").decode()
    )
    laughs = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    for data in (xxe, laughs + "]>" + rss("<item><title>&j;</title></item>").decode()):
        started = time.perf_counter()
        try:
            titles = " ".join(article.title for article in read(data.encode()).articles)
        except ParseError:
            titles = ""
        assert "hunter2" not in titles
        assert time.perf_counter() - started < 10


def test_deep_nesting_is_survived() -> None:
    """100,000 nested elements in a body cost that body."""
    deep = "&lt;div&gt;" * 100_000
    started = time.perf_counter()
    article = one(rss(f"<item><title>A</title><description>{deep}x</description></item>"))
    assert (article.title, article.html) == ("A", "")
    assert time.perf_counter() - started < 10


async def test_a_feed_file_is_read(tmp_path: Path, fetcher: Fetcher) -> None:
    """With the feed's own link as base; anything but a regular file is refused."""
    file = tmp_path / "feed.xml"
    file.write_bytes(rss("<item><title>A</title><link>/a</link></item>"))
    found = await FeedSource(name="f", path=file).collect(Visit(fetcher=fetcher, now=NOW))
    assert [article.url for article in found.articles] == ["https://mast.example/a"]
    assert (found.title, found.site_url, found.state) == ("Mast News", "https://mast.example/", None)
    with pytest.raises(ParseError, match="not a regular file"):
        await FeedSource(name="f", path=tmp_path).collect(Visit(fetcher=fetcher, now=NOW))
    with pytest.raises(ParseError, match="not a regular file"):
        await FeedSource(name="f", path=Path("/dev/zero")).collect(Visit(fetcher=fetcher, now=NOW))


@pytest.mark.parametrize(
    "bomb",
    ["<a>" * 400_000, "<" * 4_000_000, "&" * 4_000_000, "<item>" * 400_000, "<a " * 1_000_000],
    ids=lambda bomb: bomb[:6],
)
def test_five_megabytes_of_spite_cost_seconds_not_minutes(bomb: str) -> None:
    """Refused or read as far as is reasonable; the other sources go on meanwhile."""
    started = time.perf_counter()
    try:
        outcome = str(len(read(rss(f"<item><title>A</title></item>{bomb}")).articles))
    except ParseError as exc:
        outcome = str(exc).rpartition(": ")[2]
    assert outcome in ("1", "2", "more than 250,000 elements, too many for a feed")
    assert time.perf_counter() - started < 20


def test_fifty_thousand_entries_are_capped() -> None:
    """At the source's limit, in seconds."""
    started = time.perf_counter()
    found = read(rss("".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in range(50_000))))
    assert len(found.articles) == 500
    assert [found.articles[0].title, found.articles[-1].title] == ["0", "499"]
    assert time.perf_counter() - started < 30
