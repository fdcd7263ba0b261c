"""Finding an opponent fairly: two stakes may differ, friends may be challenged, and who misses waits.

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RULES = """
-- Both seats, both stakes, and what was agreed: nobody plays for more than he staked, nor for less
-- unless he said so, and nothing of a stake stays behind where neither queue nor match has it.
CREATE OR REPLACE FUNCTION both_players_are_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM matches WHERE id = NEW.id AND status IN ('pending', 'active', 'disputed');
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM matchmaking_queue
      WHERE match_id = NEW.id AND user_id IN (NEW.player1_id, NEW.player2_id)) <> 2 THEN
    RAISE EXCEPTION 'match % needs the seats of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  IF (SELECT count(DISTINCT e.debit_account_id)
      FROM accounts a JOIN entries e ON e.credit_account_id = a.id
      WHERE a.match_id = NEW.id AND a.balance = 2 * NEW.wager_amount) <> 2 THEN
    RAISE EXCEPTION 'match % needs the stakes of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  PERFORM 1 FROM matchmaking_queue q JOIN accounts a
      ON a.user_id = q.user_id AND a.kind = 'user_stake'
    WHERE q.match_id = NEW.id
      AND (q.wager_amount < NEW.wager_amount
           OR q.wager_amount > NEW.wager_amount AND NOT q.accept_adjacent
           OR a.balance <> 0);
  IF FOUND THEN
    RAISE EXCEPTION 'match % is not played for what both agreed to', NEW.id
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER terms ON matchmaking_queue;
CREATE TRIGGER terms
  BEFORE UPDATE OF id, user_id, wager_amount, accept_adjacent, challenge_id ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION refuse('a ticket keeps its player and its stake');
CREATE TRIGGER tickets_are_kept BEFORE UPDATE OF tickets ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('what both came with cannot change');

ALTER TABLE state_roads DISABLE TRIGGER fixed;
INSERT INTO state_roads (machine, from_state, to_state) VALUES
  ('challenge', 'open', 'accepted'), ('challenge', 'open', 'cancelled'),
  ('challenge', 'open', 'expired');
ALTER TABLE state_roads ENABLE TRIGGER fixed;
CREATE TRIGGER road BEFORE UPDATE OF state ON challenges FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION check_road('challenge', 'state');
CREATE TRIGGER terms
  BEFORE UPDATE OF id, code, challenger_id, opponent_id, rematch_of, wager_amount, title, mode,
    platform, created_at ON challenges
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a challenge cannot change');

-- An open challenge is a seat with a stake, and one that is over has none that waits.
CREATE FUNCTION challenge_has_its_seat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v challenges;
  v_waits boolean;
BEGIN
  SELECT * INTO v FROM challenges WHERE id = NEW.id;
  v_waits := EXISTS (SELECT FROM matchmaking_queue
    WHERE challenge_id = v.id AND user_id = v.challenger_id AND match_id IS NULL
      AND wager_amount = v.wager_amount);
  IF (v.state = 'open') IS DISTINCT FROM v_waits THEN
    RAISE EXCEPTION 'challenge % is %, and its seat says otherwise', v.id, v.state
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_its_seat AFTER INSERT OR UPDATE OF state ON challenges
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION challenge_has_its_seat();

CREATE TRIGGER no_delete BEFORE DELETE ON challenges FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON challenges
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON no_shows
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON no_shows
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
INSERT INTO socket_rounds (id, since, last) VALUES (1, now(), '-infinity');

REVOKE ALL ON FUNCTION challenge_has_its_seat() FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON challenges TO wagewars_app;
GRANT SELECT, INSERT ON no_shows TO wagewars_app;
GRANT SELECT, INSERT, DELETE ON blocks TO wagewars_app;
GRANT SELECT, UPDATE ON socket_rounds TO wagewars_app;
"""


def _moment(name: str, default: str | None = "now()") -> sa.Column[object]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        server_default=sa.text(default) if default else None,
        nullable=default is None,
    )


def upgrade() -> None:
    """Add what tickets say more, and the tables beside the queue."""
    text = sa.text
    op.create_table(
        "challenges",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("challenger_id", sa.BigInteger(), nullable=False),
        sa.Column("opponent_id", sa.BigInteger(), nullable=True),
        sa.Column("rematch_of", sa.BigInteger(), nullable=True),
        sa.Column("wager_amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("title", sa.String(10), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("platform", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), server_default="open", nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=True),
        _moment("created_at"),
        _moment("due_at", None),
        sa.CheckConstraint(
            "(state = 'open') = (due_at IS NOT NULL)",
            name=op.f("ck_challenges_who_waits_has_a_deadline"),
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (match_id IS NOT NULL)",
            name=op.f("ck_challenges_accepted_has_its_match"),
        ),
        sa.CheckConstraint(
            "opponent_id <> challenger_id", name=op.f("ck_challenges_nobody_plays_himself")
        ),
        sa.ForeignKeyConstraint(
            ["challenger_id"], ["users.id"], name=op.f("fk_challenges_challenger_id")
        ),
        sa.ForeignKeyConstraint(
            ["opponent_id"], ["users.id"], name=op.f("fk_challenges_opponent_id")
        ),
        sa.ForeignKeyConstraint(
            ["rematch_of"], ["matches.id"], name=op.f("fk_challenges_rematch_of")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_challenges_match_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("code", name=op.f("uq_challenges_code")),
    )
    op.create_index(
        "ix_challenges_due_at",
        "challenges",
        ["due_at"],
        postgresql_where=text("state = 'open'"),
    )
    op.create_index(
        "ix_challenges_opponent_id",
        "challenges",
        ["opponent_id"],
        postgresql_where=text("state = 'open'"),
    )
    op.create_table(
        "no_shows",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("match_id", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_no_shows_user_id")),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_no_shows_match_id")),
        sa.PrimaryKeyConstraint("user_id", "match_id", name=op.f("pk_no_shows")),
    )
    op.create_table(
        "blocks",
        sa.Column("blocker_id", sa.BigInteger(), nullable=False),
        sa.Column("blocked_id", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_blocks_of_somebody_else")),
        sa.ForeignKeyConstraint(["blocker_id"], ["users.id"], name=op.f("fk_blocks_blocker_id")),
        sa.ForeignKeyConstraint(["blocked_id"], ["users.id"], name=op.f("fk_blocks_blocked_id")),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_blocks")),
    )
    op.create_table(
        "socket_rounds",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_socket_rounds_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_socket_rounds")),
    )
    for column in (
        sa.Column("deviation", sa.Float(), server_default=text("350"), nullable=False),
        _moment("seen_at"),
        _moment("socket_seen_at", None),
        sa.Column("challenge_id", sa.BigInteger(), nullable=True),
    ):
        op.add_column("matchmaking_queue", column)
    op.create_foreign_key(
        op.f("fk_matchmaking_queue_challenge_id"),
        "matchmaking_queue",
        "challenges",
        ["challenge_id"],
        ["id"],
    )
    op.drop_index("ix_matchmaking_queue_waiting", "matchmaking_queue")
    op.create_index(
        "ix_matchmaking_queue_waiting",
        "matchmaking_queue",
        ["title", "mode", "platform", "wager_amount", "rating", "id"],
        postgresql_where=text("match_id IS NULL AND challenge_id IS NULL"),
    )
    op.add_column(
        "matches", sa.Column("tickets", pg.JSONB(), server_default=text("'{}'"), nullable=False)
    )
    op.create_index("ix_matches_lately", "matches", ["player1_id", "created_at"])
    op.add_column("login_sessions", sa.Column("device_sha256", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_login_sessions_device_sha256",
        "login_sessions",
        ["device_sha256"],
        postgresql_where=text("device_sha256 IS NOT NULL"),
    )
    cursor = op.get_bind().connection.cursor()
    cursor.execute(RULES)
    cursor.close()


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
