"""What SQLite and PostgreSQL do alike and SQLAlchemy keeps apart: INSERT … ON CONFLICT, one writer at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select

Rows = Sequence[Mapping[str, Any]]


def _insert(connection: Connection, table: Table) -> Any:
    # Imported here: a command on SQLite starts sooner without PostgreSQL's dialect.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_new(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows that are not there yet; leave those that are."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def upsert(connection: Connection, table: Table, rows: Rows, *, keys: tuple[str, ...]) -> None:
    """Insert the rows; where `keys` exist already, change the other columns given. All rows have the same columns."""
    if not rows:
        return
    statement = _insert(connection, table)
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if others:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, rows)


def stand_in_line(connection: Connection, lock: int) -> None:
    """Let one writer past this point until it commits; on SQLite there is only one at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock)))
