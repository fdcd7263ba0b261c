"""Passkeys, the handles of who has them, and the challenges that one signature each answers.

Revision: 0092
After: 0091
"""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE passkey_handles (
  user_id bigint NOT NULL,
  handle bytea NOT NULL,
  CONSTRAINT pk_passkey_handles PRIMARY KEY (user_id),
  CONSTRAINT uq_passkey_handles_handle UNIQUE (handle),
  CONSTRAINT fk_passkey_handles_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE passkeys (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  site varchar(10) NOT NULL,
  name varchar(50) NOT NULL,
  credential_id bytea NOT NULL,
  public_key bytea NOT NULL,
  sign_count bigint NOT NULL,
  may_be_copied boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  removed_at timestamptz,
  CONSTRAINT pk_passkeys PRIMARY KEY (id),
  CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_passkeys_site_is_known CHECK (site IN ('players', 'staff')),
  CONSTRAINT ck_passkeys_count_is_one CHECK (sign_count >= 0),
  CONSTRAINT ck_passkeys_times_follow CHECK (removed_at IS NULL OR removed_at >= created_at)
);
CREATE UNIQUE INDEX uq_passkeys_credential_id ON passkeys (credential_id);
CREATE INDEX ix_passkeys_user_id ON passkeys (user_id) WHERE removed_at IS NULL;

CREATE TABLE passkey_challenges (
  challenge bytea NOT NULL,
  site varchar(10) NOT NULL,
  ceremony varchar(10) NOT NULL,
  session_id bigint,
  subject varchar(120) NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  passkey_id bigint,
  CONSTRAINT pk_passkey_challenges PRIMARY KEY (challenge),
  CONSTRAINT fk_passkey_challenges_session_id_login_sessions
    FOREIGN KEY (session_id) REFERENCES login_sessions (id),
  CONSTRAINT fk_passkey_challenges_passkey_id_passkeys
    FOREIGN KEY (passkey_id) REFERENCES passkeys (id),
  CONSTRAINT ck_passkey_challenges_site_is_known CHECK (site IN ('players', 'staff')),
  CONSTRAINT ck_passkey_challenges_ceremony_is_known
    CHECK (ceremony IN ('sign_in', 'register', 'add', 'remove', 'payout')),
  CONSTRAINT ck_passkey_challenges_only_a_sign_in_has_no_session
    CHECK ((ceremony = 'sign_in') = (session_id IS NULL)),
  CONSTRAINT ck_passkey_challenges_signed_is_used
    CHECK (passkey_id IS NULL OR used_at IS NOT NULL)
);
CREATE INDEX ix_passkey_challenges_expires_at ON passkey_challenges (expires_at);

-- A longer list takes no guarantee away, and the next migration validates it.
-- squawk-ignore ban-drop-constraint
ALTER TABLE sms_codes DROP CONSTRAINT ck_sms_codes_purpose_is_known;
ALTER TABLE sms_codes ADD CONSTRAINT ck_sms_codes_purpose_is_known CHECK (
  purpose IN ('verify_phone', 'reset_password', 'change_phone', 'withdraw', 'passkeys',
    'told_reset', 'told_password', 'told_phone', 'told_copy', 'told_device', 'told_email',
    'told_factor', 'told_passkey', 'told_key_copy')) NOT VALID;
"""

_KEPT = """
CREATE TRIGGER count_goes_up BEFORE UPDATE OF sign_count ON passkeys
  FOR EACH ROW WHEN (NEW.sign_count < OLD.sign_count)
  EXECUTE FUNCTION refuse('the counter of a passkey goes up');
CREATE TRIGGER owner
  BEFORE UPDATE OF id, user_id, site, credential_id, public_key, may_be_copied, created_at
  ON passkeys
  FOR EACH ROW EXECUTE FUNCTION refuse('a passkey stays what it was made as');
CREATE TRIGGER removed BEFORE UPDATE ON passkeys
  FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL)
  EXECUTE FUNCTION refuse('a passkey that was removed stays removed');
CREATE TRIGGER no_delete BEFORE DELETE ON passkeys
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON passkeys
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

CREATE TRIGGER used BEFORE UPDATE OF used_at ON passkey_challenges
  FOR EACH ROW WHEN (OLD.used_at IS NOT NULL)
  EXECUTE FUNCTION refuse('a challenge is used once');
CREATE TRIGGER signed BEFORE UPDATE OF passkey_id ON passkey_challenges
  FOR EACH ROW WHEN (OLD.passkey_id IS NOT NULL)
  EXECUTE FUNCTION refuse('a challenge is signed once');
CREATE TRIGGER terms
  BEFORE UPDATE OF challenge, site, ceremony, session_id, subject, created_at, expires_at
  ON passkey_challenges
  FOR EACH ROW EXECUTE FUNCTION refuse('a challenge stays what it was drawn for');
CREATE TRIGGER proof BEFORE DELETE ON passkey_challenges
  FOR EACH ROW WHEN (OLD.ceremony = 'payout' AND OLD.passkey_id IS NOT NULL)
  EXECUTE FUNCTION refuse('what allowed a payout stays');
"""

_GRANTS = """
GRANT SELECT, INSERT ON passkeys, passkey_handles, passkey_challenges TO wagewars_app;
GRANT UPDATE (name, sign_count, last_used_at, removed_at) ON passkeys TO wagewars_app;
GRANT UPDATE (used_at, passkey_id), DELETE ON passkey_challenges TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, what keeps them, and the rights of the app's login."""
    op.execute(_TABLES)
    op.execute(_KEPT)
    op.execute(_GRANTS)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
