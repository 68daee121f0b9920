"""Each entry of the journal vouches for all before it."""

from vrp_desktop.db.migrations.chaining import chain, unchain

revision = "p0002"
down_revision = "p0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chain()


def downgrade() -> None:
    unchain()
