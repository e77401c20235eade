"""A newsletter with readers, made once by the real commands and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from faults.driving import Inbox, Workshop, environ, readers
from store.conftest import new_postgres, postgres

__all__ = ["new_postgres", "postgres"]

READERS = 24


def make_readers(folder: Path, database: str) -> None:
    """Import READERS readers into a new database."""
    inbox = Inbox(folder / "inbox.jsonl")
    Workshop(folder=folder, database=database, inbox=inbox, environ=environ()).add_readers(*readers(READERS))


@pytest.fixture(scope="session")
def sqlite_readers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers")
    make_readers(folder, f"sqlite:///{folder / 'digest.db'}")
    return folder / "digest.db"


@pytest.fixture(scope="session")
def postgresql_readers(new_postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    url = new_postgres()
    make_readers(tmp_path_factory.mktemp("readers"), url)
    return url


@pytest.fixture
def kind() -> str:
    """Which database; a test for both is parametrised with it."""
    return "sqlite"


@pytest.fixture
def database(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """The URL of a database of this test alone, with READERS readers."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_readers"), tmp_path / "digest.db")
        return f"sqlite:///{tmp_path / 'digest.db'}"
    template: str = request.getfixturevalue("postgresql_readers")
    name = f"copy_{tmp_path.name.lower().replace('-', '_')}"[:60]
    old = template.rpartition("?")[0].rpartition("/")[2]
    with psycopg.connect(template.replace(f"/{old}?", "/postgres?"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {old}')  # type: ignore[call-overload]  # our own names
    return template.replace(f"/{old}?", f"/{name}?")


@pytest.fixture
def workshop(tmp_path: Path, database: str) -> Iterator[Workshop]:
    """Everything but the config: that is written once the inbox has a port."""
    made = Workshop(
        folder=tmp_path, database=database, inbox=Inbox(tmp_path / "inbox.jsonl"), environ=environ()
    )
    yield made
    made.stop()
