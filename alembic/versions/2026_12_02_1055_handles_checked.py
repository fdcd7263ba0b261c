"""Every account has a handle: the rows of before are checked without keeping anybody from reading.

Revision: 0113
After: 0112
"""

from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

_VALIDATE = "ALTER TABLE users VALIDATE CONSTRAINT ck_users_has_a_handle"


def upgrade() -> None:
    """Validate the constraint."""
    op.execute(_VALIDATE)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
