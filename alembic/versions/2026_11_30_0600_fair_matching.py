"""Fair matching: searches that found nobody, weights of matches, who came back to the queue.

Revision: 0020
After: 0001
"""

from alembic import op

revision = "0020"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = """
-- A search that ended without an opponent: what it was for, how long it lasted, and why it ended.
CREATE TABLE abandoned_searches (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  wager_amount numeric(12,2) NOT NULL,
  title varchar(10) NOT NULL,
  mode varchar(10) NOT NULL,
  platform varchar(10) NOT NULL,
  waited bigint NOT NULL,
  reason varchar(20) NOT NULL,
  ended_at timestamptz NOT NULL,
  CONSTRAINT pk_abandoned_searches PRIMARY KEY (id),
  CONSTRAINT fk_abandoned_searches_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_abandoned_searches_waited_is_positive CHECK (waited >= 0)
);
CREATE INDEX ix_abandoned_searches_terms
  ON abandoned_searches (wager_amount, title, mode, platform, id);
CREATE INDEX ix_abandoned_searches_user_id ON abandoned_searches (user_id, id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON abandoned_searches
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON abandoned_searches
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT ON abandoned_searches TO wagewars_app;

ALTER TABLE matchmaking_queue ADD COLUMN from_match_id bigint,
  ADD CONSTRAINT fk_matchmaking_queue_from_match_id
    FOREIGN KEY (from_match_id) REFERENCES matches (id);

CREATE INDEX ix_challenges_received ON challenges (opponent_id, created_at)
  WHERE opponent_id IS NOT NULL;

ALTER TABLE rating_changes ADD COLUMN weight double precision NOT NULL DEFAULT 1,
  ADD CONSTRAINT ck_rating_changes_weight_is_sane CHECK (weight > 0 AND weight <= 1);
DROP INDEX ix_rating_changes_played_at;
CREATE INDEX ix_rating_changes_played_at
  ON rating_changes (played_at) INCLUDE (user_id, match_id, outcome, net, weight)
  WHERE reversed_at IS NULL;
CREATE INDEX ix_rating_changes_opponent_id
  ON rating_changes (user_id, opponent_id, played_at) WHERE reversed_at IS NULL;

ALTER TABLE player_stats ADD COLUMN board_winnings numeric(12,2) NOT NULL DEFAULT 0;
"""


def upgrade() -> None:
    """Add the tables and columns; what was rated before counts in full."""
    op.execute(_TABLES)
    op.execute("UPDATE player_stats SET board_winnings = net_winnings")


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
