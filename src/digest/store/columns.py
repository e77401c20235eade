"""Column types: instants as integer microseconds UTC, and text that every database accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from digest.model import utc

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# SQLite makes a rowid only of a column declared INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


def micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC; exact, unlike a float timestamp. A naive datetime raises ValueError."""
    return (utc(instant) - EPOCH) // _MICROSECOND


def instant_of(value: int) -> datetime:
    """The instant so many microseconds after 1970 UTC."""
    return EPOCH + timedelta(microseconds=value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as integer microseconds: it sorts, compares and round-trips exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant_of(int(value))


class Words(TypeDecorator[str]):
    """Text. What no database takes (NUL, lone surrogates) becomes U+FFFD: much of it comes from strangers."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(str(value))


def storable(text: str) -> str:
    """Replace NUL and lone surrogates by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
