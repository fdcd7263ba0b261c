"""The list of what an SMS is for holds for earlier rows as well, read without locking anybody out.

Revision: 0093
After: 0092
"""

from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Validate the longer list of purposes."""
    op.execute("ALTER TABLE sms_codes VALIDATE CONSTRAINT ck_sms_codes_purpose_is_known;")


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
