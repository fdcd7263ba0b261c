"""Web Push: where browsers can be reached, each for the sign-in that asked for it.

Revision: 0044
After: 0040
"""

from alembic import op

revision = "0044"
down_revision = "0040"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE push_subscriptions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  session_id bigint NOT NULL,
  user_id bigint NOT NULL,
  endpoint varchar(800) NOT NULL,
  p256dh bytea NOT NULL,
  auth bytea NOT NULL,
  key_id varchar(8) NOT NULL,
  failures bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_push_subscriptions PRIMARY KEY (id),
  CONSTRAINT fk_push_subscriptions_session_id_login_sessions
    FOREIGN KEY (session_id) REFERENCES login_sessions (id),
  CONSTRAINT uq_push_subscriptions_endpoint UNIQUE (endpoint),
  CONSTRAINT uq_push_subscriptions_session_id UNIQUE (session_id),
  CONSTRAINT ck_push_subscriptions_keys_are_whole
    CHECK (octet_length(p256dh) = 65 AND octet_length(auth) = 16)
);
CREATE INDEX ix_push_subscriptions_user_id ON push_subscriptions (user_id);
GRANT SELECT, INSERT, DELETE ON push_subscriptions TO wagewars_app;
GRANT UPDATE (session_id, user_id, p256dh, auth, key_id, failures, created_at)
  ON push_subscriptions TO wagewars_app;

-- One delivery for each browser; a push that is not confirmed may be sent again.
ALTER TABLE notification_deliveries
  ADD COLUMN subscription_id bigint,
  ADD COLUMN receipt uuid,
  ADD COLUMN shown_at timestamptz,
  DROP CONSTRAINT uq_notification_deliveries_user_id_notification_id_channel,
  ADD CONSTRAINT uq_notification_deliveries_user_id_notification_id_channel
    UNIQUE NULLS NOT DISTINCT (user_id, notification_id, channel, subscription_id),
  ADD CONSTRAINT ck_notification_deliveries_a_push_has_its_browser
    CHECK ((channel = 'push') = (subscription_id IS NOT NULL AND receipt IS NOT NULL));
CREATE UNIQUE INDEX ix_notification_deliveries_receipt ON notification_deliveries (receipt)
  WHERE receipt IS NOT NULL;
GRANT UPDATE (shown_at) ON notification_deliveries TO wagewars_app;
"""


def upgrade() -> None:
    """Add the table, and to deliveries the browser they go to and whether it has shown them."""
    op.execute(_TABLES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
