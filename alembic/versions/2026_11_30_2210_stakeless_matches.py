"""Matches of tournaments: the life of any match, without a stake, a ticket or an escrow.

Revision: 0076
After: 0075
"""

from alembic import op
from sql_files import replace_function, set_state_transitions

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_TABLES = """
ALTER TABLE matches
  ALTER COLUMN player1_ticket_id DROP NOT NULL,
  ALTER COLUMN player2_ticket_id DROP NOT NULL,
  ADD COLUMN tournament_id bigint,
  ADD COLUMN tournament_key varchar(12);
CREATE INDEX ix_matches_tournament_id ON matches (tournament_id, id)
  WHERE tournament_id IS NOT NULL;
CREATE TRIGGER tournament_terms BEFORE UPDATE OF tournament_id, tournament_key ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a match cannot change');

-- Who is in a live match without a stake: what tickets say of matches for money. The database
-- writes and deletes it with the match (`record_match_event`).
CREATE TABLE stakeless_seats (
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  CONSTRAINT pk_stakeless_seats PRIMARY KEY (match_id, user_id),
  CONSTRAINT fk_stakeless_seats_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_stakeless_seats_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_stakeless_seats_user_id ON stakeless_seats (user_id);
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON stakeless_seats
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT ON stakeless_seats TO wagewars_app;

CREATE TRIGGER keep_new_ticket_match BEFORE INSERT ON matchmaking_queue
  FOR EACH ROW WHEN (NEW.match_id IS NOT NULL) EXECUTE FUNCTION keep_ticket_match();
"""

_FUNCTIONS = (
    "ledger/check_new_account",
    "matches/check_match",
    "matches/end_stakeless_match",
    "matches/escrow_is_paid_out",
    "matches/match_has_both_stakes",
    "matches/record_match_event",
    "matches/settle_match",
    "matches/split_match",
    "matchmaking/keep_ticket_match",
)


def upgrade() -> None:
    """Add the columns, the table and what ends such a match; replace what knew only stakes."""
    op.execute(_TABLES)
    for name in _FUNCTIONS:
        replace_function(name)
    set_state_transitions()


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
