-- Matches with their history, evidence, disputes, rulings and appeals.

CREATE TABLE matches (
  id bigint GENERATED ALWAYS AS IDENTITY,
  player1_id bigint NOT NULL,
  player2_id bigint NOT NULL,
  player1_ticket_id bigint NOT NULL,
  player2_ticket_id bigint NOT NULL,
  player1_waited bigint NOT NULL,
  player2_waited bigint NOT NULL,
  wager_amount numeric(12,2) NOT NULL,
  fee_rate numeric(5,4) NOT NULL,
  fee numeric(12,2) NOT NULL,
  prize numeric(12,2) NOT NULL,
  title varchar(10) NOT NULL,
  mode varchar(10) NOT NULL,
  platform varchar(10) NOT NULL,
  lobby_code varchar(8) NOT NULL,
  status varchar(20) NOT NULL DEFAULT 'pending',
  verification_state varchar(20) NOT NULL DEFAULT 'awaiting_checkin',
  result varchar(10),
  winner_id bigint,
  reason varchar(40),
  actor varchar(60) NOT NULL DEFAULT 'system',
  note varchar,
  player1_ready_at timestamptz,
  player2_ready_at timestamptz,
  player1_confirmed boolean NOT NULL DEFAULT false,
  player2_confirmed boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  completed_at timestamptz,
  due_at timestamptz,
  origin varchar(10) NOT NULL DEFAULT 'queue',
  format varchar(20) NOT NULL DEFAULT 'private_1v1',
  map varchar(30),
  best_of bigint NOT NULL DEFAULT 1,
  rules jsonb NOT NULL DEFAULT '{}',
  rules_sha256 bytea,
  identities jsonb NOT NULL DEFAULT '{}',
  rating_gap bigint,
  win_chance double precision,
  replays bigint NOT NULL DEFAULT 0,
  proposed_result varchar(10),
  proposed_at timestamptz,
  flags varchar[] NOT NULL DEFAULT '{}',
  cod_match_data jsonb NOT NULL DEFAULT '{}',
  tickets jsonb NOT NULL DEFAULT '{}',
  reminders bigint NOT NULL DEFAULT 0,
  overturned_at timestamptz,
  CONSTRAINT pk_matches PRIMARY KEY (id),
  CONSTRAINT fk_matches_player1_id FOREIGN KEY (player1_id) REFERENCES users (id),
  CONSTRAINT fk_matches_player2_id FOREIGN KEY (player2_id) REFERENCES users (id)
) WITH (fillfactor = 60);
CREATE INDEX ix_matches_lately ON matches (player1_id, created_at);
CREATE INDEX ix_matches_player1_id ON matches (player1_id, id);
CREATE INDEX ix_matches_player2_id ON matches (player2_id, id);
CREATE INDEX ix_matches_terms ON matches (wager_amount, title, mode, platform, id);

CREATE TABLE match_events (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  status varchar(20) NOT NULL,
  verification_state varchar(20) NOT NULL,
  actor varchar(60) NOT NULL,
  note varchar,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_match_events PRIMARY KEY (id)
);
CREATE INDEX ix_match_events_match_id ON match_events (match_id, id);

CREATE TABLE match_reports (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  outcome varchar(10) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  replay bigint NOT NULL DEFAULT 0,
  wants_replay boolean NOT NULL DEFAULT false,
  contests boolean NOT NULL DEFAULT false,
  cod_match_id varchar(20),
  CONSTRAINT pk_match_reports PRIMARY KEY (id),
  CONSTRAINT fk_match_reports_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_match_reports_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_match_reports_outcome_is_known
    CHECK (outcome IN ('won', 'lost', 'draw', 'problem'))
);
CREATE INDEX ix_match_reports_match_id ON match_reports (match_id, id);

CREATE TABLE match_evidence (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  provider varchar(20) NOT NULL,
  outcome varchar(10) NOT NULL,
  grade varchar(10) NOT NULL,
  cod_match_id varchar(20),
  observed_at timestamptz NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  payload_sha256 bytea NOT NULL,
  flags varchar[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_match_evidence PRIMARY KEY (id),
  CONSTRAINT fk_match_evidence_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT ck_match_evidence_grade_is_known CHECK (grade IN ('HIGH', 'MEDIUM', 'LOW', 'NONE')),
  CONSTRAINT ck_match_evidence_outcome_is_known
    CHECK (outcome IN ('player1', 'player2', 'draw', 'unknown'))
);
CREATE INDEX ix_match_evidence_cod_match_id ON match_evidence (cod_match_id)
  WHERE cod_match_id IS NOT NULL;
CREATE INDEX ix_match_evidence_match_id ON match_evidence (match_id, id);

CREATE TABLE match_pictures (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  replay bigint NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'storing',
  original_sha256 bytea NOT NULL,
  original_size bigint NOT NULL,
  sha256 bytea NOT NULL,
  size bigint NOT NULL,
  content_type varchar(20) NOT NULL,
  width smallint NOT NULL,
  height smallint NOT NULL,
  phash bigint,
  dhash bigint,
  band0 integer GENERATED ALWAYS AS ((((phash >> 48) & 65535))::integer) STORED,
  band1 integer GENERATED ALWAYS AS ((((phash >> 32) & 65535))::integer) STORED,
  band2 integer GENERATED ALWAYS AS ((((phash >> 16) & 65535))::integer) STORED,
  band3 integer GENERATED ALWAYS AS ((((phash >> 0) & 65535))::integer) STORED,
  thumb bytea,
  note varchar(500),
  video_link varchar(300),
  claimed_name varchar(50),
  flags varchar[] NOT NULL DEFAULT '{}',
  reuses_id bigint,
  due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_pictures PRIMARY KEY (id),
  CONSTRAINT fk_match_pictures_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_match_pictures_reuses_id FOREIGN KEY (reuses_id) REFERENCES match_pictures (id),
  CONSTRAINT fk_match_pictures_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_match_pictures_a_fingerprint_is_whole
    CHECK (num_nulls(phash, dhash, thumb) = ANY (ARRAY[0, 3])),
  CONSTRAINT ck_match_pictures_state_is_known
    CHECK (state IN ('storing', 'stored', 'dropped', 'expired')),
  CONSTRAINT ck_match_pictures_waiting_has_a_deadline
    CHECK (due_at IS NOT NULL OR state IN ('dropped', 'expired'))
);
CREATE INDEX ix_match_pictures_band0 ON match_pictures (band0) WHERE phash IS NOT NULL;
CREATE INDEX ix_match_pictures_band1 ON match_pictures (band1) WHERE phash IS NOT NULL;
CREATE INDEX ix_match_pictures_band2 ON match_pictures (band2) WHERE phash IS NOT NULL;
CREATE INDEX ix_match_pictures_band3 ON match_pictures (band3) WHERE phash IS NOT NULL;
CREATE INDEX ix_match_pictures_due_at ON match_pictures (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_match_pictures_original_sha256 ON match_pictures (original_sha256);
CREATE INDEX ix_match_pictures_sha256 ON match_pictures (sha256);
CREATE UNIQUE INDEX uq_match_pictures_original
  ON match_pictures (match_id, user_id, replay, original_sha256)
  WHERE state <> 'dropped';
CREATE UNIQUE INDEX uq_match_pictures_sha256
  ON match_pictures (match_id, user_id, replay, sha256)
  WHERE state <> 'dropped';

CREATE TABLE disputes (
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  opened_by bigint,
  reason_code varchar(40) NOT NULL,
  opened_at timestamptz NOT NULL,
  evidence_until timestamptz NOT NULL,
  rule_by timestamptz NOT NULL,
  player1_done_at timestamptz,
  player2_done_at timestamptz,
  claimed_by bigint,
  claimed_until timestamptz,
  late_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT pk_disputes PRIMARY KEY (match_id),
  CONSTRAINT fk_disputes_claimed_by FOREIGN KEY (claimed_by) REFERENCES users (id),
  CONSTRAINT fk_disputes_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_disputes_opened_by FOREIGN KEY (opened_by) REFERENCES users (id),
  CONSTRAINT ck_disputes_a_claim_lapses CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CONSTRAINT ck_disputes_deadlines_in_order
    CHECK (opened_at <= evidence_until AND evidence_until <= rule_by)
);
CREATE INDEX ix_disputes_opened_at ON disputes (opened_at) WHERE closed_at IS NULL;

CREATE TABLE dispute_statements (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  user_id bigint NOT NULL,
  reason_code varchar(40) NOT NULL,
  statement varchar NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_dispute_statements PRIMARY KEY (id),
  CONSTRAINT fk_dispute_statements_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_dispute_statements_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_dispute_statements_match_id ON dispute_statements (match_id, id);

CREATE TABLE match_rulings (
  id bigint GENERATED ALWAYS AS IDENTITY,
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  result varchar(10) NOT NULL,
  reason varchar NOT NULL,
  strike varchar(10) NOT NULL DEFAULT 'none',
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL,
  decision varchar(10),
  decided_by bigint,
  decided_at timestamptz,
  due_at timestamptz,
  of_appeal boolean NOT NULL DEFAULT false,
  CONSTRAINT pk_match_rulings PRIMARY KEY (id),
  CONSTRAINT fk_match_rulings_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT fk_match_rulings_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_match_rulings_proposed_by FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT ck_match_rulings_decision_is_known
    CHECK (decision IN ('alone', 'confirmed', 'rejected', 'lapsed')),
  CONSTRAINT ck_match_rulings_reason_is_given CHECK (length(btrim(reason)) >= 10),
  CONSTRAINT ck_match_rulings_result_is_known
    CHECK (result IN ('player1', 'player2', 'split', 'draw', 'void', 'replay')),
  CONSTRAINT ck_match_rulings_strike_is_known CHECK (strike IN ('none', 'player1', 'player2')),
  CONSTRAINT ck_match_rulings_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_match_rulings_waiting_has_a_deadline
    CHECK ((decision IS NULL) = (due_at IS NOT NULL) AND (decision IS NULL) = (decided_at IS
      NULL) AND (COALESCE(decision, 'lapsed') IN ('confirmed', 'rejected')) = (decided_by IS NOT
      NULL))
);
CREATE INDEX ix_match_rulings_match_id ON match_rulings (match_id, id);
CREATE UNIQUE INDEX uq_match_rulings_open ON match_rulings (match_id) WHERE decision IS NULL;

CREATE TABLE appeals (
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  statement varchar NOT NULL,
  opened_at timestamptz NOT NULL,
  rule_by timestamptz NOT NULL,
  due_at timestamptz,
  decision varchar(10),
  result varchar(10),
  reason varchar,
  decided_by bigint,
  decided_at timestamptz,
  CONSTRAINT pk_appeals PRIMARY KEY (match_id),
  CONSTRAINT fk_appeals_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT fk_appeals_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_appeals_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_appeals_decision_is_known CHECK (decision IN ('upheld', 'overturned')),
  CONSTRAINT ck_appeals_waiting_has_a_deadline
    CHECK ((decision IS NULL) = (due_at IS NOT NULL) AND (decision IS NULL) = (decided_by IS
      NULL) AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (reason IS
      NULL) AND (COALESCE(decision, 'upheld') = 'overturned') = (result IS NOT NULL))
);
CREATE INDEX ix_appeals_due_at ON appeals (due_at) WHERE decision IS NULL;

CREATE TABLE payout_holds (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  match_id bigint NOT NULL,
  amount numeric(12,2) NOT NULL,
  until timestamptz NOT NULL,
  reason varchar(40) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_payout_holds PRIMARY KEY (id),
  CONSTRAINT uq_payout_holds_match_id_user_id_reason UNIQUE (match_id, user_id, reason),
  CONSTRAINT fk_payout_holds_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_payout_holds_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_payout_holds_amount_is_positive CHECK (amount > 0)
);
CREATE INDEX ix_payout_holds_user_id ON payout_holds (user_id, until);
