"""Senders that can be told dead, notices in the ledger, paces by server, day and domain, images inside a mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sender",
        sa.Column("id", _id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender")),
        sqlite_autoincrement=True,
    )
    op.drop_table("pace")
    op.create_table(
        "pace",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("strikes", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pace")),
    )
    struck = sa.text("strikes > 0")
    op.create_index(
        "ix_pace_struck", "pace", ["strikes"], unique=False, sqlite_where=struck, postgresql_where=struck
    )
    op.add_column("mailing", sa.Column("if_in_doubt", sa.Text(), server_default="hold", nullable=False))
    op.add_column("mailing", sa.Column("cancelled_at", sa.BigInteger(), nullable=True))
    op.add_column("delivery", sa.Column("provider_id", sa.Text(), nullable=True))
    op.drop_column("delivery", "claimed_at")
    op.drop_column("issue", "alerted")  # the key of the notice says it
    with op.batch_alter_table("variant", table_kwargs={"sqlite_autoincrement": True}) as variant:
        variant.alter_column("issue_id", existing_type=_id(), nullable=True)
        variant.add_column(sa.Column("mailing_id", _id(), nullable=True))
        variant.create_foreign_key(op.f("fk_variant_mailing_id_mailing"), "mailing", ["mailing_id"], ["id"])
    op.create_index(op.f("ix_variant_mailing_id"), "variant", ["mailing_id"], unique=False)
    op.drop_index("ix_delivery_waiting", "delivery")
    waiting = sa.text("state IN ('pending', 'deferred')")
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["mailing_id", "next_at", "id", "domain"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "variant_image",
        sa.Column("variant_id", _id(), nullable=False),
        sa.Column("cid", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_variant_image_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("variant_id", "cid", name=op.f("pk_variant_image")),
    )
