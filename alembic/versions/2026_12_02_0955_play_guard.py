"""Time at play, its limit and its reminder, and the guard against chasing losses.

Revision: 0101
After: 0100
"""

from alembic import op
from sql_files import replace_function

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE play_sessions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_play_sessions PRIMARY KEY (id),
  CONSTRAINT fk_play_sessions_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_play_sessions_ends_after_it_starts CHECK (last_seen_at >= started_at)
);
CREATE INDEX ix_play_sessions_user_id ON play_sessions (user_id, last_seen_at);

CREATE TABLE reality_checks (
  user_id bigint NOT NULL,
  minutes smallint NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_reality_checks PRIMARY KEY (user_id),
  CONSTRAINT fk_reality_checks_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_reality_checks_minutes_are_known CHECK (minutes IN (15, 30, 60))
);

CREATE TABLE chase_warnings (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_chase_warnings PRIMARY KEY (id),
  CONSTRAINT fk_chase_warnings_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_chase_warnings_user_id ON chase_warnings (user_id, read_at);
CREATE INDEX ix_chase_warnings_read_at ON chase_warnings (read_at);
"""

_KINDS = """
-- squawk-ignore ban-drop-constraint
ALTER TABLE player_limits DROP CONSTRAINT ck_player_limits_kind_is_known;
ALTER TABLE player_limits ADD CONSTRAINT ck_player_limits_kind_is_known
  CHECK (kind IN ('deposit', 'stake', 'loss', 'time')) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE player_exclusions DROP CONSTRAINT ck_player_exclusions_kind_is_known;
ALTER TABLE player_exclusions ADD CONSTRAINT ck_player_exclusions_kind_is_known
  CHECK (kind IN ('time_out', 'self_exclusion', 'pause')) NOT VALID;
ALTER TABLE player_exclusions ADD CONSTRAINT ck_player_exclusions_pause_takes_an_hour_to_a_day
  CHECK (kind <> 'pause' OR (months IS NULL AND hours IS NOT NULL
    AND ends_at - starts_at BETWEEN interval '1 hour' AND interval '24 hours')) NOT VALID;
"""

_FUNCTIONS = (
    "protection/keep_play_session",
    "protection/limit_use",
    "protection/loss_chasing",
    "protection/refuse_chasing",
    "protection/read_chase_warning",
    "protection/protect_stakes",
)

_TRIGGERS = """
CREATE TRIGGER keep BEFORE INSERT OR UPDATE ON play_sessions
  FOR EACH ROW EXECUTE FUNCTION keep_play_session();
CREATE TRIGGER no_delete BEFORE DELETE ON play_sessions
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER read BEFORE INSERT ON chase_warnings
  FOR EACH ROW EXECUTE FUNCTION read_chase_warning();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON chase_warnings
  FOR EACH ROW EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT (user_id), UPDATE (last_seen_at) ON play_sessions TO wagewars_app;
GRANT SELECT, INSERT (user_id, minutes), UPDATE (minutes, changed_at) ON reality_checks
  TO wagewars_app;
GRANT SELECT, INSERT (user_id) ON chase_warnings TO wagewars_app;
GRANT EXECUTE ON FUNCTION loss_chasing(bigint, numeric) TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what refuses stakes of who chases losses or is past their time."""
    op.execute(_TABLES)
    op.execute(_KINDS)
    for name in _FUNCTIONS:
        replace_function(name)
    op.execute(_TRIGGERS)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
