"""Statements of the ledger's innermost loop: compiled once, run as the driver's own.

Building and compiling a statement costs ten times what the database needs for it. Values go to the driver as they are and
rows come back so: the caller converts instants to microseconds, foreign text by `storable`. The driver's errors are caught
where the transaction ends (database.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Compiled, Connection, bindparam
from sqlalchemy.sql import ClauseElement

T = TypeVar("T")
Fill = Callable[[Mapping[str, Any]], Any]

SIZES = (1, 2, 5, 10, 20, 50, 100)  # of lists, so that few statements need compiling


class Prepared:
    """A statement whose text depends on nothing but a number: how many values its list has."""

    def __init__(self, make: Callable[[int], ClauseElement]) -> None:
        self._make = make
        self._compiled: dict[tuple[str, int], tuple[str, Fill]] = {}

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

    def _prepare(self, connection: Connection, count: int) -> tuple[str, Fill]:
        key = (connection.dialect.name, count)
        if key not in self._compiled:
            compiled = self._make(count).compile(dialect=connection.dialect)
            self._compiled[key] = compiled.string, _filler(compiled)
        return self._compiled[key]


def _filler(compiled: Compiled) -> Fill:
    """What turns values into the driver's parameters; those that the statement fixes are there already."""
    fixed, names = compiled.params, getattr(compiled, "positiontup", None)
    if names is None:
        return lambda values: {**fixed, **values}
    if len(names) < 2:  # of which itemgetter makes no tuple
        return lambda values: tuple({**fixed, **values}[name] for name in names)
    pick = itemgetter(*names)
    return lambda values: pick({**fixed, **values})


def places(count: int) -> list[BindParameter[Any]]:
    """So many places for the values of a list."""
    return [bindparam(f"b_{number}") for number in range(count)]


def numbered(values: Sequence[Any]) -> dict[str, Any]:
    """The values of a list by the names of their places."""
    return {f"b_{number}": each for number, each in enumerate(values)}


def padded(values: Sequence[T]) -> list[T]:
    """The same values, at most SIZES[-1], the last one repeated until the list has one of the SIZES."""
    size = next(size for size in SIZES if size >= len(values))
    return [*values, *[values[-1]] * (size - len(values))]
