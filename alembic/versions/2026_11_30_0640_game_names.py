"""Names: one holder at a time, claims by proof, and since when a name is held.

Revision: 0003_game_names
After: 0002_picture_details
"""

from alembic import op
from sql_files import replace_function

revision = "0003_game_names"
down_revision = "0002_picture_details"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    ALTER TABLE game_accounts
      ADD COLUMN name_key varchar(400) NOT NULL,
      ADD COLUMN named_at timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN proven_at timestamptz
    """,
    "CREATE UNIQUE INDEX uq_game_accounts_name ON game_accounts (platform, name_key)",
    """
    CREATE INDEX ix_game_accounts_uno ON game_accounts (uno) WHERE uno IS NOT NULL
    """,
    """
    CREATE TRIGGER cod_username AFTER INSERT OR UPDATE OF username, platform OR DELETE
      ON game_accounts FOR EACH ROW EXECUTE FUNCTION keep_cod_username()
    """,
    # An id of the game is released with the last name that has it.
    "DROP TRIGGER immutable ON game_ids",
    """
    CREATE TRIGGER immutable BEFORE UPDATE ON game_ids FOR EACH ROW EXECUTE FUNCTION forbid()
    """,
    "GRANT DELETE ON game_ids TO wagewars_app",
    "ALTER TABLE player_names ADD COLUMN left_at timestamptz",
    "DROP TRIGGER immutable ON player_names",
    """
    CREATE TRIGGER terms BEFORE UPDATE OF user_id, name, skeleton ON player_names
      FOR EACH ROW EXECUTE FUNCTION refuse('a name that was borne cannot change')
    """,
    "GRANT UPDATE (created_at, left_at), DELETE ON player_names TO wagewars_app",
    """
    CREATE TABLE name_claims (
      id bigint GENERATED ALWAYS AS IDENTITY,
      user_id bigint NOT NULL,
      platform varchar(10) NOT NULL,
      username varchar(50) NOT NULL,
      code varchar(5) NOT NULL,
      note varchar(500),
      link varchar(300),
      state varchar(10) NOT NULL DEFAULT 'open',
      decided_by bigint,
      reason varchar(500),
      created_at timestamptz NOT NULL DEFAULT now(),
      closed_at timestamptz,
      CONSTRAINT pk_name_claims PRIMARY KEY (id),
      CONSTRAINT fk_name_claims_user_id FOREIGN KEY (user_id) REFERENCES users (id),
      CONSTRAINT fk_name_claims_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
      CONSTRAINT ck_name_claims_platform_is_known
        CHECK (platform IN ('acti', 'battle', 'psn', 'xbl', 'mobile')),
      CONSTRAINT ck_name_claims_state_is_known
        CHECK (state IN ('open', 'granted', 'refused', 'withdrawn')),
      CONSTRAINT ck_name_claims_closed_has_its_time
        CHECK ((state = 'open') = (closed_at IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX uq_name_claims_open ON name_claims (user_id) WHERE state = 'open'",
    "CREATE INDEX ix_name_claims_user_id ON name_claims (user_id, id)",
    "CREATE TRIGGER no_delete BEFORE DELETE ON name_claims FOR EACH ROW EXECUTE FUNCTION forbid()",
    """
    CREATE TRIGGER no_truncate BEFORE TRUNCATE ON name_claims
      FOR EACH STATEMENT EXECUTE FUNCTION forbid()
    """,
    """
    CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, platform, username, code, note, link,
        created_at
      ON name_claims FOR EACH ROW EXECUTE FUNCTION refuse('a claim cannot change')
    """,
    """
    GRANT SELECT, INSERT, UPDATE (state, closed_at, decided_by, reason) ON name_claims
      TO wagewars_app
    """,
)


def upgrade() -> None:
    """Give every name one holder, and its owner a way to get it."""
    replace_function("auth/keep_cod_username")
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
