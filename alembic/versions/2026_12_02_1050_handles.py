"""Handles for the accounts that were there before; in a transaction of its own, for its locks.

Revision: 0112
After: 0111
"""

from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

_HANDLES = """
UPDATE users SET handle = new_handle() WHERE handle IS NULL;
ALTER TABLE users ADD CONSTRAINT ck_users_has_a_handle CHECK (handle IS NOT NULL) NOT VALID;
"""


def upgrade() -> None:
    """Fill the column, and require it."""
    op.execute(_HANDLES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
