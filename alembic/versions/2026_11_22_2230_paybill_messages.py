"""Find the messages about one paybill payment without reading all messages there ever were.

Revision: 0007
After: 0006

A confirmation comes to an address that is the same for all payments, so nothing but its text says
which payment it is about: admins look for the receipt among the messages of those days.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the confirmations, and only those, by when they came."""
    op.execute(
        "CREATE INDEX ix_mpesa_callbacks_confirmations ON mpesa_callbacks (received_at)"
        " WHERE kind = 'c2b'"
    )


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
