"""The studio's server: what it shows, to whom, and the little that it does."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from digest.errors import ThemeError
from digest.model import Finding, Level, Secret
from digest.tokens import Key, Keyring
from digest.web.studio import Shot, Studio, create_studio
from digest.web.studio.pages import SHARE
from digest.web.studio.shot import CLIP, numbered, staged
from digest.web.studio.watch import stamps, watch

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)
KEYRING = Keyring(keys=(Key(id=1, secret=Secret("ab" * 32)),))
MAIL = '<html lang="en"><head><style>@media (prefers-color-scheme:dark){p{color:#fff}}</style></head>\n<body><p>Hello</p>\n<img src="https://a.example/i.png" alt="Boat"><a href="https://a.example">A</a><a href="https://a.example">B</a></body></html>'


@dataclass
class Newsroom:
    """A builder that needs no newsletter."""

    editions: tuple[str, ...] = ("main", "ar")
    roots: tuple[Path, ...] = ()
    built: list[tuple[str, bool]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    broken: str = ""

    async def build(self, edition: str, *, collect: bool) -> Shot:
        self.built.append((edition, collect))
        if self.broken:
            raise ThemeError(self.broken, file="ours/issue.mjml.j2", line=4)
        return Shot(
            title="daily", subject=f"Harbour {len(self.built)}", preheader="And more", sender="Quayline", language="en", html=MAIL,
            text="Hello", mjml="<mjml>", eml=b"Subject: Harbour\r\nX: y\r\n\r\nHello", can_test=True,
            findings=(Finding(check="alt", level=Level.ERROR, message="no alt", line=2),),
        )  # fmt: skip

    async def send_test(self, edition: str, address: str) -> str:
        if "@" not in address:
            raise ThemeError("not an address")
        self.sent.append((edition, address))
        return f"Sent to {address}."


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def studio(newsroom: Newsroom) -> Studio:
    return Studio(builder=newsroom)


@pytest.fixture
async def site(studio: Studio) -> AsyncIterator[str]:
    runner = web.AppRunner(create_studio(studio, clock=lambda: NOW, keyring=KEYRING), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await studio.close()
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def shared(until: datetime = NOW + timedelta(days=7)) -> str:
    return KEYRING.sign(SHARE, str(int(until.timestamp())))


async def test_the_state_tells_everything_about_the_mail(site: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{site}/state") as reply:
        state = await reply.json()
    assert (state["subject"], state["sender"], state["editions"]) == ("Harbour 1", "Quayline", ["main", "ar"])
    assert state["size"]["html"] == len(MAIL)
    assert state["links"] == [{"url": "https://a.example", "text": "A", "count": 2}]
    assert state["images"] == [{"src": "https://a.example/i.png", "alt": "Boat", "width": "", "height": ""}]
    assert state["headers"] == [["Subject", "Harbour"], ["X", "y"]]
    assert state["findings"][0]["line"] == 2
    assert (state["canTest"], state["shared"]) == (True, False)


async def test_a_broken_theme_leaves_the_last_good_mail(
    site: str, client: aiohttp.ClientSession, studio: Studio, newsroom: Newsroom
) -> None:
    """With the message, and its file and line; and it recovers."""
    async with client.get(f"{site}/state"):
        pass
    newsroom.broken = "IssueView has no attribute 'dat'"
    await studio.refresh(collect=False)
    async with client.get(f"{site}/state") as reply:
        state = await reply.json()
    assert state["error"] == "ours/issue.mjml.j2:4: IssueView has no attribute 'dat'"
    assert (state["subject"], state["version"]) == ("Harbour 1", 1)
    newsroom.broken = ""
    await studio.refresh(collect=False)
    async with client.get(f"{site}/state") as reply:
        state = await reply.json()
    assert (state["error"], state["subject"]) == ("", "Harbour 3")


async def test_nothing_of_the_mail_runs(site: str, client: aiohttp.ClientSession) -> None:
    """It is hostile content: its frame and its own policy both forbid scripts and frames elsewhere."""
    async with client.get(f"{site}/mail") as reply:
        policy = reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "script-src" not in policy
    async with client.get(f"{site}/") as reply:
        assert 'sandbox="allow-same-origin"' in await reply.text()
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]


async def test_a_test_copy_needs_the_token_of_the_page(
    site: str, client: aiohttp.ClientSession, studio: Studio, newsroom: Newsroom
) -> None:
    """Another site can post here, but cannot read the token; GET does nothing."""
    body = {"to": "me@example.com", "edition": "ar"}
    for headers in ({}, {"X-Studio-Token": "guess"}):
        async with client.post(f"{site}/test", json=body, headers=headers) as reply:
            assert reply.status == 403
    async with client.get(f"{site}/test") as reply:
        assert reply.status == 405
    assert newsroom.sent == []
    token = {"X-Studio-Token": studio.token}
    async with client.post(f"{site}/test", json=body, headers=token) as reply:
        assert await reply.json() == {"said": "Sent to me@example.com."}
    assert newsroom.sent == [("ar", "me@example.com")]
    async with client.post(f"{site}/test", json={"to": "x"}, headers=token) as reply:
        assert (reply.status, await reply.json()) == (400, {"error": "not an address"})
    async with client.post(f"{site}/test", data=b"[1]", headers=token) as reply:
        assert reply.status == 400


async def test_only_who_sits_here_gets_the_studio_itself(site: str, client: aiohttp.ClientSession) -> None:
    """A name that was rebound, a proxy, a tunnel: the same 404."""
    for headers in (
        {"Host": "evil.example"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
    ):
        for path in ("/", "/state", "/mail", "/mail.eml", "/events", "/studio.js"):
            async with client.get(f"{site}{path}", headers=headers) as reply:
                assert reply.status == 404, (headers, path)


async def test_a_shared_link_shows_and_does_nothing(
    site: str, client: aiohttp.ClientSession, studio: Studio
) -> None:
    """From anywhere, until it ends; without the token that acts."""
    elsewhere = {"Host": "tunnel.example", "X-Forwarded-For": "203.0.113.9"}
    base = f"{site}/s/{shared()}"
    async with client.get(f"{base}/", headers=elsewhere) as reply:
        assert reply.status == 200
        assert studio.token not in await reply.text()
    async with client.get(f"{base}/state", headers=elsewhere) as reply:
        state = await reply.json()
        assert (state["shared"], state["canTest"]) == (True, False)
    async with client.post(f"{base}/test", json={}, headers=elsewhere) as reply:
        assert reply.status in (404, 405)
    for token in (
        shared(NOW - timedelta(seconds=1)),
        shared()[:-2],
        "x",
        KEYRING.sign("unsubscribe", "1"),
        "y" * 3000,
    ):
        async with client.get(f"{site}/s/{token}/", headers=elsewhere) as reply:
            assert reply.status == 404


async def test_only_pictures_below_the_roots_are_served(
    site: str, client: aiohttp.ClientSession, newsroom: Newsroom, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "boat.png").write_bytes(b"\x89PNG")
    (tmp_path / "site" / "config.toml").write_text("secret")
    (tmp_path / "other.png").write_bytes(b"\x89PNG")
    (tmp_path / "site" / "link.png").symlink_to(tmp_path / "other.png")
    newsroom.roots = (tmp_path / "site",)
    async with client.get(f"{site}/file/0/boat.png") as reply:
        assert (reply.status, reply.content_type) == (200, "image/png")
    for path in (
        "0/config.toml",
        "0/../other.png",
        "0/%2e%2e/other.png",
        "0/link.png",
        "1/boat.png",
        "x/boat.png",
    ):
        async with client.get(f"{site}/file/{path}") as reply:
            assert reply.status == 404, path


async def test_who_looks_is_told_of_a_new_version(
    site: str, client: aiohttp.ClientSession, studio: Studio
) -> None:
    """By server-sent events."""
    async with client.get(f"{site}/events") as stream:
        assert await stream.content.readuntil(b"\n\n") == b"data: 0\n\n"
        await studio.refresh(collect=False)
        async with asyncio.timeout(10):
            assert await stream.content.readuntil(b"\n\n") == b"data: 1\n\n"


async def test_nonsense_is_a_404(site: str, client: aiohttp.ClientSession) -> None:
    for path in ("/mail?mode=sepia", "/state?edition=xx", "/studio.html", "/studio.py", "/s//"):
        async with client.get(f"{site}{path}") as reply:
            assert reply.status == 404, path


# -- the mail on its stage -----------------------------------------------------------------------------------


def test_the_dark_rules_are_switched_on_and_off() -> None:
    assert "@media all{p{color:#fff}}" in staged(MAIL, mode="dark", pictures=True, roots=())
    assert "@media not all{p{color:#fff}}" in staged(MAIL, mode="light", pictures=True, roots=())
    assert "invert(1)" in staged(MAIL, mode="inverted", pictures=True, roots=())


def test_pictures_can_be_switched_off() -> None:
    off = staged(MAIL, mode="light", pictures=False, roots=())
    assert " src=" not in off
    assert 'alt="Boat"' in off


def test_each_tag_knows_its_line_and_comments_stay_as_they_are() -> None:
    html = "<!--[if mso]><table><![endif]--><p>a</p>\n<b>b</b>"
    assert numbered(html) == '<!--[if mso]><table><![endif]--><p data-line="1">a</p>\n<b data-line="2">b</b>'


def test_the_line_before_which_gmail_clips_is_marked_once() -> None:
    marked = numbered(f"<p>{'x' * CLIP}</p><b>1</b><i>2</i>")
    assert marked.count("data-clip") == 1
    assert '<b data-line="1" data-clip="1">' in marked
    assert "data-clip" not in numbered("<p>short</p>")


async def test_changed_files_are_noticed_and_databases_are_not(tmp_path: Path) -> None:
    """Whenever the change comes: also between two looks."""
    (tmp_path / "a.md").write_text("1")
    seen: asyncio.Queue[frozenset[Path]] = asyncio.Queue()
    watching = asyncio.create_task(watch(lambda: (tmp_path,), seen.put))
    async with asyncio.timeout(20):
        for text in itertools.count():
            (tmp_path / "digest.db").write_text(f"{text}")
            (tmp_path / "a.md").write_text(f"{text}" * text)
            try:
                async with asyncio.timeout(1):
                    assert await seen.get() == frozenset({tmp_path / "a.md"})
                    break
            except TimeoutError:
                continue
    watching.cancel()


def test_a_large_tree_is_watched_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody's whole disk is walked twice a second."""
    monkeypatch.setattr("digest.web.studio.watch.MOST", 3)
    for number in range(5):
        (tmp_path / f"{number}.md").write_text("x")
    assert len(stamps((tmp_path,))) == 3
