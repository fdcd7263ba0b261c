"""A ruling may be about an appeal: above a set pot, two referees overturn what one or two ruled.

Revision: 0018
After: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TERMS = """
DROP TRIGGER terms ON match_rulings;
CREATE TRIGGER terms
  BEFORE UPDATE OF id, match_id, replay, result, reason, strike, proposed_by, proposed_at{more}
  ON match_rulings FOR EACH ROW EXECUTE FUNCTION refuse('what was ruled cannot change');
"""


def upgrade() -> None:
    """Mark the rulings that say what becomes of an appeal; all earlier ones were about disputes."""
    op.add_column(
        "match_rulings",
        sa.Column("of_appeal", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute(_TERMS.format(more=", of_appeal"))


def downgrade() -> None:
    """Forget which rulings were about appeals."""
    op.execute(_TERMS.format(more=""))
    op.drop_column("match_rulings", "of_appeal")
