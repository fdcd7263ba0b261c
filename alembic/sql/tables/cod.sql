-- Game accounts, and lookups of matches at Activision.

CREATE TABLE game_ids (
  uno varchar(20) NOT NULL,
  user_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_game_ids PRIMARY KEY (uno),
  CONSTRAINT uq_game_ids_uno UNIQUE (uno, user_id),
  CONSTRAINT fk_game_ids_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_game_ids_uno_is_digits CHECK (uno ~ '^[0-9]{1,20}$')
);

CREATE TABLE game_accounts (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  platform varchar(10) NOT NULL,
  username varchar(50) NOT NULL,
  uno varchar(20),
  visibility varchar(10) NOT NULL DEFAULT 'unknown',
  probed_at timestamptz,
  probe_due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_game_accounts PRIMARY KEY (id),
  CONSTRAINT uq_game_accounts_user_id UNIQUE (user_id, platform),
  CONSTRAINT fk_game_accounts_uno FOREIGN KEY (uno, user_id) REFERENCES game_ids (uno, user_id),
  CONSTRAINT fk_game_accounts_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_game_accounts_platform_is_known
    CHECK (platform IN ('acti', 'battle', 'psn', 'xbl', 'mobile')),
  CONSTRAINT ck_game_accounts_visibility_is_known
    CHECK (visibility IN ('unknown', 'visible', 'private', 'not_found', 'empty', 'taken'))
);
CREATE INDEX ix_game_accounts_probe_due_at ON game_accounts (probe_due_at)
  WHERE probe_due_at IS NOT NULL;

CREATE TABLE verification_jobs (
  match_id bigint NOT NULL,
  replay bigint NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'waiting',
  priority bigint NOT NULL,
  started_at timestamptz NOT NULL,
  attempt bigint NOT NULL DEFAULT 0,
  next_poll_at timestamptz,
  lease_until timestamptz,
  hits bigint NOT NULL DEFAULT 0,
  sightings jsonb NOT NULL DEFAULT '{}',
  polls jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pk_verification_jobs PRIMARY KEY (match_id, replay),
  CONSTRAINT fk_verification_jobs_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT ck_verification_jobs_state_is_known CHECK (state IN ('waiting', 'done')),
  CONSTRAINT ck_verification_jobs_waiting_has_a_deadline
    CHECK ((state = 'waiting') = (next_poll_at IS NOT NULL))
);
CREATE INDEX ix_verification_jobs_due ON verification_jobs (priority, next_poll_at)
  WHERE state = 'waiting';

CREATE TABLE cod_capabilities (
  name varchar(30) NOT NULL,
  misses bigint NOT NULL DEFAULT 0,
  off_until timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_cod_capabilities PRIMARY KEY (name)
);
