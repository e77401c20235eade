"""A blog, a config and a mail server, driven through the real command in a subprocess."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

import commands

AT = "2026-02-18T08:00:00Z"  # a Wednesday

Digest = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environ() -> dict[str, str]:
    """The environment of a user without any DIGEST_ variable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    return kept | {"NO_COLOR": "1", "COLUMNS": "120"}


@pytest.fixture
def digest(tmp_path: Path, environ: Mapping[str, str]) -> Digest:
    """Run `digest ARGS…` in a fresh folder; the completed process has text output."""

    def run(*args: str, code: int | None = 0, **options: Any) -> subprocess.CompletedProcess[str]:
        done = commands.run(*args, **({"cwd": tmp_path, "env": environ} | options))
        assert "Traceback" not in done.stderr, done.stderr
        if code is not None:
            assert done.returncode == code, f"rc {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return run


@dataclass
class MailServer:
    """What a real SMTP server on this machine has accepted."""

    port: int = 0
    refuse: frozenset[str] = frozenset()
    accepted: list[tuple[str, EmailMessage]] = field(default_factory=list)
    _more: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        with self._more:
            self.accepted.extend((address, message) for address in envelope.rcpt_tos)
            self._more.notify_all()
        return "250 2.0.0 accepted"

    def wait_for(self, count: int) -> None:
        """Wait until so many mails were accepted."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.accepted) >= count, timeout=30), self.recipients

    @property
    def recipients(self) -> list[str]:
        return sorted(address for address, _ in self.accepted)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


def write_post(
    folder: Path, slug: str, *, title: str, date: str, tags: str = "[harbour]", body: str = ""
) -> None:
    """Write a Markdown article with front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    text = body or f"The first paragraph of {title}.\n\nThe second one."
    (folder / f"{slug}.md").write_text(
        f"---\ntitle: {title}\ndate: {date}\ntags: {tags}\nauthor: Ana Reis\n---\n{text}\n", "utf-8"
    )


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Five posts: three of this week, two older."""
    folder = tmp_path / "posts"
    for slug, title, date in (
        ("cranes", "Cranes learn to wait", "2026-02-17T18:00:00Z"),
        ("buoys", "Buoys report the weather", "2026-02-17T09:00:00Z"),
        ("pilots", "Pilots go remote", "2026-02-16T12:00:00Z"),
        ("locks", "Locks reopen", "2026-01-20T12:00:00Z"),
        ("tides", "Tides explained", "2026-01-10T12:00:00Z"),
    ):
        write_post(folder, slug, title=title, date=date)
    return folder


@pytest.fixture
def write_config(tmp_path: Path, posts: Path, mail: MailServer) -> Callable[..., Path]:
    """Write config.toml for a newsletter of the posts, mailed to the server of this test."""

    def write(*, top: str = "", newsletter: str = 'when = "daily 07:30"', rest: str = "") -> Path:
        file = tmp_path / "config.toml"
        base = f"""
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
postal_address = "PO Box 7, Porto, Portugal"
smtp = "smtp://127.0.0.1:{mail.port}?security=none"
database = "digest.db"
"""
        keys = set(re.findall(r"^(\w+) *=", top, re.MULTILINE))
        kept = [line for line in base.splitlines() if line.split(" ")[0] not in keys]
        sources = '[sources]\nposts = { path = "posts", base_url = "https://blog.example" }\n'
        file.write_text(
            "\n".join(kept) + f"\n{top}\n{sources}\n[newsletters.letter]\n{newsletter}\n{rest}\n", "utf-8"
        )
        return file

    return write


@pytest.fixture
def readers(digest: Digest) -> Callable[..., None]:
    """Add readers by command."""

    def add(*addresses: str) -> None:
        for address in addresses:
            digest("subscribers", "add", address)

    return add
