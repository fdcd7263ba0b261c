"""Notifications: the inbox, deliveries on other channels, preferences, and players' languages.

Revision: 0040
After: 0023
"""

from alembic import op
from sql_files import replace_function

revision = "0040"
down_revision = "0023"
branch_labels = None
depends_on = None

_TABLES = """
ALTER TABLE users ADD COLUMN language varchar(2) NOT NULL DEFAULT 'en',
  ADD CONSTRAINT ck_users_language_is_known CHECK (language IN ('en', 'sw'));
GRANT INSERT (language), UPDATE (language) ON users TO wagewars_app;

-- No foreign key to users: it would lock and write both rows in every settlement, and no user is
-- ever deleted.
CREATE TABLE notifications (
  user_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind varchar(30) NOT NULL,
  dedupe_key varchar(80) NOT NULL,
  subject varchar(40) NOT NULL,
  variables jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  CONSTRAINT pk_notifications PRIMARY KEY (user_id, id),
  CONSTRAINT uq_notifications_user_id_dedupe_key UNIQUE (user_id, dedupe_key)
);
CREATE INDEX ix_notifications_created_at ON notifications USING brin (created_at);

CREATE TABLE notification_deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  notification_id bigint NOT NULL,
  channel varchar(10) NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'queued',
  attempts bigint NOT NULL DEFAULT 0,
  reason varchar(30),
  provider_id varchar(80),
  due_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT pk_notification_deliveries PRIMARY KEY (id),
  CONSTRAINT fk_notification_deliveries_user_id_notification_id
    FOREIGN KEY (user_id, notification_id) REFERENCES notifications (user_id, id)
    ON DELETE CASCADE,
  CONSTRAINT uq_notification_deliveries_user_id_notification_id_channel
    UNIQUE (user_id, notification_id, channel),
  CONSTRAINT ck_notification_deliveries_channel_is_known CHECK (channel IN ('push', 'sms')),
  CONSTRAINT ck_notification_deliveries_state_is_known
    CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unclear', 'skipped'))
);
CREATE INDEX ix_notification_deliveries_due_at ON notification_deliveries (due_at)
  WHERE state IN ('queued', 'sending');
CREATE INDEX ix_notification_deliveries_claimed_at ON notification_deliveries (claimed_at)
  WHERE claimed_at IS NOT NULL;

CREATE TABLE notification_preferences (
  user_id bigint NOT NULL,
  kind varchar(30) NOT NULL,
  channel varchar(10) NOT NULL,
  is_on boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_notification_preferences PRIMARY KEY (user_id, kind, channel),
  CONSTRAINT fk_notification_preferences_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

-- What was told stays as it was told; it goes when its time is over.
GRANT SELECT, INSERT, DELETE ON notifications TO wagewars_app;
GRANT UPDATE (read_at) ON notifications TO wagewars_app;
GRANT SELECT, INSERT ON notification_deliveries TO wagewars_app;
GRANT UPDATE (state, attempts, reason, provider_id, due_at, claimed_at, ended_at)
  ON notification_deliveries TO wagewars_app;
GRANT SELECT, INSERT, UPDATE ON notification_preferences TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables; what happened before is not told."""
    op.execute(_TABLES)
    replace_function("matches/settle_match")
    replace_function("matches/split_match")


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
