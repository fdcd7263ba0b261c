"""What play needs to be fair: the rules a match was made under, its proofs, and who is how strong.

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RULES = """
-- The terms under which two players staked their money do not change under them.
DROP TRIGGER terms ON matches;
CREATE TRIGGER terms
  BEFORE UPDATE OF id, player1_id, player2_id, player1_ticket_id, player2_ticket_id, wager_amount,
    fee_rate, fee, prize, title, mode, platform, lobby_code, created_at,
    origin, format, map, best_of, rules, rules_sha256, identities, rating_gap, win_chance ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a match cannot change');

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_evidence
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

-- A referee may have a match played again; its money stays where it is.
ALTER TABLE state_roads DISABLE TRIGGER fixed;
INSERT INTO state_roads (machine, from_state, to_state) VALUES ('match', 'disputed', 'active');
ALTER TABLE state_roads ENABLE TRIGGER fixed;

GRANT SELECT, INSERT ON match_evidence TO wagewars_app;
"""


def upgrade() -> None:
    """Add the columns, all with a default that says "as before"."""
    text = sa.text
    for column in (
        sa.Column("origin", sa.String(10), server_default="queue", nullable=False),
        sa.Column("format", sa.String(20), server_default="private_1v1", nullable=False),
        sa.Column("map", sa.String(30), nullable=True),
        sa.Column("best_of", sa.BigInteger(), server_default=text("1"), nullable=False),
        sa.Column("rules", pg.JSONB(), server_default=text("'{}'"), nullable=False),
        sa.Column("rules_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("identities", pg.JSONB(), server_default=text("'{}'"), nullable=False),
        sa.Column("rating_gap", sa.BigInteger(), nullable=True),
        sa.Column("win_chance", sa.Float(), nullable=True),
        sa.Column("replays", sa.BigInteger(), server_default=text("0"), nullable=False),
        sa.Column("proposed_result", sa.String(10), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flags", pg.ARRAY(sa.String()), server_default=text("'{}'"), nullable=False),
        sa.Column("cod_match_data", pg.JSONB(), server_default=text("'{}'"), nullable=False),
    ):
        op.add_column("matches", column)
    op.add_column(
        "match_reports",
        sa.Column("replay", sa.BigInteger(), server_default=text("0"), nullable=False),
    )
    for column in (
        sa.Column("rating", sa.Float(), server_default=text("1000"), nullable=False),
        sa.Column("deviation", sa.Float(), server_default=text("350"), nullable=False),
        sa.Column("volatility", sa.Float(), server_default=text("0.06"), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("player_stats", column)
    op.execute("UPDATE player_stats SET rating = current_rank")
    op.create_table(
        "match_evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("replay", sa.BigInteger(), server_default=text("0"), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("grade", sa.String(10), nullable=False),
        sa.Column("cod_match_id", sa.String(20), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", pg.JSONB(), server_default=text("'{}'"), nullable=False),
        sa.Column("payload_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("flags", pg.ARRAY(sa.String()), server_default=text("'{}'"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('player1', 'player2', 'draw', 'unknown')",
            name=op.f("ck_match_evidence_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "grade IN ('HIGH', 'MEDIUM', 'LOW', 'NONE')",
            name=op.f("ck_match_evidence_grade_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_evidence_match_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_evidence")),
    )
    op.create_index("ix_match_evidence_match_id", "match_evidence", ["match_id", "id"])
    op.execute(RULES)


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
