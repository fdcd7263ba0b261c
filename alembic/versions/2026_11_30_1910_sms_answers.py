"""SMS that were answered, and when: what the answers of a day cost.

Revision: 0073
After: 0072
"""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

_COLUMN = """
ALTER TABLE sms_inbound ADD COLUMN answered_at timestamptz;
CREATE INDEX ix_sms_inbound_answered_at ON sms_inbound (answered_at)
  WHERE answered_at IS NOT NULL;
GRANT UPDATE (answered_at) ON sms_inbound TO wagewars_app;
"""


def upgrade() -> None:
    """Add the column; what was answered before counts for no day."""
    op.execute(_COLUMN)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
