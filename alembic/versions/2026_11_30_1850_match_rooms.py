"""The room of a match: messages, reports of them, mutes and silences.

Revision: 0071
After: 0061
"""

from alembic import op
from sql_files import replace_function

revision = "0071"
down_revision = "0061"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE room_messages (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  preset varchar(20),
  body varchar(200),
  is_masked boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  hidden_at timestamptz,
  hidden_by bigint,
  CONSTRAINT pk_room_messages PRIMARY KEY (id),
  CONSTRAINT fk_room_messages_match_id_matches FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_room_messages_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_room_messages_hidden_by_users FOREIGN KEY (hidden_by) REFERENCES users (id),
  CONSTRAINT ck_room_messages_says_one_thing CHECK (num_nonnulls(preset, body) = 1),
  CONSTRAINT ck_room_messages_hidden_by_somebody
    CHECK ((hidden_at IS NULL) = (hidden_by IS NULL))
);
CREATE INDEX ix_room_messages_match_id ON room_messages (match_id, id);

CREATE TABLE room_reports (
  id bigint GENERATED ALWAYS AS IDENTITY,
  message_id bigint NOT NULL,
  user_id bigint NOT NULL,
  reason varchar(20) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  decision varchar(10),
  decided_at timestamptz,
  decided_by bigint,
  CONSTRAINT pk_room_reports PRIMARY KEY (id),
  CONSTRAINT uq_room_reports_message_id UNIQUE (message_id),
  CONSTRAINT fk_room_reports_message_id_room_messages
    FOREIGN KEY (message_id) REFERENCES room_messages (id) ON DELETE CASCADE,
  CONSTRAINT fk_room_reports_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_room_reports_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_room_reports_reason_is_known
    CHECK (reason IN ('abuse', 'threat', 'cheating', 'personal_data', 'other')),
  CONSTRAINT ck_room_reports_decided_by_somebody
    CHECK (num_nulls(decision, decided_at, decided_by) IN (0, 3)
      AND (decision IS NULL OR decision IN ('hide', 'dismiss')))
);
CREATE INDEX ix_room_reports_open ON room_reports (id) WHERE decision IS NULL;

CREATE TABLE room_mutes (
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_room_mutes PRIMARY KEY (match_id, user_id),
  CONSTRAINT fk_room_mutes_match_id_matches FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_room_mutes_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE room_silences (
  message_id bigint NOT NULL,
  user_id bigint NOT NULL,
  until timestamptz NOT NULL,
  admin_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_room_silences PRIMARY KEY (message_id),
  CONSTRAINT fk_room_silences_message_id_room_messages
    FOREIGN KEY (message_id) REFERENCES room_messages (id) ON DELETE CASCADE,
  CONSTRAINT fk_room_silences_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_room_silences_admin_id_users FOREIGN KEY (admin_id) REFERENCES users (id)
);
CREATE INDEX ix_room_silences_user_id ON room_silences (user_id, until);
"""

_KEPT = """
CREATE TRIGGER keep BEFORE INSERT OR DELETE ON room_messages
  FOR EACH ROW EXECUTE FUNCTION keep_room_message();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON room_messages
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, match_id, user_id, preset, body, is_masked, created_at
  ON room_messages
  FOR EACH ROW EXECUTE FUNCTION refuse('what was written cannot change');
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON room_reports
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, message_id, user_id, reason, created_at
  ON room_reports
  FOR EACH ROW EXECUTE FUNCTION refuse('what was reported cannot change');

-- What was written stays as it was written; reports and silences go with their message.
GRANT SELECT, INSERT, DELETE ON room_messages TO wagewars_app;
GRANT UPDATE (hidden_at, hidden_by) ON room_messages TO wagewars_app;
GRANT SELECT, INSERT ON room_reports TO wagewars_app;
GRANT UPDATE (decision, decided_at, decided_by) ON room_reports TO wagewars_app;
GRANT SELECT, INSERT, DELETE ON room_mutes TO wagewars_app;
GRANT SELECT, INSERT ON room_silences TO wagewars_app;
GRANT UPDATE (until, admin_id) ON room_silences TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what keeps their rows as they were written."""
    op.execute(_TABLES)
    replace_function("rooms/keep_room_message")
    op.execute(_KEPT)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
