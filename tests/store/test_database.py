"""Opening a database: its schema, its settings, and one clear line where it cannot be opened."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from digest.errors import StoreError
from digest.store import Store, open_store
from digest.store.migrate import HEAD
from digest.store.schema import metadata
from store.making import NOW, subscribe

MIGRATIONS = Path(sys.modules["digest.store.migrate"].__file__ or "").parent / "migrations"
OPEN = """
import asyncio, sys
from digest.store import open_store
async def main():
    async with open_store(sys.argv[1]) as store:
        print((await store.keyring()).sign("test", "payload"))
asyncio.run(main())
"""


def refusal(url: str, *, create: bool = True) -> str:
    """The one line with which a database is not opened."""
    with pytest.raises(StoreError) as caught:
        open_store(url, create=create)
    line = str(caught.value)
    assert "\n" not in line
    return line


# -- the schema ------------------------------------------------------------------------------------------


async def test_migrations_make_the_schema_that_the_code_uses(store: Store) -> None:
    """Tables, columns, types, keys and indexes; nothing is left for Alembic to add."""

    def differences(connection: Connection) -> list[object]:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
        return found

    assert await store._db.read(differences) == []


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    """And there is one."""
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


async def test_processes_that_open_a_new_database_at_once_make_one(database: str) -> None:
    """One schema and one key, whoever is first."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, database], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in running]
    assert [error for _, error in outputs] == [b""] * 2
    assert len({token for token, _ in outputs}) == 1
    async with open_store(database) as store:
        signed = (await store.keyring()).sign("test", "payload")
    assert {token.decode().strip() for token, _ in outputs} == {signed}


async def test_a_migration_that_fails_leaves_no_table(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next attempt begins anew."""
    monkeypatch.setattr("alembic.op.create_index", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_store(database)
    monkeypatch.undo()
    async with open_store(database) as store:
        assert await store.subscriptions() == ()


async def test_a_key_that_was_rotated_away_is_not_made_again(store: Store) -> None:
    """The keyring is what the table holds."""
    await store.keyring()
    await store._db.write(lambda c: c.execute(text("UPDATE keyring SET id = 7")))
    assert [each.id for each in (await store.keyring()).keys] == [7]


async def test_what_is_stored_is_there_after_reopening(database: str) -> None:
    """The keyring too."""
    async with open_store(database) as store:
        await subscribe(store, "ada@example.com")
        keyring = await store.keyring()
        people = await store.subscriptions()
    async with open_store(database, create=False) as store:
        assert (await store.keyring(), await store.subscriptions()) == (keyring, people)


@pytest.mark.parametrize("revision", ["0999", "0000-unknown", "abcdef"])
async def test_a_database_of_a_newer_version_is_refused(database: str, revision: str) -> None:
    """Rather than written to with an old schema in mind."""
    async with open_store(database) as store:
        await store._db.write(
            lambda c: c.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        )
    line = refusal(database)
    assert "written by a newer version of digest" in line
    assert revision in line


async def test_a_store_may_be_closed_twice(database: str) -> None:
    """Closing waits for what is under way."""
    store = open_store(database)
    adding = asyncio.create_task(subscribe(store, "ada@example.com"))
    await asyncio.sleep(0)
    await store.close()
    await adding
    await store.close()


# -- SQLite ----------------------------------------------------------------------------------------------


async def test_sqlite_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """Write-ahead log, full synchronisation, foreign keys: on every connection."""
    async with open_store(str(tmp_path / "digest.db")) as store:
        for run in (store._db.read, store._db.write):
            found = [
                await run(lambda c, name=name: c.scalar(text(f"PRAGMA {name}")))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            assert found == ["wal", 2, 1, 30_000]


async def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    """It holds the readers' addresses and the secrets of their links; an existing file keeps its mode."""
    file = tmp_path / "digest.db"
    async with open_store(str(file)) as store:
        await subscribe(store, "ada@example.com")
        modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        assert modes == {0o600}
    file.chmod(0o640)
    async with open_store(str(file)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


async def test_a_writer_waits_for_another_process(tmp_path: Path) -> None:
    """Reading goes on meanwhile."""
    file = tmp_path / "digest.db"
    async with open_store(str(file)) as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        adding = asyncio.create_task(subscribe(store, "ada@example.com"))
        assert await store.subscriptions() == ()
        assert not adding.done()
        other.execute("COMMIT")
        other.close()
        await adding
        assert len(await store.subscriptions()) == 1


@pytest.mark.parametrize("name", ["100%.db", "with space.db", "ünï.db", "a?b.db", "a#b.db"])
async def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """As a plain path and as the URL that the config makes of it."""
    for url in (str(tmp_path / name), f"sqlite:///{tmp_path / name}"):
        async with open_store(url) as store:
            assert await store.writable()
        assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_missing_file_is_an_error_without_create(tmp_path: Path) -> None:
    """And is not made."""
    assert refusal(str(tmp_path / "no.db"), create=False) == f"no database at {tmp_path / 'no.db'}"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A typo in the config must not make folders."""
    file = tmp_path / "no" / "digest.db"
    assert refusal(f"sqlite:///{file}") == f"the folder of the database {file} does not exist"


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's notes."""
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, " * 100)
    assert refusal(str(file)) == f"database {file}: file is not a database"
    assert file.read_text() == "Dear diary, " * 100


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """Said with its name."""
    assert str(tmp_path) in refusal(str(tmp_path))


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:", ":memory:", ""])
def test_a_database_in_memory_is_refused(url: str) -> None:
    """Every connection would see another one."""
    assert "names no file" in refusal(url)


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Path]:
    """A folder that the process, without root's powers for the moment, cannot write to."""
    me = os.geteuid()
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o500)
    if me == 0:
        os.seteuid(65534)
    yield folder
    os.seteuid(me)
    folder.chmod(0o700)


def test_a_file_that_cannot_be_written_is_one_line(nobody: Path) -> None:
    """What, which, why."""
    assert (
        refusal(str(nobody / "digest.db"))
        == f"cannot open the database {nobody / 'digest.db'}: Permission denied"
    )


async def test_a_full_disk_is_one_line_and_not_writable(tmp_path: Path) -> None:
    """What was there stays readable, and writing goes on when there is room."""
    async with open_store(str(tmp_path / "digest.db")) as store:
        await store.keyring()
        await subscribe(store, "ada@example.com")
        limit = "PRAGMA max_page_count = {}"
        await store._db.write(lambda c: c.execute(text(limit.format(1))))
        with pytest.raises(StoreError, match=r"^database \S+digest.db: database or disk is full$"):
            await subscribe(store, *(f"{number}@{'x' * 200}.example" for number in range(5000)))
        assert "ada@example.com" in {each.address for each in await store.subscriptions()}
        await store._db.write(lambda c: c.execute(text(limit.format(1_000_000))))
        await subscribe(store, "bob@example.com")


# -- PostgreSQL ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:hunter2@127.0.0.1:1/news",
        "postgresql://ada:hunter2@127.0.0.1:port/news",
        "postgresql://ada:hun/ter2@127.0.0.1:1/news",
        "postgresql://ada:@hunter2@127.0.0.1:1/news",
        "postgresql://127.0.0.1:1/news?user=ada&password=hunter2",
        "postgresql://127.0.0.1:1/news?passwd=hunter2",
        "postgresql+psycopg2://ada:hunter2@127.0.0.1:1/news",
        "mysql://ada:hunter2@127.0.0.1/news",
        "sqlite+pysqlite://ada:hunter2@127.0.0.1/news",
        "://ada:hunter2@127.0.0.1/news",
    ],
)
def test_an_unreachable_or_unknown_server_is_one_line_without_credentials(url: str) -> None:
    """Whatever is wrong with the URL."""
    assert "ter2" not in refusal(url)


def test_an_unreachable_server_is_named(postgres: Callable[[str], str]) -> None:
    """With what it said."""
    assert "127.0.0.1" in refusal("postgresql://ada:hunter2@127.0.0.1:1/news")
    assert re.search("Connection refused", refusal("postgresql://127.0.0.1:1/news"))
    assert 'database "missing" does not exist' in refusal(postgres("missing"))


async def test_writable_says_whether_a_change_would_be_kept(store: Store) -> None:
    """Yes."""
    await store.keyring()
    assert await store.writable()


async def test_a_read_only_server_is_not_writable(new_postgres: Callable[[], str]) -> None:
    """A replica, after a failover."""
    url = new_postgres()
    await open_store(url).close()
    with psycopg.connect(url, autocommit=True) as admin:
        name = url.partition("?")[0].rpartition("/")[2]
        admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with open_store(url) as store:
        with pytest.raises(StoreError, match="read-only"):
            await store.writable()


async def test_a_connection_that_broke_is_replaced(new_postgres: Callable[[], str]) -> None:
    """The server was restarted while nothing was under way."""
    url = new_postgres()
    async with open_store(url) as store:
        await store.keyring()
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
        await subscribe(store, "ada@example.com")
        assert (await store.subscriptions())[0].created_at == NOW
