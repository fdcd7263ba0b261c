"""Every step of a match has its road, a draw can be replayed, and a doubtful prize stays a while.

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RULES = """
ALTER TABLE state_roads DISABLE TRIGGER fixed;
INSERT INTO state_roads (machine, from_state, to_state) VALUES
  ('verification', 'awaiting_checkin', 'in_play'),
  ('verification', 'awaiting_checkin', 'settled'),
  ('verification', 'in_play', 'awaiting_reports'), ('verification', 'in_play', 'provisional'),
  ('verification', 'in_play', 'evidence'), ('verification', 'in_play', 'admin_review'),
  ('verification', 'in_play', 'settled'),
  ('verification', 'awaiting_reports', 'in_play'),
  ('verification', 'awaiting_reports', 'provisional'),
  ('verification', 'awaiting_reports', 'evidence'),
  ('verification', 'awaiting_reports', 'admin_review'),
  ('verification', 'awaiting_reports', 'settled'),
  ('verification', 'provisional', 'in_play'), ('verification', 'provisional', 'evidence'),
  ('verification', 'provisional', 'admin_review'), ('verification', 'provisional', 'settled'),
  ('verification', 'evidence', 'in_play'), ('verification', 'evidence', 'admin_review'),
  ('verification', 'evidence', 'settled'),
  ('verification', 'admin_review', 'in_play'), ('verification', 'admin_review', 'evidence'),
  ('verification', 'admin_review', 'settled');
ALTER TABLE state_roads ENABLE TRIGGER fixed;

-- As before, and the finer step inside a status has roads as well. To "settled" the way leads with
-- the end of the match and only then, which costs a settlement no look at the table of roads.
CREATE OR REPLACE FUNCTION check_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_live boolean := NEW.status IN ('pending', 'active', 'disputed');
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.prize + NEW.fee IS DISTINCT FROM 2 * NEW.wager_amount
       OR NEW.wager_amount <= 0 OR NEW.prize <= 0 OR NEW.fee < 0 THEN
      RAISE EXCEPTION 'prize and fee make the pot of two stakes' USING ERRCODE = '23514';
    END IF;
    IF NEW.player1_id = NEW.player2_id THEN
      RAISE EXCEPTION 'nobody plays himself' USING ERRCODE = '23514';
    END IF;
    IF NEW.status <> 'pending' THEN
      RAISE EXCEPTION 'a match begins as pending' USING ERRCODE = '23514';
    END IF;
  ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
    PERFORM 1 FROM state_roads
      WHERE machine = 'match' AND from_state = OLD.status AND to_state = NEW.status;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a match cannot go from % to %', OLD.status, NEW.status
        USING ERRCODE = '23514';
    END IF;
  ELSIF NOT v_live THEN
    RAISE EXCEPTION 'a finished match does not change' USING ERRCODE = '23514';
  END IF;
  IF v_live AND TG_OP = 'UPDATE' AND NEW.verification_state <> OLD.verification_state THEN
    PERFORM 1 FROM state_roads
      WHERE machine = 'verification' AND from_state = OLD.verification_state
        AND to_state = NEW.verification_state AND to_state <> 'settled';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a live match cannot go from % to %',
        OLD.verification_state, NEW.verification_state USING ERRCODE = '23514';
    END IF;
  END IF;
  IF v_live IS DISTINCT FROM (NEW.due_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a live match has a deadline, a finished one has none' USING ERRCODE = '23514';
  END IF;
  IF v_live IS DISTINCT FROM (NEW.completed_at IS NULL)
     OR v_live IS DISTINCT FROM (NEW.result IS NULL)
     OR NEW.result NOT IN ('player1', 'player2', 'draw', 'void')
     OR NEW.winner_id IS DISTINCT FROM (CASE NEW.result
          WHEN 'player1' THEN NEW.player1_id WHEN 'player2' THEN NEW.player2_id END) THEN
    RAISE EXCEPTION 'the end of a match has its moment, its result and the winner that fits'
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- Why a prize cannot leave yet is history like any other.
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON payout_holds
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payout_holds
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT ON payout_holds TO wagewars_app;
"""


def upgrade() -> None:
    """Add what reports can say more, the holds, and the roads."""
    text = sa.text
    for name in ("wants_replay", "contests"):
        op.add_column(
            "match_reports",
            sa.Column(name, sa.Boolean(), server_default=text("false"), nullable=False),
        )
    op.add_column("match_reports", sa.Column("cod_match_id", sa.String(20), nullable=True))
    op.add_column(
        "matches", sa.Column("reminders", sa.BigInteger(), server_default=text("0"), nullable=False)
    )
    op.create_table(
        "payout_holds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payout_holds_amount_is_positive")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_payout_holds_user_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_payout_holds_match_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_holds")),
        sa.UniqueConstraint(
            "match_id", "user_id", "reason", name=op.f("uq_payout_holds_match_id_user_id_reason")
        ),
    )
    op.create_index("ix_payout_holds_user_id", "payout_holds", ["user_id", "until"])
    op.create_index(
        "ix_match_evidence_cod_match_id",
        "match_evidence",
        ["cod_match_id"],
        postgresql_where=text("cod_match_id IS NOT NULL"),
    )
    # The raw cursor takes the text as it stands: a % in it is a % and no placeholder.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(RULES)
    cursor.close()


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
