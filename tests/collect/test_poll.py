"""Polling against a real server: conditions, politeness, backing off, finding a site's feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web as http

from digest.collect import Found, PollState, Visit
from digest.collect.kinds.feed import FeedSource
from digest.collect.poll import Unavailable, after_failure, is_due
from digest.errors import FetchError, ParseError
from digest.fetch import Fetcher
from web_server import WebServer

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>A</title><link>https://a.example/1</link></item></channel></rss>"


async def visit(
    web: WebServer,
    fetcher: Fetcher,
    state: PollState | None = None,
    *,
    now: datetime = NOW,
    path: str = "/feed",
) -> Found:
    source = FeedSource(name="s", url=web.url(path), allow_private=True)
    return await source.collect(Visit(fetcher=fetcher, state=state, now=now))


async def refusal(web: WebServer, fetcher: Fetcher, state: PollState | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await visit(web, fetcher, state)
    return caught.value


def answer(**headers: str) -> http.Response:
    return http.Response(
        body=FEED, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


async def test_validators_come_back_byte_for_byte(web: WebServer, fetcher: Fetcher) -> None:
    """A weak, strange ETag and a date that is none are the server's own business."""
    etag, modified = 'W/"a,b;c--gzip é"', "yesterday or so"
    web.pages["/feed"] = answer(ETag=etag, Last_Modified=modified)
    found = await visit(web, fetcher)
    assert found.state == PollState(
        source="s",
        url=web.url("/feed"),
        etag=etag,
        last_modified=modified,
        polled_at=NOW,
        succeeded_at=NOW,
    )
    await visit(web, fetcher, found.state)
    assert web.asked[1].headers["If-None-Match"] == etag
    assert web.asked[1].headers["If-Modified-Since"] == modified
    assert "application/atom+xml" in web.asked[1].headers["Accept"]


async def test_not_modified_brings_no_articles_and_keeps_the_validators(
    web: WebServer, fetcher: Fetcher
) -> None:
    """New validators of a 304 replace the old; what it leaves out stays."""
    state = PollState(
        source="s", url=web.url("/feed"), etag='"1"', last_modified="x", failures=2, error="HTTP 500"
    )
    web.pages["/feed"] = http.Response(status=304, headers={"ETag": '"2"'})
    found = await visit(web, fetcher, state)
    assert found.articles == ()
    assert found.state == replace(state, etag='"2"', polled_at=NOW, succeeded_at=NOW, failures=0, error="")


async def test_a_full_answer_without_validators_clears_them(web: WebServer, fetcher: Fetcher) -> None:
    """An old ETag never survives a new body."""
    web.pages["/feed"] = FEED
    found = await visit(web, fetcher, PollState(source="s", url=web.url("/feed"), etag='"1"'))
    assert found.state is not None
    assert found.state.etag == ""


async def test_validators_of_another_address_are_not_sent(web: WebServer, fetcher: Fetcher) -> None:
    """The source's URL was changed in the config."""
    web.pages["/feed"] = FEED
    await visit(web, fetcher, PollState(source="s", url=web.url("/old"), etag='"1"'))
    assert "If-None-Match" not in web.asked[0].headers


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Cache-Control": "public, max-age=3600"}, HOUR),
        ({"Cache-Control": "max-age=3600", "Age": "1800"}, HOUR / 2),
        ({"Cache-Control": "max-age=999999999"}, 12 * HOUR),
        ({"Cache-Control": "no-cache, max-age=3600"}, None),
        ({"Expires": "Tue, 17 Feb 2026 11:00:00 GMT", "Date": "Tue, 17 Feb 2026 10:00:00 GMT"}, HOUR),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
async def test_a_fresh_answer_is_not_asked_for_again(
    web: WebServer, fetcher: Fetcher, headers: dict[str, str], wait: timedelta | None
) -> None:
    """By the server's clock, and never for longer than half a day."""
    web.pages["/feed"] = http.Response(body=FEED, headers=headers)
    found = await visit(web, fetcher)
    assert found.state is not None
    assert found.state.next_poll_at == (NOW + wait if wait else None)
    again = await visit(web, fetcher, found.state, now=NOW + timedelta(minutes=10))
    assert again.articles == (() if wait else replace(found, articles=again.articles).articles)
    assert len(web.asked) == (1 if wait else 2)


async def test_the_ttl_of_a_feed_is_honoured(web: WebServer, fetcher: Fetcher) -> None:
    """As if a header had said it."""
    web.pages["/feed"] = FEED.replace(b"<item>", b"<ttl>90</ttl><item>")
    found = await visit(web, fetcher)
    assert found.state is not None
    assert found.state.next_poll_at == NOW + 1.5 * HOUR


def test_a_clock_set_back_makes_every_source_due() -> None:
    """`--at` an earlier day must not find every source fresh."""
    state = PollState(source="s", url="u", polled_at=NOW, next_poll_at=NOW + HOUR)
    assert not is_due(state, now=NOW + timedelta(minutes=58))
    assert is_due(state, now=NOW + timedelta(minutes=59))
    assert is_due(state, now=NOW - HOUR)


@pytest.mark.parametrize(
    ("status", "temporary", "words"),
    [(404, False, "check the address"), (410, False, "gone for good"), (403, False, "refuses"), (500, True, "fault"), (429, True, "fewer")],
)  # fmt: skip
async def test_an_error_status_says_what_to_do(
    web: WebServer, fetcher: Fetcher, status: int, temporary: bool, words: str
) -> None:
    """In one line with the address."""
    web.pages["/feed"] = http.Response(status=status)
    error = await refusal(web, fetcher)
    assert (error.status, error.temporary) == (status, temporary)
    assert str(error).startswith(f"{web.url('/feed')}: HTTP {status}, ")
    assert words in str(error)


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", timedelta(minutes=2)), ("Tue, 17 Feb 2026 12:00:00 GMT", 2 * HOUR), ("9999999", 24 * HOUR), ("soon", None)],
)  # fmt: skip
async def test_retry_after_is_obeyed(
    web: WebServer, fetcher: Fetcher, value: str, wait: timedelta | None
) -> None:
    """Seconds or a date by the server's clock, at most a day; until then it is left alone."""
    headers = {"Retry-After": value, "Date": "Tue, 17 Feb 2026 10:00:00 GMT"}
    web.pages["/feed"] = http.Response(status=503, headers=headers)
    error = await refusal(web, fetcher)
    assert isinstance(error, Unavailable)
    assert error.retry_at == (NOW + wait if wait else None)
    state = after_failure(None, error, source="s", now=NOW)
    again = await refusal(web, fetcher, state)
    assert ("next try after" in str(again)) == bool(wait and wait > timedelta(minutes=1))


def test_backing_off_starts_with_the_third_failure_and_is_capped() -> None:
    """Twice is chance; validators and address stay."""
    state: PollState | None = PollState(source="s", url="u", etag='"1"')
    waits = []
    for _ in range(20):
        state = after_failure(state, FetchError("down", url="u"), source="s", now=NOW)
        assert state.next_poll_at is not None
        waits.append(state.next_poll_at - NOW)
    assert state is not None
    assert (state.etag, state.failures, state.error) == ('"1"', 20, "down")
    assert waits[:2] == [timedelta(0)] * 2
    assert timedelta(minutes=5) <= waits[2] < waits[3] < waits[4]
    assert waits[-1] <= timedelta(hours=6.6)


async def test_a_feed_that_moved_for_good_is_reported(web: WebServer, fetcher: Fetcher) -> None:
    """It is read all the same."""
    web.pages |= {"/feed": http.Response(status=301, headers={"Location": "/new"}), "/new": FEED}
    found = await visit(web, fetcher)
    assert len(found.articles) == 1
    assert found.notices == (f"moved for good to {web.url('/new')}; change its URL",)


async def test_an_address_that_moved_for_good_three_times_is_not_asked_again(
    web: WebServer, fetcher: Fetcher
) -> None:
    """Once may be a mistake of the server. If the new address is not there either, the old one is asked again."""
    web.pages |= {
        "/feed": http.Response(status=308, headers={"Location": "/new"}),
        "/new": answer(ETag='"1"'),
    }
    state = None
    for _ in range(4):
        found = await visit(web, fetcher, state)
        state = found.state
    assert [request.path for request in web.asked] == ["/feed", "/new"] * 3 + ["/new"]
    assert web.asked[-1].headers["If-None-Match"] == '"1"'
    assert found.notices == (f"moved for good to {web.url('/new')}; change its URL",)
    web.pages |= {"/new": http.Response(status=404), "/feed": FEED}
    state = after_failure(state, await refusal(web, fetcher, state), source="s", now=NOW)
    found = await visit(web, fetcher, state)
    assert web.asked[-1].path == "/feed"
    assert (len(found.articles), found.notices) == (1, ())


async def test_a_redirect_that_changes_is_never_believed(web: WebServer, fetcher: Fetcher) -> None:
    state = None
    for number in range(5):
        place = f"/{number}"
        web.pages |= {"/feed": http.Response(status=301, headers={"Location": place}), place: FEED}
        state = (await visit(web, fetcher, state)).state
    assert [request.path for request in web.asked][::2] == ["/feed"] * 5


async def test_what_is_gone_for_good_is_not_asked_again(web: WebServer, fetcher: Fetcher) -> None:
    """Until its address changes in the config, or somebody tries it (digest sources test)."""
    web.pages["/feed"] = http.Response(status=410)
    state = after_failure(None, await refusal(web, fetcher), source="s", now=NOW)
    assert state.gone
    later = await refusal(web, fetcher, state)
    assert "gone for good (HTTP 410)" in str(later)
    assert (len(web.asked), later.temporary) == (1, False)
    web.pages |= {"/feed": FEED, "/new": FEED}
    found = await visit(web, fetcher, state, path="/new")
    assert found.state is not None
    assert not found.state.gone


async def test_a_site_s_page_leads_to_its_feed(web: WebServer, fetcher: Fetcher) -> None:
    """`rel` is a list of words in any case; feeds of comments come last; the feed is polled conditionally."""
    page = b"""<!DOCTYPE html><html><head><link rel="stylesheet" href="/s.css"><base href="/blog/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link REL="Me ALTERNATE" type="Application/Atom+XML; charset=utf-8" href="atom.xml"></head><body>Hi</body></html>"""
    web.pages |= {"/": page, "/blog/atom.xml": answer(ETag='"1"'), "/comments/feed": FEED}
    found = await visit(web, fetcher, path="/")
    assert [article.title for article in found.articles] == ["A"]
    assert found.state is not None
    assert (found.state.url, found.state.etag) == (web.url("/blog/atom.xml"), '"1"')
    assert found.notices == (f"found the feed {web.url('/blog/atom.xml')}; name it to save a request",)
    again = await visit(web, fetcher, found.state, path="/")
    assert [request.path for request in web.asked] == ["/", "/blog/atom.xml", "/blog/atom.xml"]
    assert web.asked[2].headers["If-None-Match"] == '"1"'
    assert again.notices == ()


async def test_a_page_is_read_again_when_the_feed_that_it_named_is_not_there(
    web: WebServer, fetcher: Fetcher
) -> None:
    """The site moved its feed; a server that is only down is not searched for another."""
    page = b"<html><head><link rel='alternate' type='application/rss+xml' href='/%s'></head></html>"
    web.pages |= {"/": page % b"old", "/old": FEED}
    first = await visit(web, fetcher, path="/")
    web.pages |= {"/": page % b"new", "/new": FEED, "/old": http.Response(status=503)}
    with pytest.raises(FetchError, match="HTTP 503"):
        await visit(web, fetcher, first.state, path="/")
    web.pages["/old"] = http.Response(status=404)
    second = await visit(web, fetcher, first.state, path="/")
    assert second.state is not None
    assert second.state.url == web.url("/new")


async def test_a_page_leads_to_no_private_host_but_its_own(web: WebServer, fetcher: Fetcher) -> None:
    """What a page says is its author's; the permission was the operator's, for the page."""
    other = f"http://localhost:{web.port}/feed"
    page = f"<html><head><link rel='alternate' type='application/rss+xml' href='{other}'></head></html>"
    web.pages |= {"/a/page.html": page.encode(), "/feed": FEED}
    with pytest.raises(ParseError, match="announces no feed"):
        await visit(web, fetcher, path="/a/page.html")
    assert [request.path for request in web.asked] == ["/a/page.html"]


async def test_a_page_that_announces_nothing_is_searched_for_links_and_usual_places(
    web: WebServer, fetcher: Fetcher
) -> None:
    """A dead link on the way is passed over."""
    web.pages |= {"/": b"<html><body><a href='/old/rss.xml'>RSS</a></body></html>", "/index.xml": FEED}
    assert len((await visit(web, fetcher, path="/")).articles) == 1
    assert [request.path for request in web.asked] == ["/", "/old/rss.xml", "/feed", "/index.xml"]


async def test_a_page_without_any_feed_is_of_a_later_kind(web: WebServer, fetcher: Fetcher) -> None:
    """Every address that was tried shows the page again, and it still ends."""

    async def page(_request: http.Request) -> http.Response:
        return http.Response(body=b"<!doctype html><html><head><title>x</title></head></html>")

    web.pages |= dict.fromkeys(("/", "/feed", "/index.xml", "/rss.xml", "/atom.xml", "/feed.xml"), page)
    with pytest.raises(ParseError, match=r"announces no feed; .* kind = “page”") as caught:
        await visit(web, fetcher, path="/")
    assert caught.value.exit_code == 2


async def test_an_article_page_does_not_stand_for_the_feed_of_its_site(
    web: WebServer, fetcher: Fetcher
) -> None:
    """The usual places are tried for a front page only; a page itself is a source of a later version."""
    web.pages |= {"/2026/fog.html": b"<html><body><p>Fog.</p></body></html>", "/feed.xml": FEED}
    with pytest.raises(ParseError, match="kind = “page”"):
        await visit(web, fetcher, path="/2026/fog.html")
    assert [request.path for request in web.asked] == ["/2026/fog.html"]


async def test_a_page_without_any_feed_may_be_an_article_itself(web: WebServer, fetcher: Fetcher) -> None:
    """As people mean it who type an address; a page that only lists others is none."""
    words = "<p>" + "The fog came in at noon and stayed. " * 20 + "</p>"
    web.pages["/2026/fog.html"] = (
        f"<html><head><title>Fog</title></head><body><article><h1>Fog</h1>{words}</article></body></html>".encode()
    )
    source = FeedSource(name="s", url=web.url("/2026/fog.html"), allow_private=True, or_page=True)
    (article,) = (await source.collect(Visit(fetcher=fetcher, now=NOW))).articles
    assert (article.title, article.url) == ("Fog", web.url("/2026/fog.html"))
    assert "stayed" in article.text
    links = "".join(f"<h2><a href='/{number}'>Story {number}</a></h2>" for number in range(9))
    web.pages["/tag/fog/"] = (
        f"<html><head><title>Fog</title></head><body class='archive'>{links}</body></html>".encode()
    )
    with pytest.raises(ParseError, match="announces no feed"):
        await replace(source, url=web.url("/tag/fog/")).collect(Visit(fetcher=fetcher, now=NOW))


async def test_a_private_address_needs_permission(web: WebServer, fetcher: Fetcher) -> None:
    """A source without allow_private never reaches the loopback."""
    source = FeedSource(name="s", url=web.url("/feed"))
    with pytest.raises(FetchError, match="allow_private"):
        await source.collect(Visit(fetcher=fetcher, now=NOW))
    assert web.asked == []
