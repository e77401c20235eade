"""Statements of the ledger's innermost loop: compiled once, run as the driver's own.

Building and compiling a statement costs ten times what the database needs for it. Values go to the driver as they are and
rows come back so: the caller converts instants to microseconds, foreign text by `storable`. The driver's errors are caught
where the transaction ends (database.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam
from sqlalchemy.sql import ClauseElement


class Prepared:
    """A statement whose text depends on nothing but a number: how many values its list has."""

    def __init__(self, make: Callable[[int], ClauseElement]) -> None:
        self._make = make
        self._compiled: dict[tuple[str, int], tuple[str, Mapping[str, Any], Sequence[str] | None]] = {}

    def run(
        self, connection: Connection, values: Mapping[str, Any], *, count: int = 1
    ) -> list[tuple[Any, ...]]:
        """Run once, for a list of `count`; return the rows, if it returns any."""
        text, fill = self._prepare(connection, count)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, fill(values))
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            cursor.close()

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run for each row."""
        text, fill = self._prepare(connection, 1)
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(text, [fill(row) for row in rows])
        finally:
            cursor.close()

    def _prepare(self, connection: Connection, count: int) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
        key = (connection.dialect.name, count)
        if key not in self._compiled:
            compiled = self._make(count).compile(dialect=connection.dialect)
            self._compiled[key] = (compiled.string, compiled.params, getattr(compiled, "positiontup", None))
        text, fixed, places = self._compiled[key]
        if places is None:
            return text, lambda values: {**fixed, **values}
        return text, lambda values: tuple(values[name] if name in values else fixed[name] for name in places)


def places(count: int) -> list[BindParameter[Any]]:
    """So many places for the values of a list."""
    return [bindparam(f"b_{number}") for number in range(count)]


def numbered(values: Sequence[Any]) -> dict[str, Any]:
    """The values of a list by the names of their places."""
    return {f"b_{number}": each for number, each in enumerate(values)}
