"""Key holders: who must join to open a round's votes. No passphrase, and nothing that leads to one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    op.create_table(
        "key_holder",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("opens", sa.String(length=130), nullable=False),
        sa.Column("sheet_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_key_holder_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_key_holder")),
    )
