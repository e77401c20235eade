"""The HTTP client: what it returns, what it refuses, where it stops."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from digest.errors import FetchError
from digest.fetch import Fetcher, is_public
from web_server import WebServer, web_server


@pytest.fixture
async def private() -> AsyncIterator[WebServer]:
    async with web_server("127.0.0.1") as server:
        yield server


@pytest.fixture
async def public() -> AsyncIterator[WebServer]:
    """A server on an address that fetcher() takes for public."""
    async with web_server("127.0.0.2") as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(public=lambda address: address == "127.0.0.2") as made:
        yield made


def redirect(to: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


async def test_an_answer_has_its_url_status_headers_and_body(public: WebServer, fetcher: Fetcher) -> None:
    """Header names are found in any case."""
    public.pages["/feed"] = web.Response(body=b"<rss/>", headers={"ETag": '"a"'})
    answer = await fetcher.get(public.url("/feed"), ports_any=True)
    assert (answer.url, answer.status, answer.body) == (public.url("/feed"), 200, b"<rss/>")
    assert answer.headers["etag"] == '"a"'
    assert answer.moved_to == ""


async def test_an_error_status_is_an_answer(public: WebServer, fetcher: Fetcher) -> None:
    """What a 404 means is the caller's business."""
    assert (await fetcher.get(public.url("/no"), ports_any=True)).status == 404


async def test_a_request_carries_a_user_agent_and_neither_cookies_nor_a_referrer(
    public: WebServer, fetcher: Fetcher
) -> None:
    """Also after the server has tried to set a cookie."""
    public.pages["/"] = web.Response(headers={"Set-Cookie": "id=1"})
    await fetcher.get(public.url(), ports_any=True)
    await fetcher.get(public.url(), ports_any=True)
    headers = public.asked[1].headers
    assert headers["User-Agent"].startswith("digest/")
    assert not {"Cookie", "Referer"} & set(headers)


async def test_proxy_variables_are_ignored(
    public: WebServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would resolve names behind the guard's back."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    assert (await fetcher.get(public.url("/x"), ports_any=True)).status == 404


async def test_redirects_that_are_all_permanent_say_where_it_moved(
    public: WebServer, fetcher: Fetcher
) -> None:
    """A single temporary hop makes the move temporary."""
    public.pages |= {"/a": redirect("/b", 301), "/b": redirect(public.url("/c"), 308), "/c": b"c"}
    public.pages |= {"/d": redirect("/a", 302)}
    assert (await fetcher.get(public.url("/a"), ports_any=True)).moved_to == public.url("/c")
    answer = await fetcher.get(public.url("/d"), ports_any=True)
    assert (answer.body, answer.moved_to) == (b"c", "")


async def test_a_redirect_loop_ends_after_five_hops(public: WebServer, fetcher: Fetcher) -> None:
    """Six requests, then an error that trying again will not cure."""
    public.pages["/a"] = redirect("/a")
    with pytest.raises(FetchError, match="more than 5 redirects") as caught:
        await fetcher.get(public.url("/a"), ports_any=True)
    assert not caught.value.temporary
    assert len(public.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.2/", "gopher://x/", "http://[", "javascript:1"]
)
async def test_a_redirect_to_another_scheme_is_refused(
    public: WebServer, fetcher: Fetcher, target: str
) -> None:
    """Only http and https are followed."""
    public.pages["/a"] = redirect(target)
    with pytest.raises(FetchError):
        await fetcher.get(public.url("/a"), ports_any=True)


async def test_a_redirect_from_public_to_private_is_refused_even_with_allow_private(
    public: WebServer, private: WebServer, fetcher: Fetcher
) -> None:
    """The operator vouched for the address they wrote, not for where a stranger sends us."""
    private.pages["/secret"] = b"secret"
    public.pages["/a"] = redirect(f"http://127.0.0.1:{public.port}/secret")
    for allowed in (False, True):
        with pytest.raises(FetchError, match="not a public address"):
            await fetcher.get(public.url("/a"), allow_private=allowed, ports_any=True)
    assert private.asked == []


async def test_a_private_host_may_be_asked_and_redirect_within_when_allowed(
    private: WebServer, fetcher: Fetcher
) -> None:
    """A feed on the intranet works with allow_private."""
    private.pages |= {"/a": redirect("/b"), "/b": b"b"}
    assert (await fetcher.get(private.url("/a"), allow_private=True)).body == b"b"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f000001",
        "127.1",
        "0177.0.0.1",
        "localhost",
        "0",
    ],
)
async def test_no_spelling_of_the_loopback_is_fetched(private: WebServer, host: str) -> None:
    """Names are resolved, numbers in strange notations are refused."""
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError):
            await fetcher.get(f"http://{host}:{private.port}/", ports_any=True)
    assert private.asked == []


async def test_a_name_is_resolved_once_and_connected_to_what_was_checked(
    public: WebServer, private: WebServer
) -> None:
    """A resolver that changes its mind reaches the first address only, or none."""
    answers = iter(["127.0.0.2", "127.0.0.1", "127.0.0.1", "127.0.0.1"])

    async def rebinding(_host: str) -> list[str]:
        return [next(answers)]

    public.pages["/"] = b"public"
    async with Fetcher(resolver=rebinding, public=lambda address: address == "127.0.0.2") as fetcher:
        answer = await fetcher.get(f"http://rebind.test:{public.port}/", ports_any=True)
        assert answer.body == b"public"
        with pytest.raises(FetchError, match="not a public address"):
            await fetcher.get(f"http://rebind2.test:{private.port}/", ports_any=True)
    assert private.asked == []


async def test_only_the_public_addresses_of_a_mixed_name_are_used(
    public: WebServer, private: WebServer
) -> None:
    """One private record among public ones is never connected to."""

    async def mixed(_host: str) -> list[str]:
        return ["127.0.0.1", "127.0.0.2"]

    public.pages["/"] = b"public"
    async with Fetcher(resolver=mixed, public=lambda address: address == "127.0.0.2") as fetcher:
        assert (await fetcher.get(f"http://mixed.test:{public.port}/", ports_any=True)).body == b"public"
    assert private.asked == []


async def test_another_port_needs_permission_and_redirects_get_none(
    public: WebServer, fetcher: Fetcher
) -> None:
    """`ports_any` allows the port that was written down, no other."""
    with pytest.raises(FetchError, match=r"port \d+ is not allowed"):
        await fetcher.get(public.url("/"))
    public.pages["/a"] = redirect("http://127.0.0.2:22/")
    with pytest.raises(FetchError, match="port 22 is not allowed"):
        await fetcher.get(public.url("/a"), ports_any=True)


@pytest.mark.parametrize(
    "url", ["", "feed", "file:///etc/passwd", "http://", "http://[::1", "ftp://example.com/x"]
)
async def test_what_is_no_web_address_is_refused_for_good(fetcher: Fetcher, url: str) -> None:
    """Without asking anybody."""
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    assert not caught.value.temporary


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"x" * 1000, mtime=0)),
        ("gzip", gzip.compress(b"x" * 400, mtime=0) + gzip.compress(b"x" * 600, mtime=0)),
        ("deflate", zlib.compress(b"x" * 1000)),
        ("deflate", zlib.compressobj(wbits=-15).compress(b"") + zlib.compress(b"x" * 1000, wbits=-15)),
        ("identity", b"x" * 1000),
    ],
    ids=["gzip", "gzip in two members", "deflate", "raw deflate", "identity"],
)
async def test_compressed_bodies_are_decoded(
    public: WebServer, fetcher: Fetcher, encoding: str, packed: bytes
) -> None:
    """Each way that servers compress."""
    public.pages["/"] = web.Response(body=packed, headers={"Content-Encoding": encoding})
    assert (await fetcher.get(public.url(), ports_any=True)).body == b"x" * 1000


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("br", b"x"), ("gzip", b"no gzip"), ("gzip", gzip.compress(b"x" * 999, mtime=0)[:-9])],
)
async def test_a_body_that_cannot_be_decoded_is_an_error(
    public: WebServer, fetcher: Fetcher, encoding: str, body: bytes
) -> None:
    """Never half a body."""
    public.pages["/"] = web.Response(body=body, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError):
        await fetcher.get(public.url(), ports_any=True)


async def test_a_gzip_bomb_stops_at_the_cap(public: WebServer, fetcher: Fetcher) -> None:
    """300 MB behind 300 KB cost no more than the cap."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1_000_000)
    bomb = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    public.pages["/"] = web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
    started = time.perf_counter()
    with pytest.raises(FetchError, match="larger than 5 MB") as caught:
        await fetcher.get(public.url(), ports_any=True)
    assert time.perf_counter() - started < 2
    assert not caught.value.temporary


async def test_a_body_over_the_cap_is_refused_whether_announced_or_not(
    public: WebServer, fetcher: Fetcher
) -> None:
    """Content-Length is believed when it is too large, never when it is small."""

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(bytes(50_000))

    public.pages |= {"/announced": bytes(2001), "/endless": endless, "/fits": bytes(2000)}
    for path in ("/announced", "/endless"):
        with pytest.raises(FetchError, match="larger than"):
            await fetcher.get(public.url(path), ports_any=True, max_bytes=2000)
    assert len((await fetcher.get(public.url("/fits"), ports_any=True, max_bytes=2000)).body) == 2000


async def test_a_server_that_drips_is_left_at_the_total_time(public: WebServer, fetcher: Fetcher) -> None:
    """A byte now and then does not renew the time."""

    async def drip(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b".")
            await asyncio.sleep(0.02)

    public.pages["/"] = drip
    started = time.perf_counter()
    with pytest.raises(FetchError, match=r"within 0\.3 seconds") as caught:
        await fetcher.get(public.url(), ports_any=True, total=0.3)
    assert time.perf_counter() - started < 1
    assert caught.value.temporary


async def test_a_connection_refused_and_an_unknown_host_are_temporary(fetcher: Fetcher) -> None:
    """One line each, naming the address."""

    async def nobody(_host: str) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError, match="connection refused") as caught:
        await fetcher.get("http://127.0.0.2:1/", ports_any=True)
    assert caught.value.temporary
    async with Fetcher(resolver=nobody) as lost:
        with pytest.raises(FetchError, match=r"http://nowhere\.test/: no such host"):
            await lost.get("http://nowhere.test/")


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.9.9.9", "169.254.169.254", "172.31.0.1", "192.168.1.1"),
        *(
            "198.18.0.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
        ),
        *(
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "fc00::1",
            "fd12::1",
            "fe80::1%eth0",
            "fec0::1",
            "ff02::1",
        ),
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    """Private, shared, link-local, multicast, and IPv4 hidden in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "172.32.0.1"]
)
def test_ordinary_addresses_are_public(address: str) -> None:
    """The neighbours of the special ranges too."""
    assert is_public(address)
