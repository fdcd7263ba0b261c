-- Sessions, one-time codes, and answers kept for repeated requests.

CREATE TABLE login_sessions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  user_agent varchar(200) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_because varchar(20),
  device_sha256 bytea,
  CONSTRAINT pk_login_sessions PRIMARY KEY (id),
  CONSTRAINT fk_login_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_login_sessions_device_sha256 ON login_sessions (device_sha256)
  WHERE device_sha256 IS NOT NULL;
CREATE INDEX ix_login_sessions_user_id ON login_sessions (user_id);

CREATE TABLE refresh_tokens (
  token_sha256 bytea NOT NULL,
  session_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_sha256),
  CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES login_sessions (id)
);
CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (session_id);

CREATE TABLE sms_codes (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  purpose varchar(20) NOT NULL,
  phone varchar(15) NOT NULL,
  salt bytea NOT NULL,
  state varchar(10) NOT NULL DEFAULT 'queued',
  sends bigint NOT NULL DEFAULT 0,
  tries_left bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  withdrawal_id bigint,
  CONSTRAINT pk_sms_codes PRIMARY KEY (id),
  CONSTRAINT fk_sms_codes_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_sms_codes_withdrawal_id FOREIGN KEY (withdrawal_id) REFERENCES withdrawals (id),
  CONSTRAINT ck_sms_codes_a_withdrawal_has_its_code
    CHECK ((purpose = 'withdraw') = (withdrawal_id IS NOT NULL)),
  CONSTRAINT ck_sms_codes_purpose_is_known
    CHECK (purpose IN ('verify_phone', 'reset_password', 'withdraw')),
  CONSTRAINT ck_sms_codes_state_is_known CHECK (state IN ('queued', 'sending', 'sent', 'failed'))
);
CREATE INDEX ix_sms_codes_due_at ON sms_codes (due_at) WHERE state IN ('queued', 'sending');
CREATE INDEX ix_sms_codes_phone_created_at ON sms_codes (phone, created_at);
CREATE INDEX ix_sms_codes_user_id_purpose ON sms_codes (user_id, purpose, id);

CREATE TABLE idempotent_answers (
  user_id bigint NOT NULL,
  key varchar(128) NOT NULL,
  fingerprint bytea NOT NULL,
  status bigint NOT NULL,
  body json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_idempotent_answers PRIMARY KEY (user_id, key),
  CONSTRAINT fk_idempotent_answers_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_idempotent_answers_created_at ON idempotent_answers (created_at);
