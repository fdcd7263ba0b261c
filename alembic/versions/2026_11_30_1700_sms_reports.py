"""Delivery reports of SMS: what the network said of a message, and what it cost.

Revision: 0060
After: 0044
"""

from alembic import op

revision = "0060"
down_revision = "0044"
branch_labels = None
depends_on = None

_TABLES = """
ALTER TABLE notification_deliveries
  ADD COLUMN cost numeric(8,4),
  ADD COLUMN delivered_at timestamptz;
CREATE INDEX ix_notification_deliveries_provider_id ON notification_deliveries (provider_id)
  WHERE provider_id IS NOT NULL;
GRANT UPDATE (cost, delivered_at) ON notification_deliveries TO wagewars_app;

CREATE TABLE sms_reports (
  provider_id varchar(80) NOT NULL,
  verdict varchar(10) NOT NULL,
  reason varchar(30),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_sms_reports PRIMARY KEY (provider_id),
  CONSTRAINT ck_sms_reports_verdict_is_known CHECK (verdict IN ('delivered', 'failed'))
);
CREATE INDEX ix_sms_reports_created_at ON sms_reports (created_at);
GRANT SELECT, INSERT, DELETE ON sms_reports TO wagewars_app;
"""


def upgrade() -> None:
    """Add the columns and the table."""
    op.execute(_TABLES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
