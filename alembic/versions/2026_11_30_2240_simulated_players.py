"""Accounts of simulated players say so; only the owner of the tables can write that.

Revision: 0079
After: 0078
"""

from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the app's login reads it, and is granted no right to write it."""
    op.execute("ALTER TABLE users ADD COLUMN is_simulated boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
