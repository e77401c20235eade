"""Articles whose feed says little are completed from their pages: once, bounded, politely."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web as http

from digest.collect import Found, Visit, collect_articles
from digest.collect.enrich import MOST
from digest.collect.kinds.feed import FeedSource
from digest.collect.kinds.sitemap import SitemapSource
from digest.fetch import Fetcher
from digest.model import Article, Author, Image
from digest.store import open_store
from web_server import WebServer

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)


def feed(web: WebServer, *items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title><link>{web.url('/')}</link>{''.join(items)}</channel></rss>".encode()


def item(web: WebServer, number: int, more: str = "", *, date: str = "Tue, 17 Feb 2026 10:00:00 GMT") -> str:
    return f"<item><title>Story {number}</title><link>{web.url(f'/{number}')}</link><pubDate>{date}</pubDate>{more}</item>"


def page(number: int) -> bytes:
    words = f"<p>{'The crew of the mast went out at dawn and came back with a story. ' * 12}</p>"
    return (
        f'<!doctype html><html lang="en"><head><title>Story {number}</title><meta name="author" content="Ann Author">'
        f'<meta property="og:description" content="What story {number} tells."><meta property="og:image" content="/{number}.jpg">'
        '<meta property="article:tag" content="Masts"><meta property="article:section" content="Sea"></head>'
        f"<body><article><h1>Story {number}</h1>{words}</article></body></html>"
    ).encode()


async def visit(web: WebServer, fetcher: Fetcher, **changes: Any) -> Found:
    source = FeedSource(name="s", url=web.url("/feed"), allow_private=True, **changes)
    return await source.collect(Visit(fetcher=fetcher, now=NOW))


def asked(web: WebServer) -> list[str]:
    return [request.path for request in web.asked if request.path not in ("/feed", "/robots.txt")]


async def test_what_a_feed_leaves_out_comes_from_the_page(web: WebServer, fetcher: Fetcher) -> None:
    """Summary, picture, author, tags, section and language; what the feed says stays."""
    web.pages |= {"/feed": feed(web, item(web, 1, "<category>Feed's own</category>")), "/1": page(1)}
    (article,) = (await visit(web, fetcher)).articles
    assert (article.title, article.summary, article.tags) == (
        "Story 1",
        "What story 1 tells.",
        ("Feed's own",),
    )
    assert article.image == Image(url=web.url("/1.jpg"))
    assert article.authors == (Author(name="Ann Author"),)
    assert (article.section, article.language) == ("Sea", "en")
    assert article.published == datetime(2026, 2, 17, 10, 0, tzinfo=UTC)
    assert [key.kind for key in article.keys] == ["url"]


async def test_a_complete_article_and_one_of_last_year_cost_no_request(
    web: WebServer, fetcher: Fetcher
) -> None:
    whole = (
        "<description>Words.</description><author>Ann</author><category>x</category>"
        '<enclosure url="/a.jpg" type="image/jpeg"/>'
    )
    old = item(web, 2, date="Tue, 17 Feb 2025 10:00:00 GMT")
    web.pages["/feed"] = feed(web, item(web, 1, whole), old)
    assert len((await visit(web, fetcher)).articles) == 2
    assert asked(web) == []


async def test_enriching_can_be_switched_off(web: WebServer, fetcher: Fetcher) -> None:
    web.pages |= {"/feed": feed(web, item(web, 1)), "/1": page(1)}
    (article,) = (await visit(web, fetcher, enrich=False)).articles
    assert (article.image, asked(web)) == (None, [])


async def test_robots_txt_is_obeyed_and_asked_for_once(web: WebServer, fetcher: Fetcher) -> None:
    """A page that is not to be read leaves its article as the feed tells it."""
    web.pages |= {
        "/feed": feed(web, *(item(web, number) for number in (1, 2))),
        "/robots.txt": b"User-agent: *\nDisallow: /2\n",
        "/1": page(1),
        "/2": page(2),
    }
    first, second = (await visit(web, fetcher)).articles
    assert (first.summary, second.summary) == ("What story 1 tells.", "")
    assert [request.path for request in web.asked].count("/robots.txt") == 1


async def test_a_page_that_cannot_be_had_stops_nothing(web: WebServer, fetcher: Fetcher) -> None:
    web.pages |= {
        "/feed": feed(web, *(item(web, number) for number in (1, 2, 3))),
        "/1": http.Response(status=500),
        "/2": b"\x00\x01 no page",
        "/3": page(3),
    }
    found = await visit(web, fetcher)
    assert [article.summary for article in found.articles] == ["", "", "What story 3 tells."]


async def test_at_most_thirty_pages_are_read_the_newest_first(web: WebServer, fetcher: Fetcher) -> None:
    items = [
        item(web, number, date=f"{NOW - timedelta(hours=number):%a, %d %b %Y %H:%M:%S GMT}")
        for number in range(1, 41)
    ]
    web.pages |= {"/feed": feed(web, *reversed(items))} | {
        f"/{number}": page(number) for number in range(1, 41)
    }
    await visit(web, fetcher)
    assert sorted(asked(web), key=lambda path: int(path[1:])) == [
        f"/{number}" for number in range(1, MOST + 1)
    ]


async def test_a_page_is_asked_for_once_and_what_it_said_is_kept(
    web: WebServer, fetcher: Fetcher, tmp_path: object
) -> None:
    """The second visit completes the article from the database, though the feed is as thin as before."""
    web.pages |= {"/feed": feed(web, item(web, 1)), "/1": page(1)}
    source = FeedSource(name="s", url=web.url("/feed"), allow_private=True)
    store = open_store(f"{tmp_path}/digest.db")
    for hour in range(3):
        web.pages["/feed"] = feed(web, *(item(web, number) for number in range(1, 2 + hour)))
        web.pages[f"/{hour + 1}"] = page(hour + 1)
        now = NOW + timedelta(hours=hour)
        collected = await collect_articles([source], fetcher=fetcher, now=now, memory=store)
        assert all(article.summary.startswith("What story") for article in collected.articles)
    assert asked(web) == ["/1", "/2", "/3"]
    kept = await store.articles(("s",), since=NOW - timedelta(days=9))
    assert {article.image.url for article in kept if article.image} == {
        web.url(f"/{number}.jpg") for number in (1, 2, 3)
    }
    await store.close()


async def test_a_page_of_a_sitemap_is_read_again_when_it_changed(
    web: WebServer, fetcher: Fetcher, tmp_path: object
) -> None:
    """Not every page whenever the sitemap has a new one."""
    source = SitemapSource(name="s", url=web.url("/sitemap.xml"), allow_private=True)
    store = open_store(f"{tmp_path}/digest.db")
    web.pages |= {f"/{number}": page(number) for number in (1, 2, 3)}

    async def read(*dates: str) -> list[str]:
        entries = "".join(
            f"<url><loc>{web.url(f'/{number}')}</loc><lastmod>{date}</lastmod></url>"
            for number, date in enumerate(dates, start=1)
        )
        web.pages["/sitemap.xml"] = f"<urlset>{entries}</urlset>".encode()
        web.asked.clear()
        await collect_articles([source], fetcher=fetcher, now=NOW, memory=store)
        return sorted(path for path in asked(web) if path != "/sitemap.xml")

    assert await read("2026-02-15", "2026-02-16") == ["/1", "/2"]
    assert await read("2026-02-15", "2026-02-16", "2026-02-17") == ["/3"]
    assert await read("2026-02-15", "2026-02-17T12:00:00Z", "2026-02-17") == ["/2"]
    await store.close()


async def test_of_a_backlog_the_newest_count_as_new_where_that_is_wanted(
    web: WebServer, fetcher: Fetcher, tmp_path: object
) -> None:
    """Three posts were there before; the newest is to be mailed."""
    dates = (
        "Mon, 16 Feb 2026 10:00:00 GMT",
        "Tue, 17 Feb 2026 10:00:00 GMT",
        "Sun, 15 Feb 2026 10:00:00 GMT",
    )
    web.pages["/feed"] = feed(web, *(item(web, number, date=date) for number, date in enumerate(dates)))
    source = FeedSource(name="s", url=web.url("/feed"), allow_private=True, enrich=False, backlog=1)
    store = open_store(f"{tmp_path}/digest.db")

    def news(articles: tuple[Article, ...]) -> list[str]:
        return [article.title for article in articles if not article.backlog]

    first = await collect_articles([source], fetcher=fetcher, now=NOW, memory=store)
    assert news(first.articles) == ["Story 1"]
    web.pages["/feed"] = feed(web, item(web, 9), *(item(web, number) for number in range(3)))
    second = await collect_articles([source], fetcher=fetcher, now=NOW + timedelta(hours=1), memory=store)
    assert news(second.articles) == ["Story 9", "Story 1"]
    assert replace(source, backlog=0) != source
    await store.close()
