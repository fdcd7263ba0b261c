"""Suspensions and bans by staff, notes about players, and switches for registration and queue.

Revision: 0089
After: 0088
"""

from alembic import op
from sql_files import replace_function

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE suspensions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  kind varchar(10) NOT NULL,
  reason varchar(1000) NOT NULL,
  imposed_by bigint NOT NULL,
  imposed_at timestamptz NOT NULL DEFAULT now(),
  lifted_by bigint,
  lifted_at timestamptz,
  lift_reason varchar(1000),
  CONSTRAINT pk_suspensions PRIMARY KEY (id),
  CONSTRAINT fk_suspensions_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_suspensions_imposed_by_users FOREIGN KEY (imposed_by) REFERENCES users (id),
  CONSTRAINT fk_suspensions_lifted_by_users FOREIGN KEY (lifted_by) REFERENCES users (id),
  CONSTRAINT ck_suspensions_kind_is_known CHECK (kind IN ('suspended', 'banned')),
  CONSTRAINT ck_suspensions_not_of_their_own
    CHECK (user_id <> imposed_by AND user_id <> coalesce(lifted_by, 0)),
  CONSTRAINT ck_suspensions_lifted_by_somebody
    CHECK (num_nulls(lifted_by, lifted_at, lift_reason) IN (0, 3)),
  CONSTRAINT ck_suspensions_reason_is_given
    CHECK (length(btrim(reason)) >= 8 AND length(btrim(lift_reason)) >= 8)
);
CREATE UNIQUE INDEX uq_suspensions_open ON suspensions (user_id) WHERE lifted_at IS NULL;
GRANT SELECT, INSERT ON suspensions TO wagewars_app;
GRANT UPDATE (lifted_by, lifted_at, lift_reason) ON suspensions TO wagewars_app;
CREATE TRIGGER lifted BEFORE UPDATE ON suspensions
  FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL)
  EXECUTE FUNCTION refuse('what was lifted cannot change');
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, kind, reason, imposed_by, imposed_at
  ON suspensions FOR EACH ROW EXECUTE FUNCTION refuse('what was imposed cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON suspensions FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON suspensions
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER applied AFTER INSERT OR UPDATE OF lifted_at ON suspensions
  FOR EACH ROW EXECUTE FUNCTION apply_suspension();

CREATE TABLE staff_notes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  author_id bigint NOT NULL,
  text varchar(1000) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_staff_notes PRIMARY KEY (id),
  CONSTRAINT fk_staff_notes_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_staff_notes_author_id_users FOREIGN KEY (author_id) REFERENCES users (id)
);
CREATE INDEX ix_staff_notes_user_id ON staff_notes (user_id, id);
GRANT SELECT, INSERT ON staff_notes TO wagewars_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON staff_notes
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON staff_notes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""

_SWITCHES = """
ALTER TABLE switches DROP CONSTRAINT ck_switches_is_known;
ALTER TABLE switches ADD CONSTRAINT ck_switches_is_known
  CHECK (name IN ('deposits', 'withdrawals', 'tournaments', 'registration', 'queue'));
INSERT INTO switches (name) VALUES ('registration'), ('queue');
"""


def upgrade() -> None:
    replace_function("platform/apply_suspension")
    op.execute(_TABLES)
    op.execute(_SWITCHES)
