"""One engine, its threads, its transactions; every database error leaves here as a StoreError."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from digest.errors import StoreError

T = TypeVar("T")

BUSY_MS = 30_000  # how long a writer waits for another process's transaction
CONNECT_SECONDS = 10  # libpq by itself waits for minutes
POSTGRES_THREADS = 8


def make_engine(url: str, *, create: bool = True) -> Engine:
    """Make an engine for `sqlite:///FILE`, a plain path, or `postgresql://…`; without `create` the file must be there.

    Raises StoreError.
    """
    parsed = _parse(url)
    if parsed.drivername == "sqlite":
        _prepare_file(Path(parsed.database or ""), create=create)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(
            parsed,
            pool_size=POSTGRES_THREADS,
            pool_pre_ping=True,  # a server that was restarted costs nobody an error
            connect_args={"application_name": "digest"}
            | ({} if "connect_timeout" in parsed.query else {"connect_timeout": CONNECT_SECONDS}),
        )
    except ModuleNotFoundError as exc:
        hint = "pip install 'newsletter-digest[postgres]'"
        raise StoreError(f"PostgreSQL needs the psycopg driver: {hint}") from exc


def _parse(text: str) -> URL:
    file = text.removeprefix("sqlite:///")
    if "://" not in file and file != "sqlite://":
        # In memory, the reader's connection would see another database than the writer's.
        if file in ("", ":memory:"):
            raise StoreError(f"database “{text}” names no file; write sqlite:///digest.db")
        return URL.create("sqlite", database=file)  # not parsed: a file's name may hold ? and #
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as exc:
        raise StoreError(
            f"database “{_masked(text)}” is no address such as digest.db or postgresql:///digest"
        ) from exc
    if url.drivername.partition("+")[0] != "postgresql":
        raise StoreError(f"database “{_masked(text)}”: only sqlite:///FILE and postgresql:// are known")
    return url.set(drivername="postgresql+psycopg")


def _prepare_file(file: Path, *, create: bool) -> None:
    """Make an empty file that only its owner can read: it will hold addresses and the keyring."""
    try:
        if file.exists():
            return
        if not create:
            raise StoreError(f"no database at {file}")
        if not file.parent.is_dir():
            raise StoreError(f"the folder of the database {file} does not exist")
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else exc
        raise StoreError(f"cannot open the database {file}: {reason}") from exc


def _configure_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not guessed by the driver
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[None]:
    """Connections made meanwhile do not enforce foreign keys: SQLite alters a table by dropping and copying it, and the
    setting has no effect inside a transaction."""
    if engine.dialect.name != "sqlite":
        yield
        return
    engine.dispose()
    event.listen(engine, "connect", _foreign_keys_off)
    try:
        yield
    finally:
        event.remove(engine, "connect", _foreign_keys_off)
        engine.dispose()


def _foreign_keys_off(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def check_foreign_keys(connection: Connection) -> None:
    """Raise StoreError where a migration left a reference to nothing."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError("the database could not be upgraded: a row refers to one that is not there")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that later wants to write fails at once when another writer came first.
    writes = connection.get_execution_options().get("digest_writes", False)
    # By the driver itself: SQLAlchemy takes longer over these words than SQLite over the transaction.
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


Instants = Callable[[Connection], datetime]


def database_clock(connection: Connection) -> datetime:
    """The instant that all processes on this database agree on; on SQLite they are on one machine."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


class Database:
    """Runs synchronous work in threads: one writer on SQLite, a pool on PostgreSQL; one transaction each."""

    def __init__(self, engine: Engine, *, instant: Instants | None = None) -> None:
        self.engine = engine
        self._writing = writing(engine)
        self.instant = instant or database_clock
        self._one_writer = one_writer = engine.dialect.name == "sqlite"
        self._kept: Connection | None = None  # used by the writer's thread alone
        self._writers = ThreadPoolExecutor(1 if one_writer else POSTGRES_THREADS, "digest-store")
        # On SQLite a long read must not hold up the writer; WAL lets both go on.
        self._readers = ThreadPoolExecutor(1, "digest-store-read") if one_writer else self._writers

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a writing transaction; it is durable when this returns. Raises StoreError."""
        return await _run(self._writers, self._write, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a snapshot (SQLite) or at READ COMMITTED (PostgreSQL). Raises StoreError."""
        return await _run(self._readers, partial(transaction, self.engine), work)

    async def close(self) -> None:
        """Wait for the work under way, then close every connection. May be called again."""
        for threads in {self._writers, self._readers}:
            await asyncio.to_thread(threads.shutdown)
        self._drop()
        self.engine.dispose()

    def _write(self) -> AbstractContextManager[Connection]:
        return self._kept_transaction() if self._one_writer else transaction(self._writing)

    @contextmanager
    def _kept_transaction(self) -> Iterator[Connection]:
        """SQLite's one writer keeps its connection: taking it from the pool and giving it back takes longer than a
        sender's transaction."""
        with _as_store_errors(self.engine):
            if self._kept is None:
                self._kept = self._writing.connect()
            try:
                with self._kept.begin():
                    yield self._kept
            except BaseException:
                self._drop()  # whatever state it is in
                raise

    def _drop(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()


async def _run(
    threads: ThreadPoolExecutor,
    transact: Callable[[], AbstractContextManager[Connection]],
    work: Callable[[Connection], T],
) -> T:
    def run() -> T:
        with transact() as connection:
            return work(connection)

    return await asyncio.get_running_loop().run_in_executor(threads, run)


def writing(engine: Engine) -> Engine:
    """The same engine, for transactions that write."""
    return engine.execution_options(digest_writes=True)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction: all of it or nothing. Raises StoreError."""
    with _as_store_errors(engine), engine.begin() as connection:
        yield connection


@contextmanager
def _as_store_errors(engine: Engine) -> Iterator[None]:
    """Every database error leaves as a StoreError, in one line without statement, values or password."""
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as exc:
        raise StoreError(f"database {_name(engine)}: {_first_line(exc)}") from exc


def _name(engine: Engine) -> str:
    url = engine.url
    if engine.dialect.name == "sqlite":
        return str(url.database)
    # Of the rest of the URL anything may be a secret; of the host too, where a password's “@” was not escaped.
    host = str(url.host or url.query.get("host") or "localhost").rpartition("@")[2]
    return f"{url.database or 'postgres'} on {host}" + (f":{url.port}" if url.port else "")


def _first_line(exc: Exception) -> str:
    cause = exc.orig if isinstance(exc, DBAPIError) and exc.orig else exc
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return _masked(lines[0])


def _masked(text: str) -> str:
    """Without what may be credentials: all before an “@”, values called password."""
    text = re.sub(r"//.*@", "//***@", text)
    text = re.sub(r"[^\s/]+@", "***@", text)
    return re.sub(r"(pass\w*=)[^\s&]+", r"\1***", text)
