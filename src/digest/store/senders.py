"""Who sends: every sending process holds a lock under its number for as long as it lives.

The operating system (SQLite) or the server (PostgreSQL) drops the lock when the process dies, however it dies, so what it
held can be settled at once instead of when its lease ends. A mistake here is harmless: a delivery that was taken from a
living sender is fenced off by its generation.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, insert, text

from digest.errors import StoreError
from digest.store.database import Database
from digest.store.schema import sender

_CLASS = 0x64676573  # of the advisory locks: "dges"


class Locks(Protocol):
    """Locks by number that end with the process which holds them."""

    def hold(self, number: int) -> None:
        """Take the lock of a number that nobody else has."""

    def drop(self, number: int) -> None:
        """Give it back; a number that is not held is fine."""

    def dead(self, connection: Connection, numbers: Iterable[int]) -> set[int]:
        """Those of the numbers that nobody holds."""


class FileLocks:
    """A file beside the database for each sender, locked by flock(2)."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._held: dict[int, int] = {}

    def _file(self, number: int) -> Path:
        return self._database.with_name(f"{self._database.name}-sender-{number}")

    def hold(self, number: int) -> None:
        file = self._file(number)
        try:
            handle = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise StoreError(f"cannot lock {file}: {exc.strerror}") from exc
        self._held[number] = handle

    def drop(self, number: int) -> None:
        if (handle := self._held.pop(number, None)) is not None:
            self._file(number).unlink(missing_ok=True)
            os.close(handle)

    def dead(self, connection: Connection, numbers: Iterable[int]) -> set[int]:
        return {number for number in numbers if self._is_dead(number)}

    def _is_dead(self, number: int) -> bool:
        try:
            handle = os.open(self._file(number), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._file(number).unlink(missing_ok=True)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True


class AdvisoryLocks:
    """PostgreSQL's session locks, on a connection that is kept for them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._held: dict[int, Connection] = {}

    def hold(self, number: int) -> None:
        connection = self._engine.connect()
        connection.execute(text(f"SELECT pg_advisory_lock({_CLASS}, {number})"))
        self._held[number] = connection

    def drop(self, number: int) -> None:
        if connection := self._held.pop(number, None):
            connection.invalidate()  # the lock ends with the session
            connection.close()

    def dead(self, connection: Connection, numbers: Iterable[int]) -> set[int]:
        held = connection.scalars(
            text(
                "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :class AND granted "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ),
            {"class": _CLASS},
        )
        return set(numbers) - set(held)


def make_locks(engine: Engine) -> Locks:
    """The locks that suit the database."""
    if engine.dialect.name == "sqlite":
        return FileLocks(Path(str(engine.url.database)).absolute())
    return AdvisoryLocks(engine)


async def enlist(database: Database, locks: Locks) -> int:
    """Make a number for a sender in this process and lock it."""

    def insert_and_lock(connection: Connection) -> int:
        name = f"{socket.gethostname()} {os.getpid()}"
        row = connection.execute(
            insert(sender).values(name=name, started_at=database.instant(connection)).returning(sender.c.id)
        )
        number: int = row.scalar_one()
        locks.hold(number)
        return number

    return await database.write(insert_and_lock)


async def dismiss(database: Database, locks: Locks, number: int) -> None:
    """Unlock and forget a sender; its deliveries are settled before. Never raises: a number too many does no harm."""
    with contextlib.suppress(OSError):
        await asyncio.to_thread(locks.drop, number)
    with contextlib.suppress(Exception):
        await database.write(lambda c: forget(c, {number}))


def forget(connection: Connection, numbers: Iterable[int]) -> None:
    """Remove senders that are no more."""
    connection.execute(delete(sender).where(sender.c.id.in_(list(numbers))))
