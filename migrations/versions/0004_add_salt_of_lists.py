"""What veils the electorates in the hash of a sealed list."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():

    op.add_column("sealed_list", sa.Column("salt", sa.String(length=64), server_default=sa.text("''"), nullable=False))
