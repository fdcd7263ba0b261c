"""Tests of pushes: what became of the last one that a player sent to their own browser.

Revision: 0072
After: 0071
"""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_COLUMNS = """
ALTER TABLE push_subscriptions
  ADD COLUMN test_receipt uuid,
  ADD COLUMN tested_at timestamptz,
  ADD COLUMN test_outcome varchar(12),
  ADD COLUMN test_shown_at timestamptz,
  ADD CONSTRAINT ck_push_subscriptions_test_outcome_is_known
    CHECK (test_outcome IN ('taken', 'refused', 'unavailable'));
CREATE UNIQUE INDEX ix_push_subscriptions_test_receipt ON push_subscriptions (test_receipt)
  WHERE test_receipt IS NOT NULL;
GRANT UPDATE (test_receipt, tested_at, test_outcome, test_shown_at)
  ON push_subscriptions TO wagewars_app;
"""


def upgrade() -> None:
    """Add the columns; a browser has one test at a time."""
    op.execute(_COLUMNS)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
