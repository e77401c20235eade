"""Brings a database's schema up to date with Alembic; imports Alembic only where there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from digest.errors import StoreError

HEAD = "0001"  # the newest revision in migrations/versions; a test compares
_LOCK = 0x646967657374  # "digest": an advisory lock, so that two workers do not migrate at once


def migrate(engine: Engine) -> None:
    """Create or upgrade the tables. Raises StoreError: unreachable, or written by a newer version of digest."""
    try:
        current = revision(engine)
        if current == HEAD:
            return
        if current is not None and current > HEAD:
            raise StoreError(
                f"the database was written by a newer version of digest (schema {current}, this one knows {HEAD}); upgrade digest"
            )
        _upgrade(engine)
    except DBAPIError as exc:
        reason = str(exc.orig or exc).strip().splitlines()[0]
        where = engine.url.database if engine.dialect.name == "sqlite" else engine.url.render_as_string()
        raise StoreError(f"cannot open the database {where}: {reason}") from exc
    except SQLAlchemyError as exc:
        raise StoreError(f"cannot open the database: {exc}") from exc


def revision(engine: Engine) -> str | None:
    """The schema's revision, or None for a database without tables of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(digest_writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
