"""Alembic's environment. digest.store.migrate passes the open connection; there is no alembic.ini and no offline mode."""

from __future__ import annotations

from alembic import context

from digest.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
