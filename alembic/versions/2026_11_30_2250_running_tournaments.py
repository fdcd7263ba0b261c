"""Running tournaments: the forecast of each, as the worker last computed it.

Revision: 0080
After: 0079
"""

from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.execute(
        "ALTER TABLE tournaments ADD COLUMN forecast jsonb, ADD COLUMN forecast_at timestamptz"
    )


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
