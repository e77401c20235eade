"""One engine, its threads, its transactions; every database error leaves here as a StoreError."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from digest.errors import StoreError

T = TypeVar("T")

BUSY_MS = 30_000  # how long a writer waits for another process's transaction
POSTGRES_THREADS = 8
_CREDENTIALS = re.compile(r"//[^/@\s]*@|password=\S+")


def make_engine(url: str, *, create: bool = True) -> Engine:
    """Make an engine for `sqlite:///FILE`, a plain path, or `postgresql://…`. Raises StoreError."""
    if "://" not in url:
        url = f"sqlite:///{url}"
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            return create_engine(parsed, pool_size=POSTGRES_THREADS, pool_pre_ping=True)
        if parsed.get_backend_name() != "sqlite":
            raise StoreError(f"database “{_masked(url)}”: only sqlite:/// and postgresql:// are known")
    except (ArgumentError, NoSuchModuleError) as exc:
        raise StoreError(
            f"database “{_masked(url)}” is no address such as digest.db or postgresql:///digest"
        ) from exc
    except ModuleNotFoundError as exc:
        hint = "pip install 'newsletter-digest[postgres]'"
        raise StoreError(f"PostgreSQL needs the psycopg driver: {hint}") from exc
    file = Path(parsed.database or "")
    if not create and not file.is_file():
        raise StoreError(f"no database at {file}")
    if not file.parent.is_dir():
        raise StoreError(f"the folder of the database {file} does not exist")
    engine = create_engine(parsed, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not guessed by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that later wants to write fails at once when another writer came first.
    writes = connection.get_execution_options().get("digest_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """Runs synchronous work in threads: one writer on SQLite, a pool on PostgreSQL; one transaction each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(digest_writes=True)
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else POSTGRES_THREADS, "digest-store")
        # On SQLite a long read must not hold up the writer; WAL lets both go on.
        self._readers = ThreadPoolExecutor(1, "digest-store-read") if self.is_sqlite else self._writers

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a writing transaction; it is durable when this returns. Raises StoreError."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.transact, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a snapshot (SQLite) or at READ COMMITTED (PostgreSQL). Raises StoreError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, _run, self._engine, work)

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a writing transaction in this thread."""
        return _run(self._writing, work)

    async def close(self) -> None:
        """Wait for the work under way, then close every connection."""
        loop = asyncio.get_running_loop()
        for threads in {self._writers, self._readers}:
            await loop.run_in_executor(None, threads.shutdown)
        self._engine.dispose()


def _run(engine: Engine, work: Callable[[Connection], T]) -> T:
    try:
        with engine.begin() as connection:
            return work(connection)
    except DBAPIError as exc:
        raise StoreError(f"database {_name(engine)}: {_first_line(exc.orig or exc)}") from exc
    except SQLAlchemyError as exc:
        raise StoreError(f"database {_name(engine)}: {_first_line(exc)}") from exc


def _name(engine: Engine) -> str:
    url = engine.url
    return str(url.database) if engine.dialect.name == "sqlite" else url.render_as_string(hide_password=True)


def _first_line(exc: BaseException) -> str:
    text = str(exc).strip() or type(exc).__name__
    return _masked(text.splitlines()[0])


def _masked(text: str) -> str:
    return _CREDENTIALS.sub("//***@", text)
