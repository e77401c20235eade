"""collect_articles(), the table of kinds, and the command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.collect import Failure, Found, PollState, Visit, collect_articles
from digest.collect.kinds import KINDS, guess_source, source_class
from digest.collect.kinds.feed import FeedSource
from digest.errors import InputError, StoreError
from digest.fetch import Fetcher
from digest.model import Article
from web_server import WebServer

NOW = datetime(2026, 2, 18, 4, 0, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>T</title><link>https://a.example/</link><item><title>A</title><link>/1</link></item></channel></rss>"


@dataclass
class FakeMemory:
    """Remembers in a dictionary; says that everything was first seen yesterday."""

    states: dict[str, PollState] = field(default_factory=dict)
    articles: dict[str, tuple[Article, ...]] = field(default_factory=dict)
    broken: bool = False

    async def poll_state(self, source: str) -> PollState | None:
        if self.broken:
            raise StoreError("disk full")
        return self.states.get(source)

    async def add_articles(
        self,
        source: str,
        articles: tuple[Article, ...],
        state: PollState | None,
        *,
        now: datetime,
        fresh: int = 0,
    ) -> tuple[Article, ...]:
        self.articles[source] = tuple(replace(each, first_seen=now - timedelta(days=1)) for each in articles)
        if state:
            await self.record_poll(state)
        return self.articles[source]

    async def recall(self, source: str, articles: tuple[Article, ...]) -> dict[str, Article]:
        kept = {each.id: each for each in self.articles.get(source, ())}
        return {each.id: kept[each.id] for each in articles if each.id in kept}

    async def record_poll(self, state: PollState) -> None:
        self.states[state.source] = state


@dataclass(frozen=True, kw_only=True)
class CrashingSource:
    """A source with a bug."""

    name: str = "buggy"
    weight: float = 1.0
    half_life: timedelta | None = None
    backlog: int = 0

    async def collect(self, _visit: Visit, /) -> Found:
        raise ZeroDivisionError("oh\nno")


def feed(web: WebServer, name: str, path: str) -> FeedSource:
    return FeedSource(name=name, url=web.url(path), allow_private=True)


async def test_a_dead_source_never_stops_the_rest(web: WebServer, fetcher: Fetcher) -> None:
    """Whether it is down, no feed or broken code; each failure is told once."""
    web.pages |= {"/a": FEED, "/b": b"nonsense"}
    sources = [CrashingSource(), feed(web, "b", "/b"), feed(web, "c", "/c"), feed(web, "a", "/a")]
    steps: list[tuple[str, int, int]] = []
    collected = await collect_articles(
        sources, fetcher=fetcher, now=NOW, progress=lambda *step: steps.append(step)
    )
    assert [article.source for article in collected.articles] == ["a"]
    assert [name for name, _ in collected.found] == ["a"]
    assert collected.failures == (
        Failure(source="buggy", reason="ZeroDivisionError: oh no", temporary=False),
        replace(collected.failures[1], source="b", temporary=False),
        replace(collected.failures[2], source="c", temporary=False),
    )
    assert sorted(name for name, _, _ in steps) == ["a", "b", "buggy", "c"]
    assert [(done, total) for _, done, total in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]


async def test_with_a_memory_articles_are_as_the_memory_knows_them(web: WebServer, fetcher: Fetcher) -> None:
    """And the poll's state is kept with them."""
    memory = FakeMemory()
    web.pages["/a"] = FEED
    collected = await collect_articles([feed(web, "a", "/a")], fetcher=fetcher, now=NOW, memory=memory)
    assert collected.articles == memory.articles["a"]
    assert collected.articles[0].first_seen == NOW - timedelta(days=1)
    assert memory.states["a"].polled_at == NOW


async def test_a_failure_is_remembered_and_a_success_forgets_it(web: WebServer, fetcher: Fetcher) -> None:
    """The validators survive it."""
    memory = FakeMemory({"a": PollState(source="a", url=web.url("/a"), etag='"1"')})
    await collect_articles([feed(web, "a", "/a")], fetcher=fetcher, now=NOW, memory=memory)
    assert (memory.states["a"].failures, memory.states["a"].etag) == (1, '"1"')
    assert "HTTP 404" in memory.states["a"].error
    web.pages["/a"] = FEED
    await collect_articles([feed(web, "a", "/a")], fetcher=fetcher, now=NOW, memory=memory)
    assert (memory.states["a"].failures, memory.states["a"].error) == (0, "")


async def test_a_broken_memory_is_not_the_source_s_failure(web: WebServer, fetcher: Fetcher) -> None:
    """The database's errors reach the caller."""
    with pytest.raises(StoreError):
        await collect_articles(
            [feed(web, "a", "/a")], fetcher=fetcher, now=NOW, memory=FakeMemory(broken=True)
        )


async def test_without_a_memory_everything_is_backlog(web: WebServer, fetcher: Fetcher) -> None:
    """Nothing says that an undated article is new."""
    web.pages["/a"] = FEED
    collected = await collect_articles([feed(web, "a", "/a")], fetcher=fetcher, now=NOW)
    assert [article.backlog for article in collected.articles] == [True]


def test_importing_collect_loads_nothing_heavy() -> None:
    """A source imports what it needs when it collects."""
    code = (
        "import sys, digest.collect, digest.collect.kinds, digest.collect.kinds.feed;"
        "heavy = {'aiohttp', 'feedparser', 'lxml', 'nh3', 'dateutil', 'yaml', 'w3lib'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_kind_of_the_table_has_the_common_options() -> None:
    """What ranking and config expect of any source."""
    common = {"name", "weight", "half_life", "tags", "section", "language", "allow_private", "limit"} | {
        "backlog"
    }
    for kind in KINDS:
        assert common <= set(source_class(kind).__dataclass_fields__)
    with pytest.raises(InputError, match="no source kind"):
        source_class("gopher")


def test_guess_source_knows_addresses_and_files(tmp_path: Path) -> None:
    """A URL or a feed file is a feed; options are passed on."""
    (tmp_path / "feed.xml").touch()
    options = {"root": tmp_path, "tags": ("t",), "weight": 2.0}
    assert guess_source("https://a.example/x", name="a", **options) == FeedSource(
        name="a", url="https://a.example/x", tags=("t",), weight=2.0
    )
    assert guess_source("feed.xml", name="b", **options) == FeedSource(
        name="b", path=tmp_path / "feed.xml", tags=("t",), weight=2.0
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://a.example/", "feed"),
        ("https://a.example/events.ics?x", "calendar"),
        ("webcal://a.example/events", "calendar"),
        ("https://a.example/sitemap_index.xml", "sitemap"),
        ("https://a.example/news-sitemap.xml.gz", "sitemap"),
        ("https://a.example/wp-json/", "wordpress"),
        ("posts", "folder"),
        ("post.md", "folder"),
        ("dates.ics", "calendar"),
        ("feed.json", "feed"),
    ],
)
def test_an_address_gives_its_kind_away(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "posts").mkdir()
    for name in ("post.md", "dates.ics", "feed.json"):
        (tmp_path / name).touch()
    assert type(guess_source(text, name="x", root=tmp_path)) is source_class(kind)


def test_a_kind_overrules_what_the_address_looks_like(tmp_path: Path) -> None:
    """But a path holds no page."""
    page = guess_source("https://a.example/news", name="x", root=tmp_path, kind="page")
    assert type(page) is source_class("page")
    with pytest.raises(InputError, match="read from a URL"):
        guess_source(str(tmp_path), name="x", root=tmp_path, kind="sitemap")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("feeds.opml", "no such file"),
        ("https://a.example/feeds.opml", "digest sources import https://a.example/feeds.opml"),
        ("ftp://a.example/feed", "use http"),
        ("a.example/feed", "did you mean https://a.example/feed"),
        ("nowhere", "no such file or folder"),
    ],
)
def test_guess_source_says_what_it_cannot_be(tmp_path: Path, text: str, words: str) -> None:
    """One line that names the thing."""
    with pytest.raises(InputError, match=words) as caught:
        guess_source(text, name="x", root=tmp_path)
    assert "\n" not in str(caught.value)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "digest", "collect", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_command_prints_one_object_a_line_and_reports_failures(tmp_path: Path) -> None:
    """Exit code 3 when some addresses failed; `--at` is the clock."""
    (tmp_path / "feed.xml").write_bytes(FEED)
    done = run("feed.xml", "missing.xml", "--json", "--at", "2026-02-18T04:00Z", cwd=tmp_path)
    (line,) = done.stdout.splitlines()
    article = json.loads(line)
    assert {key: article[key] for key in ("title", "url", "published", "first_seen", "source", "image")} == {
        "title": "A",
        "url": "https://a.example/1",
        "published": None,
        "first_seen": "2026-02-18T04:00:00Z",
        "source": "feed.xml",
        "image": None,
    }
    assert {
        "id",
        "summary",
        "html",
        "text",
        "updated",
        "authors",
        "tags",
        "section",
        "language",
        "media",
        "related",
    } <= set(article)
    assert done.stderr.splitlines() == ["failed: missing.xml: no such file or folder"]
    assert done.returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


def test_the_command_lists_for_people(tmp_path: Path) -> None:
    """Title, date, address."""
    (tmp_path / "feed.xml").write_bytes(FEED)
    done = run("feed.xml", cwd=tmp_path)
    assert done.stdout.splitlines() == [
        "T: 1 article",
        "  undated           A",
        f"{'':20}https://a.example/1",
    ]
    assert (done.stderr, done.returncode) == ("", 0)


def test_the_command_fails_with_the_code_of_its_failures(tmp_path: Path) -> None:
    """1 for what is no feed, 2 for what is of another kind, never a traceback."""
    (tmp_path / "bad.xml").write_text("nonsense")
    assert run("bad.xml", "http://127.0.0.1:1/", cwd=tmp_path).returncode == 1
    (tmp_path / "dates.xml").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR")
    other = run("dates.xml", cwd=tmp_path)
    assert (other.returncode, other.stderr.count("\n")) == (2, 1)
    assert "a calendar; set kind = “calendar”" in other.stderr
