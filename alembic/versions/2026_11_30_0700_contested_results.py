"""Contests and appeals of each player; a disputed match frees its players.

Revision: 0010
After: 0003_game_names
"""

from alembic import op
from sql_files import replace_function

revision = "0010"
down_revision = "0003_game_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let both who lost by a ruling appeal, and let disputed matches live without tickets."""
    op.execute(
        """
        ALTER TABLE appeals
          ADD COLUMN joined_by bigint,
          ADD COLUMN joined_statement varchar,
          ADD COLUMN joined_at timestamptz,
          ADD CONSTRAINT fk_appeals_joined_by FOREIGN KEY (joined_by) REFERENCES users (id),
          ADD CONSTRAINT ck_appeals_joined_by_the_other CHECK (
            num_nulls(joined_by, joined_statement, joined_at) IN (0, 3) AND joined_by <> user_id);
        CREATE TRIGGER joined_terms
          BEFORE UPDATE OF joined_by, joined_statement, joined_at ON appeals
          FOR EACH ROW WHEN (OLD.joined_by IS NOT NULL)
          EXECUTE FUNCTION refuse('what was appealed against cannot change');
        ALTER TABLE disputes ADD COLUMN match_is_live boolean NOT NULL DEFAULT true;
        UPDATE disputes d SET match_is_live = m.due_at IS NOT NULL
          FROM matches m WHERE m.id = d.match_id;
        CREATE INDEX ix_disputes_live ON disputes (match_id) WHERE match_is_live;
        """
    )
    for name in ("match_has_both_stakes", "record_match_event", "settle_match"):
        replace_function(f"matches/{name}")


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
