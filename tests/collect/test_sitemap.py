"""Sitemaps → articles, against a real server: which pages are read, in which order, and what hostile ones can do."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web as http
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect import Found, Visit
from digest.collect.errand import Errand, PausedError
from digest.collect.kinds.sitemap import SitemapSource, _worth_reading
from digest.collect.sitemaps import _CANONICAL, Child, Entry, Sitemap, parse_sitemap
from digest.collect.urls import canonical_url
from digest.errors import FetchError, ParseError
from digest.fetch import Fetcher
from digest.model import Article, Image, PollState
from web_server import WebServer, web_server

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*entries: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(entries)}</urlset>'.encode()


def index(*children: str) -> bytes:
    return f"<sitemapindex {SPACES}>{''.join(children)}</sitemapindex>".encode()


def at(loc: str, lastmod: str = "", more: str = "", *, tag: str = "url") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<{tag}><loc>{loc}</loc>{changed}{more}</{tag}>"


def news(title: str, published: str = "2026-02-17T09:00:00+01:00", more: str = "") -> str:
    return (
        "<news:news><news:publication><news:name>Mast News</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{published}</news:publication_date><news:title>{title}</news:title>{more}</news:news>"
    )


def page(title: str, *, head: str = "", body: str = "") -> bytes:
    text = (
        body
        or f"{title}: the crew of the mast went out at dawn, and came back with a longer story than they had left with. "
        * 8
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


def read(data: bytes) -> Sitemap:
    return parse_sitemap(data, name="s", url="https://mast.example/sitemap.xml", now=NOW)


async def visit(
    web: WebServer,
    fetcher: Fetcher,
    *,
    path: str = "/sitemap.xml",
    state: PollState | None = None,
    **options: object,
) -> Found:
    source = SitemapSource(name="s", url=web.url(path), allow_private=True)
    source = replace(source, **options)  # type: ignore[arg-type]  # each test names the options it is about
    return await source.collect(Visit(fetcher=fetcher, state=state, now=NOW))


def titles(found: Found) -> list[str]:
    return [article.title for article in found.articles]


def paths(web: WebServer) -> list[str]:
    return [request.path for request in web.asked]


async def test_a_news_sitemap_makes_articles_without_reading_a_page(web: WebServer, fetcher: Fetcher) -> None:
    """Everything that its extensions can say."""
    picture = (
        "<image:image><image:loc>/p.jpg</image:loc><image:caption>A mast</image:caption></image:image>"
        "<image:image><image:loc>/q.jpg</image:loc></image:image>"
    )
    keywords = "<news:keywords>Masts, 5G; Masts,</news:keywords>"
    entry = at(
        web.url("/1?utm_source=x"),
        "2026-02-17T10:00:00Z",
        news("Masts &amp;amp; towers", more=keywords) + picture,
    )
    web.pages["/sitemap.xml"] = urlset(entry)
    found = await visit(web, fetcher)
    (article,) = found.articles
    assert (article.title, article.url) == ("Masts & towers", web.url("/1"))
    assert article.published == datetime(2026, 2, 17, 8, 0, tzinfo=UTC)
    assert article.updated == datetime(2026, 2, 17, 10, 0, tzinfo=UTC)
    assert (article.tags, article.language) == (("Masts", "5G"), "en")
    assert article.image == Image(url=web.url("/p.jpg"), alt="A mast")
    assert (found.title, found.language, found.site_url) == ("Mast News", "en", web.url("/"))
    assert (found.notices, paths(web)) == ((), ["/robots.txt", "/sitemap.xml"])


async def test_other_entries_are_read_page_by_page(web: WebServer, fetcher: Fetcher) -> None:
    """The page says what the sitemap leaves out; lastmod is when it was updated."""
    head = (
        '<meta property="og:title" content="Fog at sea"><meta name="description" content="Why ships wait.">'
        '<link rel="canonical" href="/fog/"><meta property="article:published_time" content="2026-02-16T08:00:00Z">'
        '<meta property="og:image" content="/fog.jpg">'
    )
    web.pages |= {
        "/sitemap.xml": urlset(at(web.url("/fog"), "2026-02-17")),
        "/fog": page("Fog at sea", head=head),
    }
    (article,) = (await visit(web, fetcher, tags=("sea",))).articles
    assert (article.title, article.url, article.summary) == (
        "Fog at sea",
        web.url("/fog/"),
        "Why ships wait.",
    )
    assert article.published == datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
    assert article.updated == datetime(2026, 2, 17, tzinfo=UTC)
    assert (article.language, article.tags) == ("en", ("sea",))
    assert article.image is not None
    assert article.image.url == web.url("/fog.jpg")


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("/fog/", "/fog/"),
        ("/2026/fog", "/2026/fog"),
        ("https://other.example/fog", "/fog"),
        ("/", "/fog"),
        ("javascript:alert(1)", "/fog"),
        ("", "/fog"),
    ],
)
async def test_a_page_tells_its_address_but_not_that_of_another_site(
    web: WebServer, fetcher: Fetcher, canonical: str, expected: str
) -> None:
    """It would pass for another's article, or all of them for the front page."""
    head = f'<link rel="canonical" href="{canonical}">'
    web.pages |= {"/sitemap.xml": urlset(at(web.url("/fog"))), "/fog": page("Fog", head=head)}
    (article,) = (await visit(web, fetcher)).articles
    assert article.url == web.url(expected)
    listed = {each.key.removeprefix("//") for each in article.keys}
    assert web.url("/fog").removeprefix("http://") in listed


async def test_the_newest_pages_are_read_up_to_the_limit(web: WebServer, fetcher: Fetcher) -> None:
    """By the date in the address before lastmod, which moves with every build; undated ones come last, old ones never."""
    entries = [
        at(web.url("/undated")),
        at(web.url("/2026/02/10/early"), "2026-02-18T03:00:00Z"),
        at(web.url("/old"), "2026-01-01"),
        at(web.url("/2019/05/01/ancient"), "2026-02-18T03:00:00Z"),
        at(web.url("/late"), "2026-02-17T12:00:00Z"),
        at(web.url("/2026/02/17/evening"), "2026-02-17T18:00:00Z"),
        at(web.url("/late")),
        at(web.url("/")),
    ]
    web.pages["/sitemap.xml"] = urlset(*entries)
    for path in ("/undated", "/2026/02/10/early", "/late", "/2026/02/17/evening"):
        web.pages[path] = page(path.rpartition("/")[2])
    assert titles(await visit(web, fetcher)) == ["evening", "late", "early", "undated"]
    assert titles(await visit(web, fetcher, limit=2)) == ["evening", "late"]
    assert "/old" not in paths(web)
    assert "/2019/05/01/ancient" not in paths(web)


async def test_thirty_pages_are_read_by_default_and_five_hundred_described_ones_taken(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Those that cost no request do not push out each other."""
    pages = [at(web.url(f"/page/{number}"), "2026-02-17") for number in range(40)]
    described = [at(web.url(f"/news/{number}"), "", news(f"News {number}")) for number in range(600)]
    web.pages["/sitemap.xml"] = urlset(*pages)
    web.pages |= {f"/page/{number}": page(f"Page {number}") for number in range(40)}
    assert titles(await visit(web, fetcher)) == [f"Page {number}" for number in range(30)]
    web.pages["/sitemap.xml"] = urlset(*described)
    assert titles(await visit(web, fetcher)) == [f"News {number}" for number in range(500)]


async def test_patterns_choose_paths(web: WebServer, fetcher: Fetcher) -> None:
    """As people read them, not as they are encoded."""
    entries = [
        at(web.url(path), "", news(path)) for path in ("/news/1", "/news/sport/2", "/shop/3", "/nyhéter/4")
    ]
    web.pages["/sitemap.xml"] = urlset(*entries)
    found = await visit(web, fetcher, include=("/news/*", "/nyhéter/*"), exclude=("*/sport/*",))
    assert titles(found) == ["/news/1", "/nyhéter/4"]


async def test_an_index_is_read_newest_first_until_nothing_newer_can_come(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Lists of categories and what is older than the window are not asked for."""
    web.pages |= {
        "/sitemap.xml": index(
            at(web.url("/s1.xml"), "2026-02-10", tag="sitemap"),
            at(web.url("/s2.xml.gz"), "2026-02-18", tag="sitemap"),
            at(web.url("/category-sitemap.xml"), "2026-02-18", tag="sitemap"),
            at(web.url("/s0.xml"), "2019-02-18", tag="sitemap"),
        ),
        "/s1.xml": urlset(at(web.url("/a"), "", news("A", "2026-02-09T00:00:00Z"))),
        "/s2.xml.gz": gzip.compress(
            urlset(at(web.url("/b"), "", news("B")), at(web.url("/c"), "", news("C")))
        ),
    }
    assert titles(await visit(web, fetcher, limit=2)) == ["B", "C"]
    assert paths(web) == ["/robots.txt", "/sitemap.xml", "/s2.xml.gz"]
    web.asked.clear()
    assert titles(await visit(web, fetcher)) == ["B", "C", "A"]
    assert paths(web) == ["/robots.txt", "/sitemap.xml", "/s2.xml.gz", "/s1.xml"]


async def test_without_lastmod_the_months_in_names_order_an_index(web: WebServer, fetcher: Fetcher) -> None:
    """And at most ten sitemaps are asked for in one visit."""
    names = [f"/sitemap-{year}-{month:02}.xml" for year in (2024, 2025) for month in range(1, 13)]
    web.pages |= {name: urlset(at(web.url(f"/of{name}"), "", news(name))) for name in names}
    web.pages["/sitemap.xml"] = index(*(at(web.url(name), tag="sitemap") for name in names))
    assert titles(await visit(web, fetcher)) == names[:-11:-1]


async def test_where_nothing_orders_an_index_both_ends_are_read(web: WebServer, fetcher: Fetcher) -> None:
    """The newest pages are in the first file or in the last."""
    web.pages["/sitemap.xml"] = index(*(at(web.url(f"/{each}.xml"), tag="sitemap") for each in range(1, 21)))
    await visit(web, fetcher)
    assert paths(web)[2:] == [f"/{each}.xml" for each in (1, 20, 2, 19, 3, 18, 4, 17, 5, 16)]


async def test_indexes_are_followed_two_levels_deep(web: WebServer, fetcher: Fetcher) -> None:
    """One that lists itself, or a chain without end, ends."""
    for number in range(5):
        children = [at(web.url(f"/{each}.xml"), tag="sitemap") for each in (number, number + 1)]
        web.pages[f"/{number}.xml"] = index(*children)
    assert (await visit(web, fetcher, path="/0.xml")).articles == ()
    assert paths(web) == ["/robots.txt", "/0.xml", "/1.xml", "/2.xml"]


async def test_an_inner_sitemap_that_fails_is_a_notice(web: WebServer, fetcher: Fetcher) -> None:
    """The others are read; what may work tomorrow is asked for again then, even if the index did not change."""
    children = (
        at(web.url(path), tag="sitemap") for path in ("/gone.xml", "/bad.xml", "/good.xml", "/down.xml")
    )
    web.pages |= {
        "/sitemap.xml": http.Response(body=index(*children), headers={"ETag": '"1"'}),
        "/bad.xml": b"<rss></rss>",
        "/good.xml": urlset(at(web.url("/a"), "", news("A"))),
        "/down.xml": http.Response(status=502),
    }
    found = await visit(web, fetcher)
    assert titles(found) == ["A"]
    assert found.notices == (
        f"{web.url('/gone.xml')}: HTTP 404",
        f"{web.url('/down.xml')}: HTTP 502",
        f"{web.url('/bad.xml')}: a feed, not a sitemap; make it a feed source",
    )
    assert found.state is not None
    assert found.state.etag == ""


async def test_pages_that_fail_are_notices(web: WebServer, fetcher: Fetcher) -> None:
    """The first five in words; what is gone for good does not make the sitemap be asked for again."""
    web.pages["/sitemap.xml"] = http.Response(
        body=urlset(
            at(web.url("/fine")), at(web.url("/moved")), *(at(web.url(f"/{each}")) for each in range(6))
        ),
        headers={"ETag": '"1"'},
    )
    web.pages |= {
        "/fine": page("Fine"),
        "/moved": http.Response(status=302, headers={"Location": "/"}),
        "/": page("The front page"),
    }
    found = await visit(web, fetcher)
    assert titles(found) == ["Fine"]
    assert len(found.notices) == 6
    assert f"{web.url('/moved')}: leads to the site's front page" in found.notices
    assert found.notices[-1] == "2 more could not be read"
    assert found.state is not None
    assert found.state.etag == '"1"'


async def test_robots_are_obeyed_for_pages_and_for_the_sitemap(web: WebServer, fetcher: Fetcher) -> None:
    """A page that may not be read is a notice; a sitemap that may not is an error."""
    web.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /private/",
        "/sitemap.xml": urlset(at(web.url("/private/a")), at(web.url("/b"))),
        "/private/a": page("A"),
        "/b": page("B"),
    }
    found = await visit(web, fetcher)
    assert (titles(found), found.notices) == (
        ["B"],
        (f"{web.url('/private/a')}: robots.txt does not allow it",),
    )
    web.asked.clear()
    with pytest.raises(FetchError, match=r"robots\.txt does not allow it") as caught:
        await visit(web, fetcher, path="/private/sitemap.xml")
    assert (caught.value.temporary, paths(web)) == (False, ["/robots.txt"])
    web.pages["/robots.txt"] = http.Response(status=500)
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read \(HTTP 500\)") as caught:
        await visit(web, fetcher)
    assert caught.value.temporary


async def test_a_crawl_delay_spaces_all_requests(web: WebServer, fetcher: Fetcher) -> None:
    """However many pages are read at once."""
    moments: list[float] = []

    async def timed(request: http.Request) -> http.Response:
        moments.append(time.monotonic())
        return http.Response(body=page(request.path))

    web.pages |= {
        "/robots.txt": b"User-agent: *\nCrawl-delay: 0.05",
        "/sitemap.xml": urlset(*(at(web.url(f"/{each}")) for each in range(4))),
        **{f"/{each}": timed for each in range(4)},
    }
    assert len((await visit(web, fetcher)).articles) == 4
    assert moments[-1] - moments[0] >= 0.14


async def test_what_a_visit_has_no_time_for_waits(web: WebServer, fetcher: Fetcher) -> None:
    """A slow site does not hold up the issue, and nothing is lost."""
    errand = Errand(
        visit=Visit(fetcher=fetcher, now=NOW), own=web.url("/"), allow_private=True, patience=timedelta(0)
    )
    web.pages["/a"] = page("A")
    assert (await errand.read_page(web.url("/a"))).title == "A"
    with pytest.raises(PausedError) as caught:
        await errand.read_page(web.url("/a"))
    errand.note(caught.value)
    assert errand.unfinished
    assert errand.notices() == ("1 wait for the next visit: the site is slow, or robots.txt asks for pauses",)


async def test_an_unchanged_sitemap_brings_nothing_and_a_fresh_one_is_not_asked_for(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Not even robots.txt is, where the last answer is still fresh."""
    body = urlset(at(web.url("/a"), "", news("A")))
    web.pages["/sitemap.xml"] = http.Response(
        body=body, headers={"ETag": '"1"', "Cache-Control": "max-age=3600"}
    )
    found = await visit(web, fetcher)
    assert found.state == PollState(
        source="s",
        url=web.url("/sitemap.xml"),
        etag='"1"',
        polled_at=NOW,
        next_poll_at=NOW + timedelta(hours=1),
        succeeded_at=NOW,
    )
    web.asked.clear()
    assert (await visit(web, fetcher, state=found.state)).articles == ()
    assert web.asked == []
    web.pages["/sitemap.xml"] = http.Response(status=304)
    assert (await visit(web, fetcher, state=replace(found.state, next_poll_at=None))).articles == ()
    assert web.asked[-1].headers["If-None-Match"] == '"1"'


async def test_a_page_of_the_site_leads_to_the_sitemap_of_its_robots_txt(
    web: WebServer, fetcher: Fetcher
) -> None:
    """That of the news before others; without robots.txt the usual place."""
    web.pages |= {
        "/": page("The site"),
        "/robots.txt": b"Sitemap: /all.xml\nSitemap: http://127.0.0.1:1/news.xml\nSitemap: /news.xml",
        "/news.xml": urlset(at(web.url("/a"), "", news("A"))),
        "/sitemap.xml": urlset(at(web.url("/b"), "", news("B"))),
    }
    found = await visit(web, fetcher, path="/")
    assert titles(found) == ["A"]
    assert found.notices == (f"found the sitemap {web.url('/news.xml')}; name it to save requests",)
    assert found.state is not None
    assert found.state.url == web.url("/news.xml")
    del web.pages["/robots.txt"]
    assert titles(await visit(web, fetcher, path="/")) == ["B"]
    web.pages["/sitemap.xml"] = page("Not here")
    with pytest.raises(ParseError, match="its site names no sitemap"):
        await visit(web, fetcher, path="/")


async def test_private_hosts_and_other_schemes_are_never_asked() -> None:
    """A public sitemap that lists them gets a notice for each host, and the rest is taken."""
    async with (
        web_server() as public,
        web_server("127.0.0.2") as private,
        Fetcher(public=lambda address: address == "127.0.0.1") as guarded,
    ):
        entries = (
            at("file:///etc/passwd"),
            at("javascript:alert(1)"),
            at(private.url("/secret")),
            at("http://127.0.0.2/metadata"),
            at(public.url("/a"), "", news("A")),
        )
        public.pages["/sitemap.xml"] = urlset(*entries)
        source = SitemapSource(name="s", url=public.url("/sitemap.xml"))
        found = await source.collect(Visit(fetcher=guarded, now=NOW))
        assert titles(found) == ["A"]
        assert [notice.partition(":8")[0].partition(": ")[0] for notice in found.notices] == [
            private.url("/secret"),
            "http://127.0.0.2/metadata",
        ]
        assert "not a public address" in found.notices[1]
        assert private.asked == []


async def test_a_loop_of_redirects_ends(web: WebServer, fetcher: Fetcher) -> None:
    """For the sitemap an error, for a page a notice."""
    web.pages |= {
        "/loop": http.Response(status=302, headers={"Location": "/loop"}),
        "/sitemap.xml": urlset(at(web.url("/loop"))),
    }
    with pytest.raises(FetchError, match="more than 5 redirects"):
        await visit(web, fetcher, path="/loop")
    assert (await visit(web, fetcher)).notices == (f"{web.url('/loop')}: more than 5 redirects",)


def test_a_page_is_read_again_only_when_its_lastmod_moved() -> None:
    """Without lastmod, or with one that is still to come, nobody knows, and once is enough."""
    day = datetime(2026, 2, 17, tzinfo=UTC)
    entry = Entry(url="https://mast.example/a", lastmod=day)
    before = Article(id="1", source="s", url=entry.url, title="A", first_seen=NOW, updated=day)
    worth = {
        moved: _worth_reading(replace(entry, lastmod=moved), before=before, now=NOW)
        for moved in (day, None, day + timedelta(hours=1), NOW + timedelta(days=9))
    }
    assert list(worth.values()) == [False, False, True, False]
    assert _worth_reading(entry, before=None, now=NOW)


def test_namespaces_are_read_loosely() -> None:
    """A prefix for everything, one that nobody declared, none at all."""
    expected = (Entry(url="https://mast.example/1", title="T", publication="P", language="en"),)
    inside = "<news:news><news:publication><news:name>P</news:name><news:language>en</news:language></news:publication><news:title>T</news:title></news:news>"
    assert read(f"<urlset><url><loc>/1</loc>{inside}</url></urlset>".encode()).entries == expected
    prefixed = f'<s:urlset xmlns:s="x" xmlns:news="y"><s:url><s:loc> https://mast.example/1\n</s:loc>{inside}</s:url></s:urlset>'
    assert read(prefixed.encode()).entries == expected
    assert read(f"\ufeff\n {prefixed}".encode()).entries == expected
    assert read(prefixed.encode("utf-16")).entries == expected


@settings(deadline=None)
@given(st.from_regex(_CANONICAL, fullmatch=True))
def test_addresses_that_pass_unchanged_are_canonical(url: str) -> None:
    """The short cut leads to the same place."""
    assert canonical_url(url) == url


def test_mistakes_of_hand_written_xml_cost_little() -> None:
    """A bare ampersand is one; after a tag that is never closed what stood before it remains."""
    found = read(
        b"<urlset><url><loc>https://mast.example/?a=1&b=2&amp;c=3</loc></url><url><loc>https://mast.ex"
    )
    assert found.entries == (Entry(url="https://mast.example/?a=1&b=2&c=3"),)


def test_an_index_lists_sitemaps_with_their_dates() -> None:
    """Without an address it is none."""
    found = read(
        index(
            at("/a.xml", "2026-02-17T01:00:00+01:00", tag="sitemap"),
            "<sitemap/>",
            "<sitemap><loc/></sitemap>",
        )
    )
    assert found.children == (
        Child(url="https://mast.example/a.xml", lastmod=datetime(2026, 2, 17, tzinfo=UTC)),
    )


def test_a_text_sitemap_has_one_address_a_line() -> None:
    """Other lines are passed over, but not the first."""
    found = read(b"\xef\xbb\xbfhttps://mast.example/1\r\nfile:///etc/passwd\n\nhttps://mast.example/2")
    assert [entry.url for entry in found.entries] == ["https://mast.example/1", "https://mast.example/2"]
    with pytest.raises(ParseError, match="neither XML nor one address a line"):
        read(b"hello\nhttps://mast.example/1")


def test_fifty_thousand_entries_are_read_and_no_more() -> None:
    """In XML and in text; the notice says so."""
    xml = urlset(*(f"<url><loc>https://mast.example/{number}</loc></url>" for number in range(50_010)))
    for data in (xml, "\n".join(f"https://mast.example/{number}" for number in range(50_010)).encode()):
        found = read(data)
        assert len(found.entries) == 50_000
        assert found.notices == ("s: more than 50,000 entries; the first are read",)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE urlset [%s]><urlset><url><loc>https://mast.example/&z;</loc></url></urlset>'
LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1 if letter < 122 else 106) * 10)
    for letter in (*range(98, 107), 122)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ENTITIES % b'<!ENTITY z SYSTEM "file:///etc/passwd">', "declares entities"),
        (ENTITIES % b'<!ENTITY z SYSTEM "http://127.0.0.1/x">', "declares entities"),
        (ENTITIES % LAUGHS, "declares entities"),
        ((ENTITIES % LAUGHS).decode().encode("utf-16"), "declares entities"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "larger than 50 MB unpacked"),
        (gzip.compress(b" " * 30_000_000) * 2, "larger than 50 MB unpacked"),
        (b"\x1f\x8bnothing of the kind", "broken gzip"),
        (b"<urlset><url>" + b"<a/>" * 1_000_000, "more than 200,000 tags"),
        (b"<urlset " + b"a='1' " * 1_000_000, "not a sitemap|more than 200,000 tags"),
        (b"<urlset>" + b"& " * 2_000_001, "ampersands"),
        (b"<rss><channel/></rss>", "make it a feed source"),
        (b"<!doctype html><p>x", "a web page"),
        (b"<x/>", "not a sitemap"),
        (b"<", "not a sitemap"),
        (b"", "empty"),
        (b"https:" * 1_000_000, "neither XML"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_bytes_are_a_parse_error_and_soon(data: bytes, reason: str) -> None:
    """Nothing is opened, nothing is asked for, memory is not filled."""
    start = time.monotonic()
    with pytest.raises(ParseError, match=reason):
        read(data)
    assert time.monotonic() - start < 20


def test_deep_nesting_is_no_danger() -> None:
    """What stands before it is read."""
    found = read(urlset(at("https://mast.example/1"))[:-9] + b"<a>" * 100_000)
    assert [entry.url for entry in found.entries] == ["https://mast.example/1"]


@settings(deadline=None)
@given(
    st.binary(max_size=400) | st.text(alphabet="<>/&;!urlsetociabmp \"'=:0-9", max_size=200).map(str.encode)
)
def test_no_bytes_raise_anything_but_a_parse_error(data: bytes) -> None:
    """As the whole file, and inside one that begins well."""
    for each in (data, b"<urlset><url><loc>https://mast.example/1</loc>" + data + b"</url></urlset>"):
        try:
            read(each)
        except ParseError:
            continue
