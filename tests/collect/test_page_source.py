"""Pages as sources: one article, or a listing with a selector, over a real server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web as http

from digest.collect import Found, Visit
from digest.collect.extract import Extracted
from digest.collect.kinds.page import PageSource, own_address
from digest.errors import FetchError, ParseError
from digest.fetch import Fetcher
from digest.model import Article, ArticleKey, Author
from page_samples import PARAGRAPHS, page
from web_server import WebServer


def story(title: str, *, day: int = 16, head: str = "") -> bytes:
    return page(
        f'<title>{title} | Mast News</title><meta property="og:site_name" content="Mast News">'
        f'<meta property="og:type" content="article"><meta name="author" content="Ann Author">'
        f'<meta property="article:published_time" content="2026-02-{day}T08:30:00+01:00">{head}',
        f"<article><h1>{title}</h1>{PARAGRAPHS}</article>",
        html='lang="en-GB"',
    )


LISTING = page(
    '<title>News | Mast News</title><meta property="og:site_name" content="Mast News">',
    """<nav><a href="/">Home</a></nav><main>
    <article><h2><a href="/a?utm_source=front">Towers grow</a></h2></article>
    <article><h2><a href="b">Cables sink</a></h2></article>
    <article><h2>No link here</h2></article>
    <article><h2><a href="/a#comments">Towers grow, again</a></h2></article>
    <article><h2><a href="mailto:ann@mast.example">Write</a></h2></article>
    <article><h2><a href="/gone">Gone</a></h2></article></main>""",
    html='lang="en"',
)


async def collect(
    web: WebServer, fetcher: Fetcher, now: datetime, path: str = "/a", **options: object
) -> Found:
    source = PageSource(name="mast", url=web.url(path), allow_private=True, **options)  # type: ignore[arg-type]
    return await source.collect(Visit(fetcher=fetcher, now=now))


async def test_a_page_is_one_article(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """With everything the page says of it; asked for as a page."""
    web.pages["/a"] = http.Response(
        body=story("Towers grow"), headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}
    )
    found = await collect(web, fetcher, now, tags=("Ours",), section="Masts")
    (article,) = found.articles
    assert (article.title, article.url, article.source) == ("Towers grow", web.url("/a"), "mast")
    assert article.published == datetime(2026, 2, 16, 7, 30, tzinfo=UTC)
    assert (article.authors, article.tags, article.section) == (
        (Author(name="Ann Author"),),
        ("Ours",),
        "Masts",
    )
    assert (article.language, found.language, found.title) == ("en-GB", "en-GB", "Mast News")
    assert article.keys == (ArticleKey("url", web.url("/a").removeprefix("http://")),)
    assert found.state is not None and found.state.etag == '"1"'
    assert web.asked[0].headers["Accept"].startswith("text/html")


async def test_an_unchanged_page_brings_nothing(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """The request is conditional."""

    async def answer(request: http.Request) -> http.StreamResponse:
        known = request.headers.get("If-None-Match") == '"1"'
        return http.Response(
            status=304 if known else 200,
            body=None if known else story("Towers grow"),
            headers={"ETag": '"1"', "Content-Type": "text/html"},
        )

    web.pages["/a"] = answer
    source = PageSource(name="mast", url=web.url("/a"), allow_private=True)
    first = await source.collect(Visit(fetcher=fetcher, now=now))
    again = await source.collect(Visit(fetcher=fetcher, now=now, state=first.state))
    assert (len(first.articles), again.articles, again.state and again.state.etag) == (1, (), '"1"')


async def test_a_listing_needs_a_selector(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """The message says so."""
    web.pages["/news"] = LISTING
    with pytest.raises(ParseError, match="lists articles and is none; name those to take with selector"):
        await collect(web, fetcher, now, "/news")


async def test_a_listing_s_links_are_its_articles(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """In the page's order, each once; one that fails is a notice."""
    web.pages |= {"/news/": LISTING, "/a": story("Towers grow"), "/news/b": story("Cables sink", day=17)}
    found = await collect(web, fetcher, now, "/news/", selector="main article h2")
    assert [(each.title, each.url) for each in found.articles] == [
        ("Towers grow", web.url("/a")),
        ("Cables sink", web.url("/news/b")),
    ]
    assert found.notices == (f"{web.url('/gone')}: HTTP 404",)
    assert (found.title, found.language, found.site_url) == ("Mast News", "en", web.url("/news/"))
    assert found.state is not None and found.state.url == web.url("/news/")


@pytest.mark.parametrize("selector", ["main article a", "h2 > a[href]", "article:has(a) h2, .none"])
async def test_links_and_what_holds_them_may_be_selected(
    web: WebServer, fetcher: Fetcher, now: datetime, selector: str
) -> None:
    """CSS of today."""
    web.pages |= {"/news/": LISTING, "/a": story("Towers grow"), "/news/b": story("Cables sink")}
    found = await collect(web, fetcher, now, "/news/", selector=selector)
    assert [each.title for each in found.articles] == ["Towers grow", "Cables sink"]


async def test_a_page_that_robots_txt_keeps_away_is_not_read(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    web.pages |= {"/news/": LISTING, "/a": story("Towers grow"), "/news/b": story("Cables sink")}
    web.pages["/robots.txt"] = b"User-agent: digest\nDisallow: /a\n"
    found = await collect(web, fetcher, now, "/news/", selector="h2")
    assert [each.title for each in found.articles] == ["Cables sink"]
    assert f"{web.url('/a')}: robots.txt does not allow it" in found.notices


async def test_what_an_earlier_visit_read_is_not_read_again(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    """Though the listing changed."""
    web.pages |= {"/news/": LISTING, "/a": story("Towers grow"), "/news/b": story("Cables sink")}
    first = await collect(web, fetcher, now, "/news/", selector="h2", limit=1)

    async def recall(asked: tuple[Article, ...]) -> dict[str, Article]:
        return {each.id: each for each in first.articles if each.id in {one.id for one in asked}}

    source = PageSource(name="page", url=web.url("/news/"), selector="h2", allow_private=True)
    web.asked.clear()
    found = await source.collect(Visit(fetcher=fetcher, now=now, recall=recall))
    assert [each.title for each in found.articles] == ["Cables sink"]
    assert "/a" not in [request.path for request in web.asked]


async def test_the_limit_counts_links_from_the_top(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """The others are not asked for."""
    web.pages |= {"/news/": LISTING, "/a": story("Towers grow"), "/news/b": story("Cables sink")}
    found = await collect(web, fetcher, now, "/news/", selector="h2", limit=1)
    assert [each.title for each in found.articles] == ["Towers grow"]
    assert [request.path for request in web.asked] == ["/news/", "/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("h2 >", "is no CSS selector"),
        ("[", "is no CSS selector"),
        (".none", "nothing on the page matches"),
        ("nav + p", "nothing"),
    ],
)
async def test_a_selector_that_finds_nothing_is_an_error(
    web: WebServer, fetcher: Fetcher, now: datetime, selector: str, message: str
) -> None:
    """A site that was redesigned must not fall silent."""
    web.pages["/news/"] = LISTING
    with pytest.raises(ParseError, match=message):
        await collect(web, fetcher, now, "/news/", selector=selector)


async def test_an_article_without_a_title_takes_the_link_s_words(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    """Better than its host."""
    web.pages |= {"/news/": LISTING, "/a": page(body=PARAGRAPHS), "/news/b": story("Cables sink")}
    found = await collect(web, fetcher, now, "/news/", selector="h2", limit=1)
    assert [each.title for each in found.articles] == ["Towers grow"]


async def test_two_links_to_one_article_make_one(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """Known by the address that the page itself names."""
    head = '<link rel="canonical" href="/a">'
    web.pages |= {
        "/news/": LISTING,
        "/a": story("Towers grow", head=head),
        "/news/b": story("Towers grow", head=head),
    }
    found = await collect(web, fetcher, now, "/news/", selector="h2", limit=2)
    assert [each.url for each in found.articles] == [web.url("/a")]


async def test_what_is_no_page_is_an_error_or_a_notice(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    """A PDF, an empty answer."""
    pdf = http.Response(body=b"%PDF-1.7 <a>", headers={"Content-Type": "application/pdf"})
    web.pages |= {"/news/": LISTING, "/a": pdf, "/news/b": b""}
    with pytest.raises(ParseError, match="not a web page but application/pdf"):
        await collect(web, fetcher, now, "/a")
    found = await collect(web, fetcher, now, "/news/", selector="h2", limit=2)
    assert found.articles == ()
    assert found.notices == (
        f"{web.url('/a')}: not a web page but application/pdf",
        f"{web.url('/news/b')}: not a web page",
    )


async def test_links_into_a_private_network_are_refused(
    web: WebServer, fetcher: Fetcher, now: datetime
) -> None:
    """Unless the source is allowed there; the page chose them, not the operator."""

    async def resolve(host: str) -> list[str]:
        return ["127.0.0.1"]

    web.pages["/news/"] = page(
        body='<h2><a href="http://127.0.0.1:1/admin">A</a></h2><h2><a href="http://10.0.0.1/">B</a></h2>'
    )
    async with Fetcher(resolver=resolve, public=lambda address: address == "127.0.0.1") as public:
        source = PageSource(name="mast", url=f"http://mast.example:{web.port}/news/", selector="h2")
        found = await source.collect(Visit(fetcher=public, now=now))
    assert found.articles == ()
    assert [notice.partition(": ")[0] for notice in found.notices] == [
        "http://127.0.0.1:1/admin",
        "http://10.0.0.1/",
    ]


async def test_a_server_s_error_is_a_fetch_error(web: WebServer, fetcher: Fetcher, now: datetime) -> None:
    """Of the source's own address."""
    with pytest.raises(FetchError, match="HTTP 404"):
        await collect(web, fetcher, now, "/none")


@pytest.mark.parametrize(
    ("said", "fetched", "expected"),
    [
        ("https://mast.example/a", "https://www.mast.example/a?from=front", "https://mast.example/a"),
        ("https://mast.example/a", "https://amp.mast.example/amp/a", "https://mast.example/a"),
        ("https://elsewhere.example/a", "https://mast.example/a", "https://mast.example/a"),
        ("https://mast.example/", "https://mast.example/a", "https://mast.example/a"),
        ("", "https://mast.example/a", "https://mast.example/a"),
    ],
)
def test_a_page_names_its_address_on_its_own_site_only(said: str, fetched: str, expected: str) -> None:
    """Else any page could pass for another site's article."""
    assert own_address(Extracted(url=said), fetched) == expected
