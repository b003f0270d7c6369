"""What a voter may keep of a vote, and for whom the voting screens of a round are dressed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade():
    op.add_column("round", sa.Column("check_square", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("round", sa.Column("tone", sa.String(length=20), server_default=sa.text("'plain'"), nullable=False))
