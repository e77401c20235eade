"""robots.txt against a real server: what counts, what a missing or broken one means, asked once."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from aiohttp import web as http
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.robots import Robots, _parse
from digest.errors import FetchError
from digest.fetch import Fetcher
from web_server import WebServer

RULES = b"""User-agent: otherbot
Disallow: /

User-agent: *
Disallow: /private/
Allow: /private/press/
Disallow: /*.pdf$
Crawl-delay: 2

Sitemap: /news.xml
Sitemap: https://other.example/sitemap.xml
Sitemap: file:///etc/passwd
Sitemap: /news.xml
"""


@pytest.fixture
def robots(fetcher: Fetcher) -> Robots:
    return Robots(fetcher, allow_private=True)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/x", False),
        ("/private/press/x", True),
        ("/a.pdf", False),
        ("/a.pdf?x=1", True),
        ("/%70rivate/x", False),
        ("/robots.txt", True),
    ],
)
async def test_the_longest_rule_for_us_decides(
    web: WebServer, robots: Robots, path: str, allowed: bool
) -> None:
    """Rules for others do not concern us; wildcards and encoded letters count."""
    web.pages["/robots.txt"] = RULES
    assert await robots.allows(web.url(path)) is allowed


async def test_rules_for_our_name_replace_those_for_everybody(web: WebServer, robots: Robots) -> None:
    """In any case of letters; a longer name that begins with ours is another's."""
    web.pages["/robots.txt"] = (
        b"User-agent: *\nDisallow: /\n\nUser-agent: Digest\nDisallow: /b\n\nUser-agent: digestive\nDisallow: /a"
    )
    assert [await robots.allows(web.url(path)) for path in ("/a", "/b")] == [True, False]


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (401, True), (403, True), (410, True), (500, False), (503, False)]
)
async def test_a_missing_file_allows_everything_and_a_broken_server_nothing(
    web: WebServer, robots: Robots, status: int, allowed: bool
) -> None:
    """RFC 9309, sections 2.3.1.3 and 2.3.1.4."""
    web.pages["/robots.txt"] = http.Response(status=status, body=b"User-agent: *\nDisallow: /")
    assert await robots.allows(web.url("/a")) is allowed


async def test_an_unreachable_file_allows_nothing_and_says_why(
    web: WebServer, fetcher: Fetcher, robots: Robots
) -> None:
    """Nobody listens there; without permission nobody is even asked."""
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read \(.*cannot connect") as caught:
        await robots.check("http://127.0.0.1:1/a")
    assert caught.value.temporary
    with pytest.raises(FetchError, match="port") as caught:
        await Robots(fetcher).check(web.url("/a"))
    assert not caught.value.temporary
    assert web.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "", "a\r\nb", "http://[", "javascript:1"]
)
async def test_what_is_no_web_address_is_not_allowed(robots: Robots, url: str) -> None:
    """And nothing is asked."""
    assert not await robots.allows(url)
    assert await robots.delay(url) is None
    assert await robots.sitemaps(url) == ()


async def test_redirects_are_followed_and_a_loop_allows_nothing(web: WebServer, robots: Robots) -> None:
    """The rules are those of the origin that was asked."""
    web.pages |= {"/robots.txt": http.Response(status=301, headers={"Location": "/r2"}), "/r2": RULES}
    assert not await robots.allows(web.url("/private/x"))
    web.pages["/robots.txt"] = http.Response(status=302, headers={"Location": "/robots.txt"})
    again = Robots(robots._fetcher, allow_private=True)
    assert not await again.allows(web.url("/a"))


async def test_an_origin_is_asked_once_by_however_many(web: WebServer, robots: Robots) -> None:
    """Those who come while the answer is on its way wait for it."""
    started, go = asyncio.Event(), asyncio.Event()

    async def slow(_request: http.Request) -> http.Response:
        started.set()
        await go.wait()
        return http.Response(body=RULES)

    web.pages["/robots.txt"] = slow
    first = asyncio.create_task(robots.allows(web.url("/a")))
    others = [asyncio.create_task(robots.allows(web.url(f"/{number}"))) for number in range(20)]
    await started.wait()
    go.set()
    assert await asyncio.gather(first, *others) == [True] * 21
    assert await robots.delay(web.url("/")) == timedelta(seconds=2)
    assert [request.path for request in web.asked] == ["/robots.txt"]


async def test_an_asker_that_gives_up_leaves_the_question_to_the_next(web: WebServer, robots: Robots) -> None:
    """A cancelled visit does not close the site for the others."""
    started = asyncio.Event()

    async def once_stuck(_request: http.Request) -> http.Response:
        if not started.is_set():
            started.set()
            await asyncio.Event().wait()
        return http.Response(body=RULES)

    web.pages["/robots.txt"] = once_stuck
    first = asyncio.create_task(robots.allows(web.url("/a")))
    await started.wait()
    second = asyncio.create_task(robots.allows(web.url("/a")))
    first.cancel()
    assert await second


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        (b"Crawl-delay: 1.5", timedelta(seconds=1.5)),
        (b"Crawl-delay: 86400", timedelta(seconds=30)),
        (b"Crawl-delay: 1e300", timedelta(seconds=30)),
        (b"Crawl-delay: -5", None),
        (b"Crawl-delay: nan", None),
        (b"Crawl-delay: 0", None),
        (b"Crawl-delay: soon", None),
    ],
)
async def test_a_crawl_delay_is_at_most_half_a_minute(
    web: WebServer, robots: Robots, line: bytes, delay: timedelta | None
) -> None:
    """Nonsense is no delay."""
    web.pages["/robots.txt"] = b"User-agent: *\n" + line
    assert await robots.delay(web.url("/")) == delay


async def test_turns_at_one_site_keep_its_distance(web: WebServer, robots: Robots) -> None:
    """Whoever would wait for longer than the patience is told so at once."""
    web.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.05"
    start = time.monotonic()
    turns = [robots.turn(web.url(f"/{each}"), patience=timedelta(seconds=0.12)) for each in range(5)]
    assert await asyncio.gather(*turns) == [True, True, True, False, False]
    assert 0.1 <= time.monotonic() - start < 2


async def test_sitemaps_are_named_by_absolute_address(web: WebServer, robots: Robots) -> None:
    """Each once; what is not http(s) is left out."""
    web.pages["/robots.txt"] = RULES
    assert await robots.sitemaps(web.url("/x")) == (web.url("/news.xml"), "https://other.example/sitemap.xml")


async def test_of_a_long_file_the_first_500_kib_count(web: WebServer, robots: Robots) -> None:
    """A line that is cut in the middle does not: "Allow: /a" is not what "Allow: /archive" says."""
    head = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (500 * 1024 - len(head) - len(b"\nAllow: /a")) + b"\nAllow: /a"
    web.pages["/robots.txt"] = head + filler + b"bout\nDisallow: /b\n"
    assert [await robots.allows(web.url(path)) for path in ("/a", "/b", "/about")] == [False, True, False]


async def test_a_file_of_megabytes_allows_nothing(web: WebServer, robots: Robots) -> None:
    """It is not read to its end, so nobody knows what it says."""
    web.pages["/robots.txt"] = b"#" * 5_000_001
    assert not await robots.allows(web.url("/a"))


def test_many_names_over_many_rules_are_read_in_no_time() -> None:
    """Read naively, this is 160 million rules."""
    start = time.monotonic()
    names = "\n".join(f"User-agent: a{number}" for number in range(20_000))
    lines = names + "\nDisallow: /x" * 8_000
    rules = _parse(lines.encode(), origin="https://a.example", agent="digest")
    assert rules.parsed is not None
    assert rules.parsed.can_fetch("https://a.example/x", "digest")
    assert time.monotonic() - start < 20


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    """Anything is rules, if only none."""
    rules = _parse(b"User-agent: *\n" + data, origin="https://a.example", agent="digest")
    assert rules.parsed is not None
    assert rules.parsed.can_fetch("https://a.example/robots.txt", "digest")
