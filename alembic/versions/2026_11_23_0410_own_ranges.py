"""A player's own limit to how far an opponent may be away, kept with his seat.

Revision: 0017
After: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a seat say how many points away its player accepts; nothing is no limit of his own."""
    op.add_column("matchmaking_queue", sa.Column("own_range", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Forget the limits; whoever waits is paired by the house's windows alone."""
    op.drop_column("matchmaking_queue", "own_range")
