"""Players are told by SMS of a changed e-mail address.

Revision: 0086
After: 0085
"""

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

_STATEMENTS = """
ALTER TABLE sms_codes DROP CONSTRAINT ck_sms_codes_purpose_is_known;
ALTER TABLE sms_codes ADD CONSTRAINT ck_sms_codes_purpose_is_known CHECK (
  purpose IN ('verify_phone', 'reset_password', 'change_phone', 'withdraw',
    'told_reset', 'told_password', 'told_phone', 'told_copy', 'told_device',
    'told_email'));
"""


def upgrade() -> None:
    """Add a purpose to the list."""
    op.execute(_STATEMENTS)


def downgrade() -> None:
    """Migrations of WageWars go forward only."""
    raise NotImplementedError
