"""Withdrawals wait on devices that are new to their player.

Revision: 0116
After: 0115
"""

from alembic import op
from sql_files import replace_function

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_SQL = """
ALTER TABLE login_sessions ADD COLUMN payouts_after timestamptz, ADD COLUMN mark_sha256 bytea;
ALTER TABLE withdrawals ADD COLUMN session_id bigint;
CREATE TRIGGER device_may_pay_out BEFORE INSERT ON withdrawals
  FOR EACH ROW EXECUTE FUNCTION device_may_pay_out();
CREATE TRIGGER asked_once BEFORE UPDATE OF session_id ON withdrawals
  FOR EACH ROW WHEN (NEW.session_id IS DISTINCT FROM OLD.session_id)
  EXECUTE FUNCTION refuse('who asked for a withdrawal cannot change');
CREATE TRIGGER new_device_stays_new BEFORE UPDATE OF payouts_after ON login_sessions
  FOR EACH ROW WHEN (coalesce(NEW.payouts_after, '-infinity')
                     < coalesce(OLD.payouts_after, '-infinity'))
  EXECUTE FUNCTION refuse('a device does not become known earlier');
"""


def upgrade() -> None:
    replace_function("auth/device_may_pay_out")
    op.execute(_SQL)
