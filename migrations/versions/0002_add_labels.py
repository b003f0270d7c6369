"""What bids are about, and money that is kept for some of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():

    op.create_table(
        "label",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_label_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_label")),
    )
    op.create_table(
        "proposal_label",
        sa.Column("proposal_id", sa.String(length=16), nullable=False),
        sa.Column("label_key", sa.String(length=30), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_label_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["round_id", "label_key"],
            ["label.round_id", "label.key"],
            name=op.f("fk_proposal_label_round_id_label_key_label"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", "label_key", name=op.f("pk_proposal_label")),
    )
    op.create_table(
        "reservation",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("label_key", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "label_key"],
            ["label.round_id", "label.key"],
            name=op.f("fk_reservation_round_id_label_key_label"),
        ),
        sa.PrimaryKeyConstraint("round_id", "label_key", name=op.f("pk_reservation")),
    )
    op.create_table(
        "restriction",
        sa.Column("contribution_id", sa.String(length=16), nullable=False),
        sa.Column("label_key", sa.String(length=30), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_restriction_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "label_key"],
            ["label.round_id", "label.key"],
            name=op.f("fk_restriction_round_id_label_key_label"),
        ),
        sa.PrimaryKeyConstraint("contribution_id", "label_key", name=op.f("pk_restriction")),
    )
