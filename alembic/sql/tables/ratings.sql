-- Ratings, what each match did to them, and leaderboards.

CREATE SEQUENCE leaderboard_edition;

CREATE TABLE player_stats (
  user_id bigint NOT NULL,
  current_rank bigint NOT NULL DEFAULT 1000,
  updated_at timestamptz NOT NULL DEFAULT now(),
  rating double precision NOT NULL DEFAULT 1000,
  deviation double precision NOT NULL DEFAULT 350,
  volatility double precision NOT NULL DEFAULT 0.06,
  rated_at timestamptz,
  total_matches bigint NOT NULL DEFAULT 0,
  wins bigint NOT NULL DEFAULT 0,
  losses bigint NOT NULL DEFAULT 0,
  draws bigint NOT NULL DEFAULT 0,
  current_streak bigint NOT NULL DEFAULT 0,
  best_streak bigint NOT NULL DEFAULT 0,
  total_wagered numeric(12,2) NOT NULL DEFAULT 0,
  total_winnings numeric(12,2) NOT NULL DEFAULT 0,
  net_winnings numeric(12,2) NOT NULL DEFAULT 0,
  CONSTRAINT pk_player_stats PRIMARY KEY (user_id),
  CONSTRAINT fk_player_stats_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_player_stats_counts_add_up
    CHECK (total_matches = (wins + losses + draws) AND LEAST(wins, losses, draws,
      current_streak) >= 0 AND best_streak >= current_streak),
  CONSTRAINT ck_player_stats_rating_is_sane
    CHECK (deviation BETWEEN 45 AND 350 AND volatility BETWEEN 0 AND 0.1)
);

CREATE TABLE rating_changes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  opponent_id bigint NOT NULL,
  outcome varchar(4) NOT NULL,
  stake numeric(12,2) NOT NULL,
  net numeric(12,2) NOT NULL,
  rating_before double precision NOT NULL,
  deviation_before double precision NOT NULL,
  volatility_before double precision NOT NULL,
  rating_after double precision NOT NULL,
  deviation_after double precision NOT NULL,
  volatility_after double precision NOT NULL,
  played_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reversed_at timestamptz,
  CONSTRAINT pk_rating_changes PRIMARY KEY (id),
  CONSTRAINT fk_rating_changes_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_rating_changes_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_rating_changes_outcome_is_known CHECK (outcome IN ('won', 'lost', 'draw'))
);
CREATE INDEX ix_rating_changes_match_id ON rating_changes (match_id);
CREATE INDEX ix_rating_changes_played_at
  ON rating_changes (played_at) INCLUDE (user_id, match_id, outcome, net)
  WHERE reversed_at IS NULL;
CREATE INDEX ix_rating_changes_reversed_at ON rating_changes (reversed_at)
  WHERE reversed_at IS NOT NULL;
CREATE INDEX ix_rating_changes_user_id ON rating_changes (user_id, id);
CREATE UNIQUE INDEX uq_rating_changes_live ON rating_changes (match_id, user_id)
  WHERE reversed_at IS NULL;

CREATE TABLE rating_progress (
  singleton boolean NOT NULL DEFAULT true,
  seen_event_id bigint NOT NULL,
  CONSTRAINT pk_rating_progress PRIMARY KEY (singleton),
  CONSTRAINT ck_rating_progress_is_one_row CHECK (singleton)
);

CREATE UNLOGGED TABLE leaderboards (
  board varchar(10) NOT NULL,
  period varchar(10) NOT NULL,
  edition bigint NOT NULL DEFAULT 0,
  players bigint NOT NULL DEFAULT 0,
  starts_at timestamptz,
  built_at timestamptz,
  as_of timestamptz,
  due_at timestamptz NOT NULL,
  CONSTRAINT pk_leaderboards PRIMARY KEY (board, period)
);

CREATE UNLOGGED TABLE standings (
  edition bigint NOT NULL,
  position bigint NOT NULL,
  rank bigint NOT NULL,
  user_id bigint NOT NULL,
  value numeric(12,2) NOT NULL,
  CONSTRAINT pk_standings PRIMARY KEY (edition, "position")
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX uq_standings_player ON standings (edition, user_id);
