"""The editor's hand, proofs, corrections; which articles each variant told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "hand",
        sa.Column("id", _ID, nullable=False),
        _text("newsletter"),
        _text("edition"),
        _text("cadence"),
        sa.Column("issue_id", _ID),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        _text("document"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_hand_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_hand_issue_id")),
    )
    op.create_index(op.f("ix_hand_newsletter_edition_cadence"), "hand", ["newsletter", "edition", "cadence"])
    op.create_table(
        "proof",
        sa.Column("id", _ID, nullable=False),
        _text("newsletter"),
        _text("edition"),
        _text("cadence"),
        _text("slot"),
        sa.Column("slot_at", sa.BigInteger(), nullable=False),
        _text("state"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint(
            "newsletter", "edition", "cadence", "slot", name=op.f("uq_proof_newsletter_edition_cadence_slot")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "correction",
        sa.Column("id", _ID, nullable=False),
        sa.Column("issue_id", _ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("old", sa.Text(), nullable=False, server_default=""),
        sa.Column("new", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_correction_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_issue_id"), "correction", ["issue_id"])
    op.create_table(
        "variant_article",
        sa.Column("variant_id", _ID, nullable=False),
        _text("article_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_variant_article_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("variant_id", "article_id", name=op.f("pk_variant_article")),
    )
    op.create_index(op.f("ix_variant_article_article_id"), "variant_article", ["article_id"])
    op.add_column("issue", sa.Column("taken_down_at", sa.BigInteger()))
    op.add_column("issue", sa.Column("taken_down_why", sa.Text(), nullable=False, server_default=""))
