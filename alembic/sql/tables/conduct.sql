-- Strikes, missed matches, blocks and risk.

CREATE TABLE no_shows (
  user_id bigint NOT NULL,
  match_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_no_shows PRIMARY KEY (user_id, match_id),
  CONSTRAINT fk_no_shows_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_no_shows_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE blocks (
  blocker_id bigint NOT NULL,
  blocked_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_blocks PRIMARY KEY (blocker_id, blocked_id),
  CONSTRAINT fk_blocks_blocked_id FOREIGN KEY (blocked_id) REFERENCES users (id),
  CONSTRAINT fk_blocks_blocker_id FOREIGN KEY (blocker_id) REFERENCES users (id),
  CONSTRAINT ck_blocks_of_somebody_else CHECK (blocker_id <> blocked_id)
);

CREATE TABLE strikes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  match_id bigint NOT NULL,
  kind varchar(10) NOT NULL,
  admin_id bigint NOT NULL,
  created_at timestamptz NOT NULL,
  lapses_at timestamptz NOT NULL,
  suspended_until timestamptz,
  lifted_at timestamptz,
  CONSTRAINT pk_strikes PRIMARY KEY (id),
  CONSTRAINT uq_strikes_match_id_user_id UNIQUE (match_id, user_id),
  CONSTRAINT fk_strikes_admin_id FOREIGN KEY (admin_id) REFERENCES users (id),
  CONSTRAINT fk_strikes_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_strikes_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_strikes_kind_is_known CHECK (kind IN ('warning', 'suspension', 'ban'))
);
CREATE INDEX ix_strikes_user_id ON strikes (user_id, id);

CREATE TABLE risk_flags (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  signal varchar(40) NOT NULL,
  points bigint NOT NULL,
  explanation varchar NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  cleared_at timestamptz,
  cleared_by bigint,
  CONSTRAINT pk_risk_flags PRIMARY KEY (id),
  CONSTRAINT uq_risk_flags_user_id_signal UNIQUE (user_id, signal),
  CONSTRAINT fk_risk_flags_cleared_by FOREIGN KEY (cleared_by) REFERENCES users (id),
  CONSTRAINT fk_risk_flags_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_risk_flags_points_are_sane CHECK (points >= 1 AND points <= 100)
);

CREATE TABLE player_risks (
  user_id bigint NOT NULL,
  score bigint NOT NULL,
  held_until timestamptz,
  frozen boolean NOT NULL DEFAULT false,
  scored_at timestamptz NOT NULL,
  CONSTRAINT pk_player_risks PRIMARY KEY (user_id),
  CONSTRAINT fk_player_risks_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_player_risks_score_is_sane CHECK (score >= 0 AND score <= 100)
);
CREATE INDEX ix_player_risks_scored_at ON player_risks (scored_at);

CREATE TABLE player_names (
  user_id bigint NOT NULL,
  name varchar(50) NOT NULL,
  skeleton varchar(400) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_player_names PRIMARY KEY (user_id, name),
  CONSTRAINT fk_player_names_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_player_names_skeleton ON player_names (skeleton);
