"""Tournaments: terms, participants, entries, matches of the bracket, prizes.

Revision: 0075
After: 0074
"""

from alembic import op
from sql_files import replace_function, set_state_transitions

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE tournaments (
  id bigint GENERATED ALWAYS AS IDENTITY,
  name varchar(100) NOT NULL,
  description varchar(1000),
  format varchar(20) NOT NULL,
  bronze boolean NOT NULL DEFAULT false,
  groups smallint NOT NULL DEFAULT 1,
  legs smallint NOT NULL DEFAULT 1,
  rounds smallint,
  title varchar(10) NOT NULL,
  mode varchar(10) NOT NULL,
  platform varchar(10) NOT NULL,
  entry_fee numeric(12, 2) NOT NULL,
  prize_part numeric(12, 2) NOT NULL,
  house_part numeric(12, 2) NOT NULL,
  guarantee numeric(12, 2) NOT NULL DEFAULT 0,
  prize_split integer[] NOT NULL,
  min_participants bigint NOT NULL,
  max_participants bigint NOT NULL,
  current_participants bigint NOT NULL DEFAULT 0,
  seeding varchar(10) NOT NULL DEFAULT 'rating',
  manual_order integer[] NOT NULL DEFAULT '{}',
  lot_commitment varchar(64),
  lot_secret bytea,
  absence varchar(10) NOT NULL DEFAULT 'refund',
  match_check_in_seconds bigint NOT NULL DEFAULT 600,
  match_seconds bigint NOT NULL DEFAULT 2700,
  status varchar(20) NOT NULL DEFAULT 'draft',
  check_in_opens_at timestamptz NOT NULL,
  start_date timestamptz NOT NULL,
  due_at timestamptz,
  paused_at timestamptz,
  walkovers jsonb NOT NULL DEFAULT '{}',
  pairings jsonb NOT NULL DEFAULT '[]',
  version bigint NOT NULL DEFAULT 0,
  template varchar(40),
  series_id bigint,
  actor varchar(60) NOT NULL DEFAULT 'system',
  reason varchar(200),
  created_by bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT pk_tournaments PRIMARY KEY (id),
  CONSTRAINT fk_tournaments_created_by_users FOREIGN KEY (created_by) REFERENCES users (id),
  CONSTRAINT ck_tournaments_fee_is_its_parts CHECK (entry_fee = prize_part + house_part),
  CONSTRAINT ck_tournaments_money_is_not_negative
    CHECK (entry_fee >= 0 AND prize_part >= 0 AND house_part >= 0 AND guarantee >= 0),
  CONSTRAINT ck_tournaments_field_is_sane
    CHECK (min_participants BETWEEN 2 AND max_participants AND max_participants <= 1024),
  CONSTRAINT ck_tournaments_nobody_above_maximum
    CHECK (current_participants BETWEEN 0 AND max_participants),
  CONSTRAINT ck_tournaments_check_in_before_start CHECK (check_in_opens_at < start_date)
);
CREATE INDEX ix_tournaments_due_at ON tournaments (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_tournaments_status ON tournaments (status, start_date, id);

CREATE TABLE tournament_participants (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  user_id bigint NOT NULL,
  status varchar(12) NOT NULL,
  eliminated boolean NOT NULL DEFAULT false,
  joined_at timestamptz NOT NULL DEFAULT now(),
  checked_in_at timestamptz,
  seed bigint,
  rating double precision,
  deviation double precision,
  withdrawn_at timestamptz,
  withdrawn_reason varchar(40),
  is_barred boolean NOT NULL DEFAULT false,
  place_first bigint,
  place_last bigint,
  CONSTRAINT pk_tournament_participants PRIMARY KEY (id),
  CONSTRAINT uq_tournament_participants_tournament_id_user_id UNIQUE (tournament_id, user_id),
  CONSTRAINT fk_tournament_participants_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_tournament_participants_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_tournament_participants_user_id ON tournament_participants (user_id, id);
CREATE UNIQUE INDEX uq_tournament_participants_seed ON tournament_participants (tournament_id, seed)
  WHERE seed IS NOT NULL;

CREATE TABLE tournament_entries (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  user_id bigint NOT NULL,
  prize_part numeric(12, 2) NOT NULL,
  house_part numeric(12, 2) NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'held',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  CONSTRAINT pk_tournament_entries PRIMARY KEY (id),
  CONSTRAINT fk_tournament_entries_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_tournament_entries_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_tournament_entries_state_is_known CHECK (state IN ('held', 'refunded', 'spent')),
  CONSTRAINT ck_tournament_entries_parts_are_not_negative
    CHECK (prize_part >= 0 AND house_part >= 0)
);
CREATE UNIQUE INDEX uq_tournament_entries_open ON tournament_entries (tournament_id, user_id)
  WHERE state <> 'refunded';
CREATE INDEX ix_tournament_entries_user_id ON tournament_entries (user_id, id);

CREATE TABLE tournament_matches (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  key varchar(12) NOT NULL,
  match_id bigint,
  home_id bigint NOT NULL,
  away_id bigint NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  ending varchar(15),
  winner_id bigint,
  home_score smallint,
  away_score smallint,
  begun_at timestamptz,
  recorded_at timestamptz,
  actor varchar(60) NOT NULL DEFAULT 'system',
  replaced_at timestamptz,
  CONSTRAINT pk_tournament_matches PRIMARY KEY (id),
  CONSTRAINT fk_tournament_matches_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_tournament_matches_match_id_matches FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_tournament_matches_home_id_users FOREIGN KEY (home_id) REFERENCES users (id),
  CONSTRAINT fk_tournament_matches_away_id_users FOREIGN KEY (away_id) REFERENCES users (id),
  CONSTRAINT ck_tournament_matches_ending_is_known
    CHECK (ending IN ('played', 'forfeit', 'double_forfeit')),
  CONSTRAINT ck_tournament_matches_ended_with_a_winner
    CHECK ((ending IS NULL) = (recorded_at IS NULL)
      AND (winner_id IS NOT NULL) = coalesce(ending <> 'double_forfeit', false))
);
CREATE UNIQUE INDEX uq_tournament_matches_key ON tournament_matches (tournament_id, key)
  WHERE replaced_at IS NULL;
CREATE UNIQUE INDEX uq_tournament_matches_match_id ON tournament_matches (match_id)
  WHERE match_id IS NOT NULL;

CREATE TABLE tournament_prizes (
  tournament_id bigint NOT NULL,
  user_id bigint NOT NULL,
  place_first bigint NOT NULL,
  place_last bigint NOT NULL,
  amount numeric(12, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_tournament_prizes PRIMARY KEY (tournament_id, user_id),
  CONSTRAINT fk_tournament_prizes_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_tournament_prizes_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_tournament_prizes_amount_is_positive CHECK (amount > 0)
);
"""

_KEPT = """
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON tournaments
  FOR EACH ROW EXECUTE FUNCTION check_tournament();
CREATE TRIGGER no_delete BEFORE DELETE ON tournaments FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournaments
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON tournament_participants
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournament_participants
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, user_id, joined_at
  ON tournament_participants
  FOR EACH ROW EXECUTE FUNCTION refuse('who joined, and when, does not change');
CREATE TRIGGER no_delete BEFORE DELETE ON tournament_entries
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournament_entries
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, user_id, prize_part, house_part
  ON tournament_entries
  FOR EACH ROW EXECUTE FUNCTION refuse('what an entry cost does not change');
CREATE TRIGGER no_delete BEFORE DELETE ON tournament_matches
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournament_matches
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, key, home_id, away_id
  ON tournament_matches
  FOR EACH ROW EXECUTE FUNCTION refuse('who met in a match does not change');
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON tournament_prizes
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON tournament_prizes
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

GRANT SELECT, INSERT, UPDATE ON tournaments, tournament_participants, tournament_entries,
  tournament_matches TO wagewars_app;
GRANT SELECT, INSERT ON tournament_prizes TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what keeps their rows as they were agreed."""
    op.execute(_TABLES)
    replace_function("tournaments/check_tournament")
    op.execute(_KEPT)
    set_state_transitions()


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
