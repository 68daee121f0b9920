"""Each entry of the journal vouches for all before it."""

from vrp_desktop.db.migrations.chaining import chain, unchain

revision = "c0002"
down_revision = "c0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chain()


def downgrade() -> None:
    unchain()
