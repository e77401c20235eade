"""WordPress's API → articles, against a real server: how it is found, what plugins make of it, what is asked again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web as http
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect import Found, Visit
from digest.collect.kinds.wordpress import WordPressSource
from digest.collect.wordpress import announced_root, api_root, endpoint, parse_json, read_post, read_site
from digest.errors import FetchError, ParseError
from digest.fetch import Fetcher
from digest.model import Author, Image, PollState
from web_server import WebServer

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
API, POSTS = "/wp-json/", "/wp-json/wp/v2/posts"
SITE = {"name": "Mast &amp; Sail", "url": "https://mast.example/core", "home": "https://mast.example"}


def post(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A post as the API gives it, without what is embedded."""
    whole = {
        "id": number,
        "date": "2026-02-17T10:00:00",
        "date_gmt": "2026-02-17T09:00:00",
        "modified_gmt": "2026-02-17T11:30:00",
        "guid": {"rendered": f"https://mast.example/?p={number}"},
        "link": f"https://mast.example/2026/02/post-{number}/",
        "title": {"rendered": f"Post {number}"},
        "content": {"rendered": "<p>Body of the post.</p>", "protected": False},
        "excerpt": {"rendered": "<p>In short.</p>\n", "protected": False},
    }
    return whole | fields


def size(width: int, height: int) -> dict[str, Any]:
    return {"source_url": f"https://mast.example/p-{width}x{height}.jpg", "width": width, "height": height}


def media(*sizes: tuple[int, int]) -> dict[str, Any]:
    """A picture of 3000 × 2000 pixels, and the sizes that WordPress made of it."""
    return {
        "media_type": "image",
        "mime_type": "image/jpeg",
        "alt_text": "A mast &amp; a sail",
        "source_url": "https://mast.example/p.jpg",
        "media_details": {"width": 3000, "height": 2000, "sizes": {f"s{w}": size(w, h) for w, h in sizes}},
    }


AUTHOR = {
    "id": 3,
    "name": "Ann Author",
    "url": "https://ann.example/",
    "description": "Writes about <b>masts</b>.",
    "link": "https://mast.example/author/ann/",
    "avatar_urls": {"24": "https://g.example/a?s=24", "96": "https://g.example/a?s=96", "48": "https://g.example/a?s=48"},
}  # fmt: skip
TERMS = [
    [
        {"id": 1, "name": "Uncategorized", "slug": "uncategorized", "taxonomy": "category"},
        {"id": 5, "name": "Ships &amp; Ports", "slug": "ships-ports", "taxonomy": "category"},
        {"id": 6, "name": "World", "slug": "world", "taxonomy": "category"},
    ],
    [
        {"id": 9, "name": "5G", "slug": "5g", "taxonomy": "post_tag"},
        {"id": 2, "name": "English", "slug": "en", "taxonomy": "language"},
    ],
]


def answers(body: Any, **headers: str) -> http.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.Response(body=json.dumps(body).encode(), headers=named, content_type="application/json")


def serve(web: WebServer, *posts: Any, **headers: str) -> None:
    web.pages |= {POSTS: answers(list(posts), **headers), API: answers(SITE | {"home": web.url("/")})}


def paged(posts: list[dict[str, Any]]) -> Callable[[http.Request], Any]:
    """Answer page by page, as the request says."""

    async def answer(request: http.Request) -> http.Response:
        count, page = int(request.query["per_page"]), int(request.query.get("page", "1"))
        some = posts[(page - 1) * count : page * count]
        return answers(some, X_WP_TotalPages=str(-(-len(posts) // count)))

    return answer


async def visit(
    web: WebServer, fetcher: Fetcher, *, path: str = "/", state: PollState | None = None, **options: Any
) -> Found:
    source = replace(WordPressSource(name="s", url=web.url(path), allow_private=True), **options)
    return await source.collect(Visit(fetcher=fetcher, state=state, now=NOW))


def titles(found: Found) -> list[str]:
    return [article.title for article in found.articles]


def paths(web: WebServer) -> list[str]:
    return [request.path for request in web.asked]


async def test_a_post_becomes_a_whole_article(web: WebServer, fetcher: Fetcher) -> None:
    """With author, section, tags and the picture in the size that fits a mail."""
    embedded = {
        "author": [AUTHOR],
        "wp:term": TERMS,
        "wp:featuredmedia": [media((150, 150), (768, 512), (1536, 1024), (2048, 1365), (1300, 500))],
    }
    body = "<p>Masts <a href='/x'>rise</a>.</p><script>alert(1)</script><p>The post <a href='/1'>P</a> appeared first on <a href='/'>Mast</a>.</p>"
    serve(
        web,
        post(
            title={"rendered": "Ben&#8217;s <em>mast</em> &amp; sail"},
            content={"rendered": body, "protected": False},
            lang="en",
            _embedded=embedded,
        ),
    )
    found = await visit(web, fetcher, tags=("sea",))
    (article,) = found.articles
    assert (article.title, article.summary) == ("Ben’s mast & sail", "In short.")
    assert article.url == "https://mast.example/2026/02/post-1/"
    assert (article.html, article.text) == (
        '<p>Masts <a href="https://mast.example/x">rise</a>.</p>',
        "Masts rise.",
    )
    assert article.published == datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
    assert article.updated == datetime(2026, 2, 17, 11, 30, tzinfo=UTC)
    assert article.authors == (
        Author(
            name="Ann Author",
            url="https://mast.example/author/ann/",
            bio="Writes about masts.",
            image="https://g.example/a?s=96",
        ),
    )
    assert (article.section, article.tags) == ("Ships & Ports", ("Ships & Ports", "World", "5G", "sea"))
    assert article.language == "en"
    assert article.image == Image(
        url="https://mast.example/p-1536x1024.jpg", alt="A mast & a sail", width=1536, height=1024
    )
    assert article.keys == (("guid", "//mast.example/?p=1"), ("url", "mast.example/2026/02/post-1"))
    assert (found.title, found.site_url, found.language) == ("Mast & Sail", web.url("/"), "en")
    assert paths(web) == [POSTS, API]
    query = web.asked[0].query
    assert (query["_embed"], query["orderby"], query["per_page"]) == (
        "author,wp:featuredmedia,wp:term",
        "date",
        "20",
    )


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((), "p.jpg"),
        (((1024, 683), (1200, 800)), "p-1200x800.jpg"),
        (((1024, 683), (1300, 400)), "p.jpg"),
    ],
)
def test_a_picture_is_never_a_cut_one(sizes: tuple[tuple[int, int], ...], expected: str) -> None:
    """Sizes that crop what it shows do not stand for it."""
    found = read_post(post(_embedded={"wp:featuredmedia": [media(*sizes)]}), now=NOW, tz=UTC)
    assert found is not None
    assert found.image is not None
    assert found.image.url == f"https://mast.example/{expected}"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"_embedded": None},
        {"_embedded": []},
        {"_embedded": {"author": [{"code": "rest_user_invalid_id", "message": "Invalid user ID.", "data": {"status": 404}}]}},
        {"_embedded": {"author": "Ann", "wp:term": "x", "wp:featuredmedia": [{"code": "rest_forbidden"}]}},
        {"_embedded": {"author": [None], "wp:term": [None, [None, "x", {"name": None}]], "wp:featuredmedia": [[]]}},
        {"_embedded": {"wp:featuredmedia": [media((1, 1)) | {"source_url": None}]}},
        {"_embedded": {"wp:featuredmedia": [media() | {"mime_type": "video/mp4"}]}},
        {"title": "Post 1", "content": "<p>Body of the post.</p>", "excerpt": "In short.", "guid": "https://mast.example/?p=1"},
        {"class_list": None, "yoast_head_json": "x", "lang": []},
    ],
)  # fmt: skip
def test_shapes_that_plugins_change_are_borne(changes: dict[str, Any]) -> None:
    """Strings for objects, objects for lists, errors for what is hidden: the post is read all the same."""
    found = read_post(post(**changes), now=NOW, tz=UTC)
    assert found == read_post(post(), now=NOW, tz=UTC)
    assert found is not None
    assert (found.title, found.summary, found.html) == ("Post 1", "In short.", "<p>Body of the post.</p>")
    assert (found.authors, found.tags, found.image) == ((), (), None)


def test_what_is_not_embedded_is_taken_from_elsewhere() -> None:
    """Class names have the slugs; an SEO plugin has author, picture and language."""
    yoast = {
        "author": "Ann Author",
        "og_locale": "de_DE",
        "og_image": [{"url": "https://mast.example/o.jpg", "width": 1200, "height": "630"}],
    }
    classes = {"0": "post-1", "1": "category-ships-ports", "2": "tag-5g", "3": "category-uncategorized"}
    found = read_post(post(yoast_head_json=yoast, class_list=classes), now=NOW, tz=UTC)
    assert found is not None
    assert (found.section, found.tags) == ("ships ports", ("ships ports", "5g"))
    assert (found.authors, found.language) == ((Author(name="Ann Author"),), "de_DE")
    assert found.image == Image(url="https://mast.example/o.jpg", width=1200, height=630)


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ({"lang": "pt"}, "pt"),
        ({"lang": {"slug": "pt"}}, "pt"),
        ({"lang": {"locale": "pt_BR", "slug": "pt"}}, "pt_BR"),
        ({"wpml_current_locale": "fr_FR", "yoast_head_json": {"og_locale": "en_US"}}, "fr_FR"),
        ({}, ""),
    ],
)
def test_the_language_is_that_of_the_translation(fields: dict[str, Any], language: str) -> None:
    """As Polylang, WPML or an SEO plugin say it."""
    found = read_post(post(**fields), now=NOW, tz=UTC)
    assert found is not None
    assert found.language == language


def test_a_date_without_gmt_is_in_the_zone_of_the_site() -> None:
    """Drafts that were published by a plugin have no date_gmt."""
    for about in (
        {"timezone_string": "Europe/Berlin"},
        {"timezone_string": "", "gmt_offset": "1"},
        {"gmt_offset": 1},
    ):
        site = read_site(about)
        found = read_post(post(date_gmt="0000-00-00T00:00:00"), now=NOW, tz=site.tz)
        assert found is not None
        assert found.published == datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
    for nonsense in (
        {"timezone_string": "../../etc/passwd"},
        {"gmt_offset": "x"},
        {"gmt_offset": 1e9},
        [],
        "x",
        None,
    ):
        assert read_site(nonsense).tz == UTC


async def test_posts_behind_a_password_are_left_out(web: WebServer, fetcher: Fetcher) -> None:
    """And so is what is no post."""
    serve(web, post(1, content={"rendered": "", "protected": True}), "x", None, [], {}, post(2, lang="en"))
    assert titles(await visit(web, fetcher)) == ["Post 2"]


async def test_a_cut_excerpt_gives_way_to_whole_sentences(web: WebServer, fetcher: Fetcher) -> None:
    """WordPress cuts where nobody wrote an excerpt."""
    words = "A mast fell. " * 40
    serve(
        web,
        post(
            lang="en",
            content={"rendered": f"<p>{words}</p>"},
            excerpt={"rendered": f"<p>{words[:200]} [&hellip;]</p>"},
        ),
    )
    (article,) = (await visit(web, fetcher)).articles
    assert article.summary.endswith("A mast fell.")


async def test_posts_are_read_page_by_page_up_to_the_limit(web: WebServer, fetcher: Fetcher) -> None:
    """The next visit reads only as far back as the last one; a post that moved to the next page comes once."""
    days = [NOW - timedelta(days=number) for number in range(90)]
    posts = [post(number, lang="en", date_gmt=day.isoformat()[:19]) for number, day in enumerate(days)]
    web.pages[POSTS] = paged([*posts[:20], *posts[19:]])
    found = await visit(web, fetcher)
    assert titles(found) == [f"Post {number}" for number in range(50)]
    assert [request.query.get("page", "1") for request in web.asked if request.path == POSTS] == [
        "1",
        "2",
        "3",
    ]
    assert found.state is not None
    web.asked.clear()
    again = await visit(web, fetcher, state=replace(found.state, polled_at=NOW - timedelta(days=2)))
    assert titles(again) == [f"Post {number}" for number in range(20)]
    assert [request.query.get("page", "1") for request in web.asked if request.path == POSTS] == ["1"]
    assert titles(await visit(web, fetcher, limit=3)) == ["Post 0", "Post 1", "Post 2"]


async def test_a_server_that_ignores_the_number_of_posts_is_cut_short(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Twenty thousand posts in one answer, and pages without end."""
    serve(web, *(post(number, lang="en") for number in range(20_000)), X_WP_TotalPages="999999")
    assert titles(await visit(web, fetcher)) == [f"Post {number}" for number in range(50)]
    assert paths(web) == [POSTS, API]


async def test_a_later_page_that_fails_is_a_notice(web: WebServer, fetcher: Fetcher) -> None:
    """What came before stays."""

    async def first_only(request: http.Request) -> http.Response:
        if "page" in request.query:
            return http.Response(status=500)
        return answers([post(lang="en")], X_WP_TotalPages="9")

    web.pages[POSTS] = first_only
    found = await visit(web, fetcher)
    assert titles(found) == ["Post 1"]
    (notice,) = found.notices
    assert re.fullmatch(r"older posts are missing: http://.*&page=2: HTTP 500", notice)


async def test_categories_and_tags_choose_posts_by_slug_name_or_number(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Names are looked up; one that is not there is a notice, none at all an error."""
    serve(web, post(lang="en"))
    web.pages["/wp-json/wp/v2/categories"] = answers(
        [{"id": 5, "slug": "ships-ports"}, {"id": 7, "slug": "other"}]
    )
    found = await visit(web, fetcher, categories=("Ships & Ports", "12", "Nope"), with_tags=("34",))
    assert found.notices == ("no categories “Nope” there",)
    asked = {request.path: request.query for request in web.asked}
    assert asked["/wp-json/wp/v2/categories"]["slug"] == "ships-ports,nope"
    assert (asked[POSTS]["categories"], asked[POSTS]["tags"]) == ("12,5", "34")
    with pytest.raises(ParseError, match="has none of the categories Nope"):
        await visit(web, fetcher, categories=("Nope",))


async def test_an_unchanged_first_page_brings_nothing(web: WebServer, fetcher: Fetcher) -> None:
    """One request, on the conditions of the last visit."""
    serve(web, post(lang="en"), ETag='"1"')
    found = await visit(web, fetcher)
    assert found.state is not None
    assert (found.state.etag, found.state.polled_at) == ('"1"', NOW)
    web.asked.clear()
    web.pages[POSTS] = http.Response(status=304)
    assert (await visit(web, fetcher, state=found.state)).articles == ()
    assert [request.headers.get("If-None-Match") for request in web.asked] == ['"1"']


@pytest.mark.parametrize(
    "path", ["/blog", "/blog/", "/blog/wp-json", "/blog/wp-json/", "/blog/wp-json/wp/v2/posts?per_page=3"]
)
async def test_the_address_may_be_the_site_s_or_its_api_s(
    web: WebServer, fetcher: Fetcher, path: str
) -> None:
    """A site in a folder has its API there."""
    web.pages["/blog/wp-json/wp/v2/posts"] = answers([post(lang="en")])
    found = await visit(web, fetcher, path=path)
    assert (titles(found), found.site_url, found.notices) == (["Post 1"], web.url("/blog/"), ())


@pytest.mark.parametrize("by_header", [True, False])
async def test_an_api_elsewhere_is_found_by_what_the_page_announces(
    web: WebServer, fetcher: Fetcher, by_header: bool
) -> None:
    """In its Link header or its head."""
    link = '<https://x.example/>; rel=shortlink, </core/api/>; rel="https://api.w.org/"'
    head = b"" if by_header else b"<link rel='https://api.w.org/' href='/core/api/'>"
    page = (
        b"<!doctype html><html lang='pt-BR'><head>" + head + b"<title>x</title></head><body>x</body></html>"
    )
    web.pages |= {
        "/": http.Response(body=page, headers={"Link": link} if by_header else {}),
        "/core/api/wp/v2/posts": answers([post()]),
    }
    found = await visit(web, fetcher)
    assert (titles(found), found.language, found.articles[0].language) == (["Post 1"], "pt-BR", "pt-BR")
    assert found.notices == (f"found the API {web.url('/core/api/')}; name it to save requests",)
    assert paths(web) == [POSTS, "/", "/core/api/wp/v2/posts", "/core/api/"]


async def test_a_site_without_permalinks_is_asked_by_query(web: WebServer, fetcher: Fetcher) -> None:
    """The page shows for every path; on the next visit nothing is searched."""

    async def front(request: http.Request) -> http.Response:
        route = request.query.get("rest_route")
        if route == "/wp/v2/posts":
            return answers([post(lang="en")], ETag='"1"')
        return answers(SITE) if route == "/" else http.Response(body=b"<!doctype html><title>x</title>")

    web.pages |= {"/": front, POSTS: front}
    found = await visit(web, fetcher)
    assert (titles(found), found.title) == (["Post 1"], "Mast & Sail")
    web.asked.clear()
    await visit(web, fetcher, state=found.state)
    assert [request.query.get("rest_route") for request in web.asked] == ["/wp/v2/posts", "/"]
    assert web.asked[0].headers["If-None-Match"] == '"1"'


async def test_the_language_of_the_front_page_stands_in(web: WebServer, fetcher: Fetcher) -> None:
    """It is asked for only when no post and no option says it."""
    serve(web, post())
    web.pages["/"] = b"<!doctype html><html lang='nb-NO'><head><title>x</title></head></html>"
    found = await visit(web, fetcher)
    assert (found.language, found.articles[0].language) == ("nb-NO", "nb-NO")
    web.asked.clear()
    assert (await visit(web, fetcher, language="sv")).articles[0].language == "sv"
    assert paths(web) == [POSTS, API]


@pytest.mark.parametrize("status", [200, 401, 403, 404])
async def test_without_an_open_api_the_feed_is_advised(web: WebServer, fetcher: Fetcher, status: int) -> None:
    """Switched off, behind a login, or no WordPress at all."""
    closed = http.Response(status=status, body=b'{"code":"rest_disabled","message":"Log in."}')
    web.pages |= {POSTS: closed, "/": b"<!doctype html><html><head><title>x</title></head></html>"}
    for path in ("/", "/wp-json/"):
        with pytest.raises(ParseError, match=rf"try its feed, {web.url('/feed/')}$"):
            await visit(web, fetcher, path=path)


async def test_a_server_in_trouble_is_not_a_site_without_api(web: WebServer, fetcher: Fetcher) -> None:
    """It is tried again later, and nothing else is asked for."""
    web.pages[POSTS] = http.Response(status=503)
    with pytest.raises(FetchError) as caught:
        await visit(web, fetcher)
    assert (caught.value.temporary, paths(web)) == (True, [POSTS])


async def test_an_announced_api_at_a_strange_port_is_not_asked(web: WebServer) -> None:
    """The page of a public site does not lead into anybody's network."""
    page = b"<!doctype html><html><head><link rel='https://api.w.org/' href='http://127.0.0.1:1/wp-json/'></head></html>"
    web.pages["/"] = page
    async with Fetcher(public=lambda address: address == "127.0.0.1") as fetcher:
        with pytest.raises(ParseError, match="no WordPress API"):
            await visit(web, fetcher, allow_private=False)
    assert paths(web) == [POSTS, "/", "/"]


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://mast.example/wp-json/wp/v2/posts", "https://mast.example/wp-json/"),
        ("https://mast.example/a/wp-json", "https://mast.example/a/wp-json/"),
        (
            "https://mast.example/index.php?rest_route=/wp/v2/posts",
            "https://mast.example/index.php?rest_route=/",
        ),
        (
            "https://api.example/wp/v2/sites/mast.example/posts",
            "https://api.example/wp/v2/sites/mast.example/",
        ),
        ("https://mast.example/wp-jsonish/", ""),
        ("https://mast.example/", ""),
        ("file:///wp-json/", ""),
    ],
)
def test_the_root_of_an_api_is_told_by_its_address(url: str, root: str) -> None:
    """A site's own address is none."""
    assert api_root(url) == root


def test_routes_are_put_together_for_each_kind_of_root() -> None:
    """By path, by query, and as wordpress.com has them."""
    assert (
        endpoint("https://m.example/wp-json/", "posts", page=2)
        == "https://m.example/wp-json/wp/v2/posts?page=2"
    )
    assert (
        endpoint("https://m.example/?rest_route=/", "posts", page=2)
        == "https://m.example/?rest_route=/wp/v2/posts&page=2"
    )
    assert endpoint("https://m.example/?rest_route=/", "") == "https://m.example/?rest_route=/"
    assert endpoint("https://a.example/wp/v2/sites/m/", "posts") == "https://a.example/wp/v2/sites/m/posts"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"[",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[1" + b"0" * 5_000 + b"]",
        b"\xff\xfe",
        b"<html>",
    ],
)
def test_broken_json_is_a_parse_error(data: bytes) -> None:
    """However deep it is nested."""
    with pytest.raises(ParseError, match="not JSON"):
        parse_json(data, name="s")


def test_what_php_warns_of_before_the_json_is_passed_over() -> None:
    """A misconfigured server prints it into every answer."""
    assert parse_json(b'\n<br />\n<b>Warning</b>: x[0] in y.php\n[ {"id": 1}]<!-- cached -->', name="s") == [
        {"id": 1}
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [*post(), "_embedded", "lang", "class_list", "yoast_head_json", "jetpack_featured_media_url"]
)
INNER = st.sampled_from(
    [
        "author",
        "wp:term",
        "wp:featuredmedia",
        "name",
        "slug",
        "rendered",
        "source_url",
        "media_details",
        "sizes",
    ]
)


@settings(deadline=None)
@given(st.dictionaries(FIELDS, JSON | st.dictionaries(INNER, JSON, max_size=4), max_size=6), JSON)
def test_no_shape_is_too_strange(changes: dict[str, Any], about: Any) -> None:
    """A post is read or it is none; a site has at least a time zone."""
    read_post(post(**changes), now=NOW, tz=read_site(about).tz)
    read_post(about, now=NOW, tz=UTC)


@settings(deadline=None)
@given(st.binary(max_size=300), st.text(max_size=300))
def test_no_page_and_no_header_are_too_strange(page: bytes, header: str) -> None:
    """What announces nothing announces nothing."""
    assert announced_root(page, link_header=header, url="https://mast.example/") == ""
