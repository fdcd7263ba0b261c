"""Roles of staff, which two admins give and take, and which do not play.

Revision: 0088
After: 0087
"""

from alembic import op
from sql_files import replace_function

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

_ROLES = """
ALTER TABLE users DROP CONSTRAINT ck_users_role_is_known;
ALTER TABLE users ADD CONSTRAINT ck_users_role_is_known
  CHECK (role IN ('player', 'support', 'referee', 'finance', 'admin'));
"""

_CHANGES = """
CREATE TABLE role_changes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  role varchar(10) NOT NULL,
  role_before varchar(10) NOT NULL,
  reason varchar(1000) NOT NULL,
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by bigint,
  decided_at timestamptz,
  decision varchar(10),
  due_at timestamptz,
  CONSTRAINT pk_role_changes PRIMARY KEY (id),
  CONSTRAINT fk_role_changes_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_role_changes_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT fk_role_changes_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_role_changes_role_is_known
    CHECK (role IN ('player', 'support', 'referee', 'finance', 'admin') AND role <> role_before),
  CONSTRAINT ck_role_changes_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_role_changes_not_of_their_own
    CHECK (user_id <> proposed_by AND user_id <> coalesce(decided_by, 0)),
  CONSTRAINT ck_role_changes_decided_by_somebody
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
      AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))
      AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)),
  CONSTRAINT ck_role_changes_reason_is_given CHECK (length(btrim(reason)) >= 8)
);
CREATE INDEX ix_role_changes_due_at ON role_changes (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX uq_role_changes_open ON role_changes (user_id) WHERE decision IS NULL;
GRANT SELECT, INSERT ON role_changes TO wagewars_app;
GRANT UPDATE (decision, decided_by, decided_at, due_at) ON role_changes TO wagewars_app;
CREATE TRIGGER undecided BEFORE INSERT ON role_changes
  FOR EACH ROW WHEN (NEW.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('a change of role is proposed before it is decided');
CREATE TRIGGER decided BEFORE UPDATE ON role_changes
  FOR EACH ROW WHEN (OLD.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('what was decided cannot change');
CREATE TRIGGER terms
  BEFORE UPDATE OF id, user_id, role, role_before, reason, proposed_by, proposed_at ON role_changes
  FOR EACH ROW EXECUTE FUNCTION refuse('what was proposed cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON role_changes
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON role_changes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER applied AFTER UPDATE OF decision ON role_changes
  FOR EACH ROW WHEN (NEW.decision = 'approved')
  EXECUTE FUNCTION apply_role_change();
"""

_PLAY = """
CREATE TRIGGER staff_does_not_play BEFORE INSERT ON {table}
  FOR EACH ROW EXECUTE FUNCTION staff_does_not_play();
"""


def upgrade() -> None:
    op.execute(_ROLES)
    for name in ("platform/apply_role_change", "platform/staff_does_not_play"):
        replace_function(name)
    op.execute(_CHANGES)
    for table in ("matchmaking_queue", "tournament_participants", "deposits"):
        op.execute(_PLAY.format(table=table))
