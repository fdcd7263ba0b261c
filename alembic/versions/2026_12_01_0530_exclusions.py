"""Time-outs and self-exclusions of players, which stop stakes and deposits.

Revision: 0083
After: 0082
"""

from alembic import op
from sql_files import replace_function

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE player_exclusions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  kind varchar(20) NOT NULL,
  months smallint,
  hours smallint,
  starts_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ends_at timestamptz NOT NULL,
  CONSTRAINT pk_player_exclusions PRIMARY KEY (id),
  CONSTRAINT fk_player_exclusions_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_player_exclusions_kind_is_known CHECK (kind IN ('time_out', 'self_exclusion')),
  CONSTRAINT ck_player_exclusions_self_exclusion_takes_six_months
    CHECK (kind <> 'self_exclusion' OR (months IS NOT NULL AND months <= 600 AND hours IS NULL
      AND ends_at AT TIME ZONE 'UTC' >= starts_at AT TIME ZONE 'UTC' + interval '6 months')),
  CONSTRAINT ck_player_exclusions_time_out_takes_one_to_42_days
    CHECK (kind <> 'time_out' OR (months IS NULL AND hours IS NOT NULL
      AND ends_at - starts_at BETWEEN interval '24 hours' AND interval '1008 hours'))
);
CREATE INDEX ix_player_exclusions_user_id ON player_exclusions (user_id, ends_at);
"""

_FUNCTIONS = (
    "ledger/lock_money_of",
    "protection/begin_exclusion",
    "protection/refuse_excluded",
    "protection/protect_stakes",
    "protection/protect_deposit",
)

# The trigger on entries comes after `apply_entries`, which locks the accounts: they fire by name.
_TRIGGERS = """
CREATE TRIGGER begin BEFORE INSERT ON player_exclusions
  FOR EACH ROW EXECUTE FUNCTION begin_exclusion();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON player_exclusions
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON player_exclusions
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER protect_stakes AFTER INSERT ON entries
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION protect_stakes();
CREATE TRIGGER protect_deposit BEFORE INSERT ON deposits
  FOR EACH ROW EXECUTE FUNCTION protect_deposit();
GRANT EXECUTE ON FUNCTION lock_money_of(bigint[]) TO wagewars_app;
GRANT SELECT, INSERT (user_id, kind, months, hours) ON player_exclusions TO wagewars_app;
"""


def upgrade() -> None:
    """Add the table, and what refuses stakes and deposits while one is in force."""
    op.execute(_TABLE)
    for name in _FUNCTIONS:
        replace_function(name)
    op.execute(_TRIGGERS)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
