"""SMS that players write to us, and which reports came that way.

Revision: 0061
After: 0060
"""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_TABLES = """
ALTER TABLE match_reports ADD COLUMN by_sms boolean NOT NULL DEFAULT false;

CREATE TABLE sms_inbound (
  id bigint GENERATED ALWAYS AS IDENTITY,
  provider_id varchar(80) NOT NULL,
  phone varchar(15) NOT NULL,
  body varchar(200) NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'received',
  attempts bigint NOT NULL DEFAULT 0,
  outcome varchar(30),
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_sms_inbound PRIMARY KEY (id),
  CONSTRAINT uq_sms_inbound_provider_id UNIQUE (provider_id),
  CONSTRAINT ck_sms_inbound_state_is_known CHECK (state IN ('received', 'answering', 'done'))
);
CREATE INDEX ix_sms_inbound_due_at ON sms_inbound (due_at) WHERE state <> 'done';
CREATE INDEX ix_sms_inbound_phone ON sms_inbound (phone, created_at);

-- What was written stays as it was written, until it is old.
GRANT SELECT, INSERT, DELETE ON sms_inbound TO wagewars_app;
GRANT UPDATE (state, attempts, outcome, due_at) ON sms_inbound TO wagewars_app;
"""


def upgrade() -> None:
    """Add the column and the table."""
    op.execute(_TABLES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
