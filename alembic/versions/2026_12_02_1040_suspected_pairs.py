"""Pairs of accounts whose matches with each other are under suspicion.

Revision: 0110
After: 0102
"""

from alembic import op

revision = "0110"
down_revision = "0102"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE suspected_pairs (
  one_id bigint NOT NULL,
  two_id bigint NOT NULL,
  evidence double precision NOT NULL,
  games bigint NOT NULL,
  explanation varchar(1000) NOT NULL,
  found_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  cleared_at timestamptz,
  CONSTRAINT pk_suspected_pairs PRIMARY KEY (one_id, two_id),
  CONSTRAINT fk_suspected_pairs_one_id_users FOREIGN KEY (one_id) REFERENCES users (id),
  CONSTRAINT fk_suspected_pairs_two_id_users FOREIGN KEY (two_id) REFERENCES users (id),
  CONSTRAINT ck_suspected_pairs_in_order CHECK (one_id < two_id),
  CONSTRAINT ck_suspected_pairs_games_are_counted CHECK (games > 0)
);
CREATE INDEX ix_suspected_pairs_two_id ON suspected_pairs (two_id);
GRANT SELECT, INSERT ON suspected_pairs TO wagewars_app;
GRANT UPDATE (evidence, games, explanation, seen_at, cleared_at) ON suspected_pairs TO wagewars_app;
CREATE TRIGGER no_delete BEFORE DELETE ON suspected_pairs FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON suspected_pairs
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(_TABLE)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
