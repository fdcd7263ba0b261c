"""What each match did to two ratings and records, and the leaderboards drawn up from it.

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RULES = """
-- What a match did to a rating is history; a ruling may only strike it out, once.
CREATE FUNCTION check_rating_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.reversed_at IS NOT NULL OR NEW.reversed_at IS NULL
     OR (to_jsonb(NEW) - 'reversed_at') <> (to_jsonb(OLD) - 'reversed_at') THEN
    RAISE EXCEPTION 'a rating change can only be reversed, and once' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_reversed BEFORE UPDATE ON rating_changes
  FOR EACH ROW EXECUTE FUNCTION check_rating_change();
CREATE TRIGGER immutable BEFORE DELETE ON rating_changes
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON rating_changes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

INSERT INTO rating_progress (seen_event_id) VALUES (0);
GRANT SELECT, INSERT, UPDATE (reversed_at) ON rating_changes TO wagewars_app;
GRANT SELECT, UPDATE (seen_event_id) ON rating_progress TO wagewars_app;
GRANT USAGE ON SEQUENCE leaderboard_edition TO wagewars_app;
GRANT SELECT, INSERT, UPDATE ON leaderboards TO wagewars_app;
GRANT SELECT, INSERT, DELETE ON standings TO wagewars_app;
-- An edition is deleted as a whole; do not wait until a fifth of a large table is dead.
ALTER TABLE standings SET (autovacuum_vacuum_scale_factor = 0.05);
"""


def _counter(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def _money(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Numeric(12, 2), server_default=sa.text("0"), nullable=False)


def _number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float(), nullable=False)


def _leaderboards() -> None:
    # Drawn up anew every minute or so from what is logged, they need no log of their own: after a
    # crash PostgreSQL empties both tables, and the next round fills them.
    op.execute("CREATE SEQUENCE leaderboard_edition")
    op.create_table(
        "leaderboards",
        sa.Column("board", sa.String(10), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("edition", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _counter("players"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board", "period", name=op.f("pk_leaderboards")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "standings",
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Numeric(12, 2), nullable=False),
        sa.PrimaryKeyConstraint("edition", "position", name=op.f("pk_standings")),
        prefixes=["UNLOGGED"],
    )
    op.create_index("uq_standings_player", "standings", ["edition", "user_id"], unique=True)


def upgrade() -> None:
    """Add the history and the counters; the round rates what was played before."""
    for name in ("total_matches", "wins", "losses", "draws", "current_streak", "best_streak"):
        op.add_column("player_stats", _counter(name))
    for name in ("total_wagered", "total_winnings", "net_winnings"):
        op.add_column("player_stats", _money(name))
    op.create_check_constraint(
        op.f("ck_player_stats_counts_add_up"),
        "player_stats",
        "total_matches = wins + losses + draws AND least(wins, losses, draws, current_streak) >= 0"
        " AND best_streak >= current_streak",
    )
    op.create_check_constraint(
        op.f("ck_player_stats_rating_is_sane"),
        "player_stats",
        "deviation BETWEEN 45 AND 350 AND volatility BETWEEN 0 AND 0.1",
    )
    op.create_table(
        "rating_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("opponent_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(4), nullable=False),
        sa.Column("stake", sa.Numeric(12, 2), nullable=False),
        sa.Column("net", sa.Numeric(12, 2), nullable=False),
        _number("rating_before"),
        _number("deviation_before"),
        _number("volatility_before"),
        _number("rating_after"),
        _number("deviation_after"),
        _number("volatility_after"),
        sa.Column("played_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('won', 'lost', 'draw')", name=op.f("ck_rating_changes_outcome_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_rating_changes_match_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rating_changes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_changes")),
    )
    live = sa.text("reversed_at IS NULL")
    op.create_index(
        "uq_rating_changes_live",
        "rating_changes",
        ["match_id", "user_id"],
        unique=True,
        postgresql_where=live,
    )
    op.create_index("ix_rating_changes_match_id", "rating_changes", ["match_id"])
    op.create_index("ix_rating_changes_user_id", "rating_changes", ["user_id", "id"])
    op.create_index(
        "ix_rating_changes_played_at",
        "rating_changes",
        ["played_at"],
        postgresql_include=["user_id", "match_id", "outcome", "net"],
        postgresql_where=live,
    )
    op.create_index(
        "ix_rating_changes_reversed_at",
        "rating_changes",
        ["reversed_at"],
        postgresql_where=sa.text("reversed_at IS NOT NULL"),
    )
    op.create_table(
        "rating_progress",
        sa.Column("singleton", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("seen_event_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("singleton", name=op.f("ck_rating_progress_is_one_row")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_rating_progress")),
    )
    _leaderboards()
    op.execute(RULES)


def downgrade() -> None:
    """What was rated stays rated: a mistake is mended by the next migration."""
    raise NotImplementedError
