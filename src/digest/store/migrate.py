"""Brings a database's schema up to date with Alembic; imports Alembic only where there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from digest.errors import StoreError
from digest.store.database import check_foreign_keys, transaction, without_foreign_keys, writing
from digest.store.upsert import stand_in_line

HEAD = "0005"  # the newest revision in migrations/versions; a test compares
_LOCK = 0x646967657374  # "digest"


def migrate(engine: Engine) -> None:
    """Create or upgrade the tables. Raises StoreError: unreachable, or written by a newer version of digest."""
    current = revision(engine)
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise StoreError(_newer(current))
    _upgrade(engine)


def revision(engine: Engine) -> str | None:
    """The schema's revision, or None for a database without tables of ours."""
    with transaction(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    try:
        with without_foreign_keys(engine), transaction(writing(engine)) as connection:
            stand_in_line(connection, _LOCK)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            check_foreign_keys(connection)
    except CommandError as exc:  # a revision that this version has no file for
        raise StoreError(_newer(str(exc))) from exc


def _newer(schema: str) -> str:
    return (
        f"the database was written by a newer version of digest (schema {schema}, "
        f"this one knows {HEAD}); upgrade digest"
    )
