"""Heads of the record that went to observers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():

    op.create_table(
        "sent_head",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("occasion", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("site_seq", sa.Integer(), nullable=False),
        sa.Column("site_hash", sa.String(length=64), nullable=False),
        sa.Column("observers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sent_head_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_sent_head")),
    )
