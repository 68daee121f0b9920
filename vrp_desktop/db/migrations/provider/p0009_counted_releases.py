"""A final return is kept as it was counted, too: what was hidden in it has to stay so beside later ones."""

import sqlalchemy as sa
from alembic import op

revision = "p0009"
down_revision = "p0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("counted", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("release", "counted")
