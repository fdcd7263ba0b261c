"""Tournaments: a switch that stops them, and when somebody gave a seat back.

Revision: 0078
After: 0077
"""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

_CHANGES = """
ALTER TABLE switches DROP CONSTRAINT ck_switches_is_known;
ALTER TABLE switches ADD CONSTRAINT ck_switches_is_known
  CHECK (name IN ('deposits', 'withdrawals', 'tournaments'));
INSERT INTO switches (name) VALUES ('tournaments');

ALTER TABLE tournament_participants
  ADD COLUMN left_at timestamptz[] NOT NULL DEFAULT '{}';
ALTER TABLE tournaments ADD COLUMN moved_at timestamptz;
"""


def upgrade() -> None:
    """Add the switch and the columns."""
    op.execute(_CHANGES)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
