-- The queue and challenges between friends.

CREATE TABLE challenges (
  id bigint GENERATED ALWAYS AS IDENTITY,
  code varchar(10) NOT NULL,
  challenger_id bigint NOT NULL,
  opponent_id bigint,
  rematch_of bigint,
  wager_amount numeric(12,2) NOT NULL,
  title varchar(10) NOT NULL,
  mode varchar(10) NOT NULL,
  platform varchar(10) NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'open',
  match_id bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz,
  CONSTRAINT pk_challenges PRIMARY KEY (id),
  CONSTRAINT uq_challenges_code UNIQUE (code),
  CONSTRAINT fk_challenges_challenger_id FOREIGN KEY (challenger_id) REFERENCES users (id),
  CONSTRAINT fk_challenges_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_challenges_opponent_id FOREIGN KEY (opponent_id) REFERENCES users (id),
  CONSTRAINT fk_challenges_rematch_of FOREIGN KEY (rematch_of) REFERENCES matches (id),
  CONSTRAINT ck_challenges_accepted_has_its_match
    CHECK ((state = 'accepted') = (match_id IS NOT NULL)),
  CONSTRAINT ck_challenges_two_different_players CHECK (opponent_id <> challenger_id),
  CONSTRAINT ck_challenges_waiting_has_a_deadline
    CHECK ((state = 'open') = (due_at IS NOT NULL))
);
CREATE INDEX ix_challenges_due_at ON challenges (due_at) WHERE state = 'open';
CREATE INDEX ix_challenges_opponent_id ON challenges (opponent_id) WHERE state = 'open';

CREATE TABLE matchmaking_queue (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  wager_amount numeric(12,2) NOT NULL,
  title varchar(10) NOT NULL,
  mode varchar(10) NOT NULL,
  platform varchar(10) NOT NULL,
  accept_adjacent boolean NOT NULL DEFAULT false,
  rating bigint NOT NULL,
  skill_range_min bigint NOT NULL,
  skill_range_max bigint NOT NULL,
  match_id bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  deviation double precision NOT NULL DEFAULT 350,
  seen_at timestamptz NOT NULL DEFAULT now(),
  socket_seen_at timestamptz,
  challenge_id bigint,
  own_range bigint,
  CONSTRAINT pk_matchmaking_queue PRIMARY KEY (id),
  CONSTRAINT uq_matchmaking_queue_user_id UNIQUE (user_id),
  CONSTRAINT fk_matchmaking_queue_challenge_id
    FOREIGN KEY (challenge_id) REFERENCES challenges (id),
  CONSTRAINT fk_matchmaking_queue_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_matchmaking_queue_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_matchmaking_queue_wager_is_whole
    CHECK (wager_amount > 0 AND wager_amount = trunc(wager_amount))
);
CREATE INDEX ix_matchmaking_queue_match_id ON matchmaking_queue (match_id)
  WHERE match_id IS NOT NULL;
CREATE INDEX ix_matchmaking_queue_waiting
  ON matchmaking_queue (title, mode, platform, wager_amount, rating, id)
  WHERE match_id IS NULL AND challenge_id IS NULL;

CREATE TABLE socket_rounds (
  id smallint NOT NULL,
  since timestamptz NOT NULL,
  last timestamptz NOT NULL,
  CONSTRAINT pk_socket_rounds PRIMARY KEY (id),
  CONSTRAINT ck_socket_rounds_one_row CHECK (id = 1)
);
