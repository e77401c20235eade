"""Feeds parsed beside named peers, and five hundred slow feeds collected at once.

parse   milliseconds of ours and of the peers on generated feeds, and on those in the folder FEEDS where that is set
crowd   seconds to collect many feeds of as many hosts, each of which takes 50 ms to answer; memory on the way
"""

from __future__ import annotations

import asyncio
import gc
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
LATENCY = 0.05  # seconds
WORDS = "harbour crane pilot tide ledger quay lantern cargo signal breaker buoy berth manifest winch".split()


def sentence(seed: int, length: int) -> str:
    return (
        " ".join(
            WORDS[(seed * 7 + place * place + place) % len(WORDS)] for place in range(length)
        ).capitalize()
        + "."
    )


def rss(number: int, items: int) -> bytes:
    """A feed as WordPress writes it: a summary, the whole body, categories, a picture, an enclosure now and then."""
    body = []
    for place in range(items):
        seed = number * 1000 + place
        date = NOW - timedelta(hours=seed % 400)
        paragraphs = "".join(
            f'<p>{sentence(seed + each, 40)} <a href="https://host{number}.example/{each}?a=1&amp;b=2">{WORDS[each]}</a></p>'
            for each in range(6)
        )
        audio = (
            '<enclosure url="https://cdn.example/e.mp3" length="12345" type="audio/mpeg"/>'
            if place % 5 == 0
            else ""
        )
        body.append(
            f"<item><title>{sentence(seed, 8)}</title><link>https://host{number}.example/{seed}?x=1&amp;y=2</link>"
            f'<guid isPermaLink="false">{number}-{seed}</guid><dc:creator>Ann Author</dc:creator>'
            f"<pubDate>{date:%a, %d %b %Y %H:%M:%S +0000}</pubDate><category>Cranes</category><category>Tides</category>"
            f"<description>{sentence(seed, 30)}</description><content:encoded><![CDATA[{paragraphs}]]></content:encoded>"
            f'<media:content url="https://host{number}.example/{seed}.jpg" medium="image" width="1200"/>{audio}</item>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Host {number}</title><link>https://host{number}.example/</link><language>en</language>{''.join(body)}"
        "</channel></rss>"
    ).encode()


def atom(number: int, items: int) -> bytes:
    """A feed as static site generators write it."""
    body = []
    for place in range(items):
        seed = number * 1000 + place
        date = (NOW - timedelta(hours=seed % 400)).isoformat()
        body.append(
            f"<entry><title type='html'>{sentence(seed, 8)}</title><link href='https://host{number}.example/{seed}'/>"
            f"<id>https://host{number}.example/{seed}</id><published>{date}</published><updated>{date}</updated>"
            f"<author><name>Bo Writer</name></author><category term='tides' label='Tides'/><summary>{sentence(seed, 25)}</summary>"
            f"<content type='html'>&lt;p&gt;{sentence(seed, 150)}&lt;/p&gt;</content></entry>"
        )
    return (
        f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Host {number}</title>"
        f"<link href='https://host{number}.example/'/><id>https://host{number}.example/</id>{''.join(body)}</feed>"
    ).encode()


def generated() -> list[bytes]:
    return [rss(number, 30) for number in range(20)] + [atom(number, 30) for number in range(20, 40)]


def real() -> list[bytes]:
    """The well-formed XML feeds of the folder FEEDS."""
    from lxml import etree

    found = []
    for file in sorted(Path(os.environ.get("FEEDS", "/nowhere")).glob("*")):
        data = file.read_bytes()
        try:
            etree.fromstring(data)
        except (etree.XMLSyntaxError, ValueError):
            continue
        found.append(data)
    return found


def parse(feeds: list[bytes], *, rounds: int = 3) -> dict[str, float]:
    """Milliseconds of CPU for all of them, the median of the rounds; ours and the peers take turns."""
    import feedparser

    from digest.collect.feeds import parse_feed

    ways: dict[str, Callable[[bytes], Any]] = {
        "ours": lambda data: parse_feed(data, name="feed"),
        "feedparser": lambda data: feedparser.parse(io.BytesIO(data), sanitize_html=False),
    }
    try:
        import fastfeedparser

        ways["fastfeedparser"] = fastfeedparser.parse
    except ModuleNotFoundError:
        pass
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            gc.collect()  # what another way left behind
            begun = time.process_time()
            for data in feeds:
                try:
                    way(data)
                except Exception:
                    if name != "fastfeedparser":  # it refuses some that are well-formed
                        raise
            taken[name].append((time.process_time() - begun) * 1000)
    ours = [parse_feed(data, name="feed").items for data in feeds]
    theirs = [feedparser.parse(io.BytesIO(data), sanitize_html=False).entries for data in feeds]
    same = sum(
        item.url == entry.get("link", "") and (item.guid == entry.get("id", "") or not entry.get("id"))
        for items, entries in zip(ours, theirs, strict=True)
        for item, entry in zip(items, entries, strict=True)
    )
    return {name: statistics.median(times) for name, times in taken.items()} | {
        "feeds": len(feeds),
        "items": sum(map(len, ours)),
        "same": same,
    }


# -- many slow hosts ---------------------------------------------------------------------------------------


def serve() -> None:
    """Answer any address with a feed of ten items, 50 ms after it was asked; prints its port."""
    from aiohttp import web

    answers = [rss(number, 10) for number in range(20)]

    async def answer(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(LATENCY)
        return web.Response(body=answers[len(request.path) % 20], content_type="application/rss+xml")

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


def crowd(count: int) -> dict[str, float]:
    """Seconds to collect `count` feeds of as many hosts into a database, and to parse them alone; peak memory in MB."""
    from tempfile import TemporaryDirectory

    from digest.collect import AT_ONCE, collect_articles
    from digest.collect.kinds.feed import FeedSource
    from digest.fetch import Fetcher
    from digest.store import open_store

    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.collecting", "serve"], stdout=subprocess.PIPE
    )
    assert server.stdout
    port = int(server.stdout.readline())

    async def resolve(_host: str) -> list[str]:
        return ["127.0.0.1"]

    sources = [
        FeedSource(
            name=f"host{number}",
            url=f"http://host{number}.example:{port}/feed",
            allow_private=True,
            enrich=False,
        )
        for number in range(count)
    ]

    async def collect(folder: str) -> tuple[float, float, int]:
        store = open_store(f"{folder}/digest.db")
        await store.poll_state("nobody")
        async with Fetcher(resolver=resolve) as fetcher:
            begun = time.perf_counter()
            fetched = await collect_articles(sources, fetcher=fetcher, now=NOW)
            alone = time.perf_counter() - begun
            begun = time.perf_counter()
            await collect_articles(sources, fetcher=fetcher, now=NOW, memory=store, keep=False)
            stored = time.perf_counter() - begun
        await store.close()
        return alone, stored, len(fetched.articles)

    begun = time.perf_counter()
    bodies = [rss(number % 20, 10) for number in range(count)]
    begun = time.perf_counter()
    for source, body in zip(sources, bodies, strict=True):
        source._articles(body, url=source.url, now=NOW)
    parsing = time.perf_counter() - begun
    try:
        with TemporaryDirectory() as folder:
            alone, stored, articles = asyncio.run(collect(folder))
    finally:
        server.terminate()
        server.wait()
    return {
        "seconds": alone,
        "stored": stored,
        "parse": parsing,
        "least": LATENCY * -(-count // AT_ONCE),
        "articles": articles,
        "at_once": AT_ONCE,
    }


def memory(count: int) -> dict[str, float]:
    """The growth of a process's memory in MB while it collects `count` feeds from files into a database."""
    from tempfile import TemporaryDirectory

    from digest.collect import collect_articles
    from digest.collect.kinds.feed import FeedSource
    from digest.fetch import Fetcher
    from digest.store import open_store

    async def collect(folder: str) -> None:
        store = open_store(f"{folder}/digest.db")
        async with Fetcher() as fetcher:
            for start in (0, count):  # the first round loads what is loaded once
                sources = list(files(folder, start, count if start else 20))
                if start:
                    result["before"] = peak()
                await collect_articles(sources, fetcher=fetcher, now=NOW, memory=store, keep=False)
        await store.close()
        result["after"] = peak()

    def files(folder: str, start: int, many: int) -> Iterator[FeedSource]:
        for number in range(start, start + many):
            path = Path(folder, f"{number}.xml")
            path.write_bytes(rss(number, 30))
            yield FeedSource(name=f"s{number}", path=path)

    result: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        asyncio.run(collect(folder))
    return {"growth": result["after"] - result["before"], "after": result["after"]}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            serve()
        case ["parse", "generated"]:
            print(json.dumps(parse(generated())))
        case ["parse", "real"]:
            print(json.dumps(parse(real())))
        case ["crowd", count]:
            print(json.dumps(crowd(int(count))))
        case ["memory", count]:
            print(json.dumps(memory(int(count))))
