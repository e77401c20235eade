"""A million readers: does memory stay flat, how much does the database grow, how soon does a killed send go on?

A short message to the bundled sink over real SMTP, from the real command (`digest resume`) on SQLite.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.mailing import AT, add_readers
from digest.model import (
    Article,
    ArticleKey,
    DeliveryState,
    IssueKey,
    Rendered,
    Slot,
    Story,
    Variant,
    article_id,
)
from digest.store import Store, open_store

_STATE = "SELECT state FROM delivery WHERE id = ?"
CONFIG = """
from = "Wire <news@example.com>"
postal_address = "PO Box 7, Porto"
database = "{database}"
connections = 10
smtp = "smtp://127.0.0.1:{port}?security=none"
[sources]
none = "posts"
[newsletters.wire]
when = "daily 06:00"
"""


async def freeze(store: Store, count: int) -> int:
    """An issue of a few words to `count` readers; return its mailing's id."""
    await add_readers(store, count, "wire")
    _checkpoint(store)
    slot = Slot(key="2026-02-18T06:00", at=AT)
    keys = (ArticleKey("url", "example.com/1"),)
    article = Article(
        id=article_id(keys), source="none", url="https://example.com/1", title="One", first_seen=AT, keys=keys
    )
    variant = Variant(newsletter="wire", edition="main", slot=slot, lead=Story(lead=article))
    issue = await store.open_issue(IssueKey("wire", "main", "each", slot.key), slot_at=AT, now=AT)
    rendered = Rendered(subject="One", html="<p>One.</p>", text="One.\n")
    mailing = await store.freeze(
        issue, ((variant, rendered),), ranking=(), due_at=AT, expires_at=AT.replace(day=28), now=AT
    )
    return mailing.id


def _checkpoint(store: Store) -> None:
    with store._db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]  # sqlite3's connection


def _size(database: Path) -> int:
    return sum(file.stat().st_size for file in database.parent.glob(f"{database.name}*"))


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "digest", "resume", "--yes", "--at", AT.isoformat()]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _rss(process: subprocess.Popen[bytes]) -> float:
    """Megabytes, 0 when it has ended."""
    try:
        fields = Path(f"/proc/{process.pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _sent(store: Store, mailing: int) -> int:
    return (await store.tally(mailing))[DeliveryState.SENT]


def measure(folder: Path, *, count: int, port: int) -> dict[str, float]:
    """Send to half of them, kill -9, resume; sample the memory each second."""
    database = folder / "million.db"
    (folder / "posts").mkdir(exist_ok=True)
    (folder / "config.toml").write_text(CONFIG.format(database=database, port=port), "utf-8")

    async def prepare() -> int:
        async with open_store(str(database)) as store:
            return await freeze(store, count)

    async def look(mailing: int) -> int:
        async with open_store(str(database)) as store:
            return await _sent(store, mailing)

    begun = time.perf_counter()
    mailing = asyncio.run(prepare())
    frozen = time.perf_counter() - begun
    with_people = _size_without_deliveries(folder, count)
    process, samples = _start(folder), []
    half = count // 2
    while process.poll() is None and asyncio.run(look(mailing)) < half:
        samples += _watch(process, 5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as raw:
        (first,) = raw.execute("SELECT min(id) FROM delivery WHERE state = 'pending'").fetchone()
        begun = time.perf_counter()
        process = _start(folder)
        # One row, looked at by its key: whoever counts a million slows down what it measures.
        while process.poll() is None and raw.execute(_STATE, (first,)).fetchone() != ("sent",):
            time.sleep(0.05)
        resumed = time.perf_counter() - begun
    while process.poll() is None:
        samples += _watch(process, 1)
    whole = asyncio.run(look(mailing))
    quarter = samples[len(samples) // 4 :] or samples
    return {
        "sent": whole,
        "unsure": count - whole,
        "freeze_s": frozen,
        "resume_s": resumed,
        "rss_max_mb": max(samples, default=0.0),
        "rss_growth_mb": max(quarter) - min(quarter) if quarter else 0.0,
        "bytes_per_delivery": (_size(database) - with_people) / count,
    }


def _watch(process: subprocess.Popen[bytes], seconds: int) -> list[float]:
    samples = []
    for _ in range(seconds):
        time.sleep(1)
        if process.poll() is None and (rss := _rss(process)):
            samples.append(rss)
    return samples


def _size_without_deliveries(folder: Path, count: int) -> int:
    """The size of the same database with the same readers and no issue."""
    file = folder / "people.db"

    async def fill() -> None:
        async with open_store(str(file)) as store:
            await add_readers(store, count, "wire")
            _checkpoint(store)

    asyncio.run(fill())
    size = _size(file)
    for each in folder.glob("people.db*"):
        each.unlink()
    return size
