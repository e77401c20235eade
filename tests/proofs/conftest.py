"""A newsroom: a newsletter with a desk, a daemon whose clock the test sets, and the desk's page over HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from acceptance.conftest import write_post
from digest.app import App
from digest.config import load_config
from digest.daemon import Daemon
from digest.fetch import Fetcher
from digest.model import Issue
from digest.proofs import Desk
from digest.send import Pool
from digest.store import Store, open_store
from digest.web import create_app

CONFIG = """
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
postal_address = "PO Box 7, Porto, Portugal"
smtp = "folder:out"
database = "digest.db"
public_url = "https://news.blog.example"
alert = "ops@blog.example"
{top}
[sources]
posts = {{ path = "posts", base_url = "https://blog.example" }}

[newsletters.letter]
when = "daily 07:30"
{newsletter}
"""
HOLD = 'proof = { to = "desk@blog.example", before = "45 min" }'
SEND = 'proof = { to = "desk@blog.example", before = "45 min", if_silent = "send" }'


def at(time: str, day: int = 18) -> datetime:
    """An instant of February 2026, in UTC."""
    return datetime.fromisoformat(f"2026-02-{day:02}T{time}").replace(tzinfo=UTC)


@dataclass
class Newsroom:
    """One process after the other on one database."""

    folder: Path
    store: Store
    fetcher: Fetcher
    session: aiohttp.ClientSession
    now: datetime = field(default_factory=lambda: at("06:00"))
    said: list[str] = field(default_factory=list)
    config: str = CONFIG.format(top="", newsletter=HOLD)
    _daemon: Daemon | None = None
    _runner: web.AppRunner | None = None
    _base: str = ""

    def configure(self, newsletter: str, *, top: str = "") -> None:
        """Write another configuration; the next tick is that of a new process."""
        self.config = CONFIG.format(top=top, newsletter=newsletter)
        self._daemon = None

    async def app(self) -> App:
        file = self.folder / "config.toml"
        file.write_text(self.config, "utf-8")
        return App(
            config=load_config(file, environ={}),
            store=self.store,
            fetcher=self.fetcher,
            keyring=await self.store.keyring(),
            clock=lambda: self.now,
        )

    async def tick(self, now: datetime | None = None, *, restart: bool = False) -> None:
        """Let the daemon look once."""
        self.now = now or self.now
        if self._daemon is None or restart:
            app = await self.app()
            pool = Pool(app.config.servers)
            self._daemon = Daemon(app=app, pool=pool, say=self.said.append)
        await self._daemon.tick()

    def post(self, slug: str, title: str, date: str = "2026-02-18T05:00:00Z", *, body: str = "") -> None:
        write_post(self.folder / "posts", slug, title=title, date=date, body=body)

    @property
    def mails(self) -> list[EmailMessage]:
        """What was mailed so far, oldest first."""
        files = sorted((self.folder / "out").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        assert all(isinstance(message, EmailMessage) for message in found)
        return found  # type: ignore[return-value]  # checked above

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.mails if address in str(message["To"])]

    @property
    def proof(self) -> EmailMessage:
        """The newest proof."""
        return self.to("desk@blog.example")[-1]

    @property
    def link(self) -> str:
        """Where the newest proof's link leads: /d/TOKEN."""
        found = re.search(r"https://news\.blog\.example(/d/\S+)", text_of(self.proof))
        assert found, text_of(self.proof)
        return found[1]

    async def issue(self, slot: str = "2026-02-18T07:30") -> Issue:
        return next(issue for issue in await self.store.issues() if issue.key.slot == slot)

    async def serve(self) -> str:
        """Serve the pages; returns their base."""
        if not self._base:
            app = await self.app()
            desk = Desk(plans=app.config.plans, store=self.store, clock=lambda: self.now)
            pages = create_app(
                store=self.store,
                keyring=app.keyring,
                clock=lambda: self.now,
                public_url=app.config.public_url,
                desk=desk,
            )
            self._runner = web.AppRunner(pages, access_log=None)
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
            host, port = self._runner.addresses[0][:2]
            self._base = f"http://{host}:{port}"
        return self._base

    async def get(self, path: str, *, status: int = 200) -> str:
        async with self.session.get(await self.serve() + path) as reply:
            text = await reply.text()
            assert reply.status == status, text
            return text

    async def page(self) -> str:
        return await self.get(self.link)

    async def press(
        self,
        button: str,
        changes: dict[str, str] | None = None,
        *,
        page: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> str:
        """Open the page, type, press a button, follow to what is shown then."""
        fields = form_fields(page or await self.page())
        for name, value in (changes or {}).items():
            fields = [(each, value if each == name else old) for each, old in fields]
            if name not in dict(fields):
                fields.append((name, value))
        url = await self.serve() + self.link
        async with self.session.post(
            url, data=posted([*fields, ("do", button)]), headers=FORM | (headers or {})
        ) as reply:
            text = await reply.text()
            assert reply.status == status, text
            assert bool(reply.history) == (status == 200)
            return text

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def posted(fields: list[tuple[str, str]]) -> BytesIO:
    """A form as a browser posts it."""
    return BytesIO(urlencode(fields).encode())


def form_fields(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the form, in its order."""
    from lxml import html

    (form,) = html.fromstring(page).forms
    return [(name, value.removeprefix("\n")) for name, value in form.form_values()]


def fields_of(page: str, title: str) -> str:
    """The id that the fields of the story with this title end with."""
    names = [name for name, value in form_fields(page) if value == title and name.startswith("title:")]
    return names[0].removeprefix("title:")


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """Three posts of today, one reader."""
    store = open_store(str(tmp_path / "digest.db"))
    async with store, Fetcher() as fetcher, aiohttp.ClientSession() as session:
        room = Newsroom(folder=tmp_path, store=store, fetcher=fetcher, session=session)
        room.post("cranes", "Cranes learn to wait", "2026-02-18T05:00:00Z")
        room.post("buoys", "Buoys report the weather", "2026-02-18T04:00:00Z")
        room.post("pilots", "Pilots go remote", "2026-02-17T12:00:00Z")
        await store.subscribe("ana@example.com", newsletter="letter", origin="cli", now=at("06:00", 17))
        yield room
        await room.close()
