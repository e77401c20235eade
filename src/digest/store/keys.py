"""The keyring: secrets of tokens and Message-IDs, made once for each database."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select, update

from digest.model import Secret
from digest.store.schema import keyring
from digest.store.upsert import insert_new
from digest.tokens import Key, Keyring


def read_keyring(connection: Connection) -> Keyring | None:
    """The keys there are, or None before the first."""
    rows = connection.execute(select(keyring).order_by(keyring.c.id)).all()
    return Keyring(keys=tuple(Key(id=row.id, secret=Secret(row.secret)) for row in rows)) if rows else None


def make_keyring(connection: Connection) -> Keyring:
    """Make the first key, unless another process has made it meanwhile: then that one holds."""
    insert_new(connection, keyring, [{"id": 1, "secret": secrets.token_hex(32)}])
    made = read_keyring(connection)
    assert made is not None
    return made


def touch(connection: Connection) -> None:
    """Write a row as it is, as proof that the database takes writes."""
    connection.execute(update(keyring).values(secret=keyring.c.secret))
