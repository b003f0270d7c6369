"""Explanations of counted bids, kept as they are worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():

    op.create_table(
        "explanation",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("project", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_explanation_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "project", name=op.f("pk_explanation")),
    )
