"""Tournaments: series, which have one event a week.

Revision: 0081
After: 0080
"""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE tournament_series (
  id bigint GENERATED ALWAYS AS IDENTITY,
  name varchar(100) NOT NULL,
  template varchar(40) NOT NULL,
  weekday smallint NOT NULL,
  local_time time NOT NULL,
  ahead_days smallint NOT NULL,
  entry_fee numeric(12, 2),
  guarantee numeric(12, 2),
  is_active boolean NOT NULL DEFAULT true,
  next_at timestamptz NOT NULL,
  due_at timestamptz,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_tournament_series PRIMARY KEY (id),
  CONSTRAINT fk_tournament_series_created_by_users FOREIGN KEY (created_by) REFERENCES users (id),
  CONSTRAINT ck_tournament_series_weekday_is_one CHECK (weekday BETWEEN 0 AND 6),
  CONSTRAINT ck_tournament_series_ahead_is_sane CHECK (ahead_days BETWEEN 1 AND 28),
  CONSTRAINT ck_tournament_series_money_is_not_negative
    CHECK (entry_fee >= 0 AND guarantee >= 0),
  CONSTRAINT ck_tournament_series_due_while_active CHECK (is_active = (due_at IS NOT NULL))
);
CREATE INDEX ix_tournament_series_due_at ON tournament_series (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE tournaments
  ADD CONSTRAINT fk_tournaments_series_id_tournament_series
    FOREIGN KEY (series_id) REFERENCES tournament_series (id);
CREATE UNIQUE INDEX uq_tournaments_series_id_start_date ON tournaments (series_id, start_date)
  WHERE series_id IS NOT NULL;

CREATE TRIGGER no_delete BEFORE DELETE ON tournament_series
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournament_series
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, template, weekday, local_time, created_by, created_at
  ON tournament_series
  FOR EACH ROW EXECUTE FUNCTION refuse('a series keeps its template and its hour');

GRANT SELECT, INSERT, UPDATE ON tournament_series TO wagewars_app;
"""


def upgrade() -> None:
    """Add the table, and at most one event of a series for each start."""
    op.execute(_TABLE)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
