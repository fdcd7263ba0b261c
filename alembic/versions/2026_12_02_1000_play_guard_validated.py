"""The new kinds of limits and breaks hold for older rows, too.

Revision: 0102
After: 0101
"""

from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Validate what the migration before added, without holding writers up."""
    op.execute("ALTER TABLE player_limits VALIDATE CONSTRAINT ck_player_limits_kind_is_known")
    op.execute(
        "ALTER TABLE player_exclusions VALIDATE CONSTRAINT ck_player_exclusions_kind_is_known"
    )
    op.execute(
        "ALTER TABLE player_exclusions"
        " VALIDATE CONSTRAINT ck_player_exclusions_pause_takes_an_hour_to_a_day"
    )


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
