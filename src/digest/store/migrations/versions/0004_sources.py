"""What is known of a source's health: its last success, where it moved, whether it is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("succeeded_at", sa.BigInteger()),
        sa.Column("page", sa.Text(), nullable=False, server_default=""),
        sa.Column("moved_to", sa.Text(), nullable=False, server_default=""),
        sa.Column("moved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("source", column)
