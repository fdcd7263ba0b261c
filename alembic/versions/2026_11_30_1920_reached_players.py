"""Silence counts from when a player was told: the proof of that, kept with the match.

Revision: 0074
After: 0073
"""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

_TABLES = """
ALTER TABLE matches ADD COLUMN answer_until timestamptz;
-- Matches that wait for an answer now keep their deadline as the earliest one.
UPDATE matches SET answer_until = due_at
  WHERE verification_state = 'awaiting_reports' AND reason IS NULL;

CREATE TABLE match_reached (
  match_id bigint NOT NULL,
  replay bigint NOT NULL,
  user_id bigint NOT NULL,
  channel varchar(10) NOT NULL,
  reached_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_match_reached PRIMARY KEY (match_id, replay, user_id),
  CONSTRAINT fk_match_reached_match_id_matches FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_match_reached_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_match_reached_channel_is_known CHECK (channel IN ('app', 'push', 'sms'))
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_reached
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_reached
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT ON match_reached TO wagewars_app;
"""


def upgrade() -> None:
    """Add the column and the table."""
    op.execute(_TABLES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
