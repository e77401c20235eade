"""`digest sources`: how they are doing, and changes that leave the rest of the file alone."""

from __future__ import annotations

import json
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web as http

from digest.collect import collect_articles
from digest.config import load_config
from digest.fetch import Fetcher
from digest.store import open_store
from web_server import WebServer, web_server

NOW = datetime(2026, 2, 18, 8, 0, tzinfo=UTC)
FEED = (
    b"<rss version='2.0'><channel><title>Mast News</title><link>https://mast.example/</link>"
    b"<item><title>A mast</title><link>https://mast.example/1</link><pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate></item>"
    b"</channel></rss>"
)
CONFIG = """# What we read.
site = "https://mast.example"
from = "Ana <ana@mast.example>"
smtp = "smtp://localhost"

[sources]  # by hand
mast = {{ url = "{url}", allow_private = true, enrich = false }}   # ours
posts = "posts"

[newsletters.letter]
when = "daily 07:30"
"""


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    async with web_server() as server:
        server.pages["/feed"] = FEED
        yield server


@pytest.fixture
def config(tmp_path: Path, web: WebServer) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "one.md").write_text("---\ntitle: One\ndate: 2026-02-10\n---\nWords.\n")
    file = tmp_path / "config.toml"
    file.write_text(CONFIG.format(url=web.url("/feed")), encoding="utf-8")
    return file


async def listed(digest) -> dict[str, dict[str, object]]:
    done = await digest("sources", "--json")
    assert done.code == 0, done.err
    return {row["name"]: row for row in json.loads(done.out)}


async def test_the_list_says_how_each_source_is_doing(digest, config: Path, web: WebServer) -> None:
    """Before the first visit, after a good one, after failures."""
    before = await listed(digest)
    assert [(row["name"], row["kind"], row["state"]) for row in before.values()] == [
        ("site", "feed", "not read yet"),
        ("mast", "feed", "not read yet"),
        ("posts", "folder", "not read yet"),
    ]
    assert not (config.parent / "digest.db").exists()
    store = open_store(str(config.parent / "digest.db"))
    sources = load_config(config, environ={}).sources
    async with Fetcher() as fetcher:
        await collect_articles(sources[1:], fetcher=fetcher, now=NOW, memory=store)
    web.pages["/feed"] = http.Response(status=503)
    async with Fetcher() as fetcher:
        await collect_articles(sources[1:2], fetcher=fetcher, now=NOW + timedelta(minutes=10), memory=store)
    await store.close()
    rows = await listed(digest)
    assert (rows["mast"]["articles"], rows["mast"]["failures"]) == (1, 1)
    assert rows["mast"]["last_success"] == "2026-02-18T08:00:00Z"
    assert str(rows["mast"]["state"]).startswith(f"failed 1 time: {web.url('/feed')}: HTTP 503")
    assert (rows["posts"]["state"], rows["posts"]["articles"]) == ("fine", 1)
    table = await digest("sources", "list")
    assert [line.split()[0] for line in table.out.splitlines()] == ["source", "site", "mast", "posts"]


async def test_what_fails_is_told_with_its_reason(digest, config: Path, web: WebServer) -> None:
    web.pages["/feed"] = http.Response(status=503)
    done = await digest("sources", "test", "mast")
    assert done.code == 1
    assert "HTTP 503" in done.err
    web.pages["/feed"] = FEED
    done = await digest("sources", "test", "mast")
    assert (done.code, done.out.splitlines()) == (0, ["Mast News: 1 article", "  17 Feb 2026  A mast"])
    assert web.asked[-1].headers["User-Agent"].endswith("(+https://mast.example)")  # whom to ask about us


async def test_a_source_is_added_and_removed_without_touching_the_rest(
    digest, config: Path, web: WebServer
) -> None:
    """Comments, order and spaces of the file stay; the name comes from the feed's title."""
    before = config.read_text("utf-8")
    refused = await digest("sources", "add", web.url("/feed"))
    assert (refused.code, "not a public address" in refused.err) == (1, True)
    added = await digest("sources", "add", web.url("/feed"), "--allow-private")
    assert added.code == 0, added.err
    assert f"added mast-news = {web.url('/feed')}" in added.out
    text = config.read_text("utf-8")
    assert tomllib.loads(text)["sources"]["mast-news"] == {
        "url": web.url("/feed"),
        "allow_private": True,
    }
    assert all(line in text for line in before.splitlines() if line)
    removed = await digest("sources", "remove", "mast-news")
    assert removed.code == 0, removed.err
    assert config.read_text("utf-8").split() == before.split()


async def test_a_folder_is_added_as_a_path(digest, config: Path) -> None:
    (config.parent / "essays").mkdir()
    (config.parent / "essays" / "a.md").write_text("# A\n\nWords.")
    done = await digest("sources", "add", "essays", "--name", "essays")
    assert done.code == 0, done.err
    assert tomllib.loads(config.read_text("utf-8"))["sources"]["essays"] == {"path": "essays"}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("add", "http://127.0.0.1:1/feed"), 1, "not added"),
        (("add", "nowhere"), 2, "no such file or folder"),
        (("add", "posts", "--name", "mast"), 2, "there is a source “mast” already"),
        (("add", "posts", "--name", "Not A Name"), 2, "expected lower-case"),
        (("remove", "nobody"), 2, "no source “nobody”"),
        (("test", "nobody"), 2, "no source “nobody”; there are: site, mast, posts"),
        (("import", "nowhere.opml"), 2, "No such file"),
    ],
)
async def test_what_cannot_be_done_changes_nothing(
    digest, config: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    before = config.read_bytes()
    done = await digest("sources", *words)
    assert (done.code, says in done.err) == (code, True), done.err
    assert config.read_bytes() == before


async def test_lists_of_feeds_come_in_and_go_out(digest, config: Path, web: WebServer) -> None:
    """What is there already is not added again; categories become tags where that is asked for."""
    opml = (
        '<opml version="2.0"><body><outline text="Ships">'
        f'<outline type="rss" text="Known" xmlUrl="{web.url("/feed")}"/>'
        '<outline type="rss" text="Tide Tables" xmlUrl="https://tides.example/rss"/></outline></body></opml>'
    )
    (config.parent / "feeds.opml").write_text(opml, encoding="utf-8")
    tried = await digest("sources", "import", "feeds.opml", "--dry-run")
    assert "1 source would be added" in tried.out
    done = await digest("sources", "import", "feeds.opml", "--tag")
    assert (done.code, "1 source added" in done.out) == (0, True), done.err
    assert tomllib.loads(config.read_text("utf-8"))["sources"]["tide-tables"] == {
        "url": "https://tides.example/rss",
        "tags": ["Ships"],
    }
    exported = await digest("sources", "export")
    assert 'xmlUrl="https://tides.example/rss"' in exported.out
    again = await digest("sources", "import", "feeds.opml")
    assert "0 sources added" in again.out


async def test_an_opml_file_stands_for_its_feeds(digest, config: Path, web: WebServer) -> None:
    """Each is a source of its own, named after the list."""
    opml = '<opml version="2.0"><body><outline type="rss" text="Tides" xmlUrl="https://tides.example/rss"/></body></opml>'
    (config.parent / "feeds.opml").write_text(opml, encoding="utf-8")
    config.write_text(
        config.read_text("utf-8").replace('posts = "posts"', 'blogs = "feeds.opml"'), encoding="utf-8"
    )
    assert (await listed(digest))["blogs/tides"]["address"] == "https://tides.example/rss"


async def test_a_change_that_would_break_the_file_names_the_file(digest, tmp_path: Path) -> None:
    """Not the copy in which it was tried."""
    file = tmp_path / "config.toml"
    file.write_text(
        'from = "a@mast.example"\n[sources]\nmast = "https://mast.example/feed"\n[newsletters.letter]\n'
    )
    before = file.read_bytes()
    done = await digest("sources", "remove", "mast")
    assert done.code == 2
    assert "nothing to collect" in done.err
    assert f"{file}: newsletters.letter" in done.err
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
