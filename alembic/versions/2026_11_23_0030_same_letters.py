"""A repeated answer is the first one to the letter: JSONB would sort its keys.

Revision: 0009
After: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep answers as they were written."""
    op.alter_column("idempotent_answers", "body", type_=sa.JSON(), postgresql_using="body::json")


def downgrade() -> None:
    """Sort their keys again."""
    op.alter_column("idempotent_answers", "body", type_=sa.dialects.postgresql.JSONB())
