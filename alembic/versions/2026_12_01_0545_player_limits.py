"""Limits that players set for what they deposit, stake and lose.

Revision: 0084
After: 0083
"""

from alembic import op
from sql_files import replace_function

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE player_limits (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  kind varchar(10) NOT NULL,
  hours smallint NOT NULL,
  amount numeric(12, 2),
  is_raise boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  effective_at timestamptz NOT NULL,
  CONSTRAINT pk_player_limits PRIMARY KEY (id),
  CONSTRAINT fk_player_limits_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_player_limits_kind_is_known CHECK (kind IN ('deposit', 'stake', 'loss')),
  CONSTRAINT ck_player_limits_period_is_known CHECK (hours IN (24, 168, 720)),
  CONSTRAINT ck_player_limits_amount_is_positive CHECK (amount > 0),
  CONSTRAINT ck_player_limits_raise_waits_three_days
    CHECK (NOT is_raise OR effective_at >= created_at + interval '72 hours')
);
CREATE INDEX ix_player_limits_user_id ON player_limits (user_id, kind, hours, id);

CREATE TABLE player_limit_confirmations (
  limit_id bigint NOT NULL,
  confirmed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_player_limit_confirmations PRIMARY KEY (limit_id),
  CONSTRAINT fk_player_limit_confirmations_limit_id_player_limits
    FOREIGN KEY (limit_id) REFERENCES player_limits (id)
);
"""

_FUNCTIONS = (
    "protection/limits_in_force",
    "protection/limit_use",
    "protection/begin_limit",
    "protection/confirm_limit",
    "protection/refuse_beyond_limits",
    "protection/protect_stakes",
    "protection/protect_deposit",
)

_TRIGGERS = """
CREATE TRIGGER begin BEFORE INSERT ON player_limits
  FOR EACH ROW EXECUTE FUNCTION begin_limit();
CREATE TRIGGER confirm BEFORE INSERT ON player_limit_confirmations
  FOR EACH ROW EXECUTE FUNCTION confirm_limit();
"""

_CONSTANT = """
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""

_GRANTS = """
GRANT SELECT, INSERT (user_id, kind, hours, amount) ON player_limits TO wagewars_app;
GRANT SELECT, INSERT (limit_id) ON player_limit_confirmations TO wagewars_app;
GRANT EXECUTE ON FUNCTION limits_in_force(bigint), limit_use(bigint, text, timestamptz)
  TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what refuses stakes and deposits beyond a limit."""
    op.execute(_TABLES)
    for name in _FUNCTIONS:
        replace_function(name)
    op.execute(_TRIGGERS)
    for table in ("player_limits", "player_limit_confirmations"):
        op.execute(_CONSTANT.format(table=table))
    op.execute(_GRANTS)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
