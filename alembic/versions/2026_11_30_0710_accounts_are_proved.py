"""Accounts: numbers and addresses belong to who proved them, codes to who asked for them.

Revision: 0023
After: 0010
"""

from alembic import op
from sql_files import replace_function

revision = "0023"
down_revision = "0010"
branch_labels = None
depends_on = None

_STATEMENTS = """
-- Only a verified account holds its number and its e-mail address.
ALTER TABLE users DROP CONSTRAINT uq_users_phone;
DROP INDEX uq_users_email_lower;
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
CREATE UNIQUE INDEX uq_users_phone_verified ON users (phone) WHERE is_verified;
CREATE UNIQUE INDEX uq_users_email_verified ON users (lower(email)) WHERE is_verified;
CREATE INDEX ix_users_phone ON users (phone);
CREATE INDEX ix_users_email_lower ON users (lower(email));

-- As domain/conduct/confusables folds the letters that a username may have.
CREATE UNIQUE INDEX uq_users_username_looks ON users (
  (regexp_replace(regexp_replace(lower(translate(username, '1I0', 'llo')),
    'rn', 'm', 'g'), 'vv', 'w', 'g')));

GRANT UPDATE (phone, email) ON users TO wagewars_app;

ALTER TABLE sms_codes DROP CONSTRAINT ck_sms_codes_purpose_is_known;
ALTER TABLE sms_codes ADD CONSTRAINT ck_sms_codes_purpose_is_known CHECK (
  purpose IN ('verify_phone', 'reset_password', 'change_phone', 'withdraw',
    'told_reset', 'told_password', 'told_phone', 'told_copy', 'told_device'));
ALTER TABLE sms_codes ADD COLUMN ticket_sha256 bytea;
ALTER TABLE sms_codes ADD COLUMN known_device boolean NOT NULL DEFAULT false;
ALTER TABLE sms_codes ADD CONSTRAINT ck_sms_codes_a_reset_has_its_ticket
  CHECK ((purpose = 'reset_password') = (ticket_sha256 IS NOT NULL));
CREATE INDEX ix_sms_codes_created_at ON sms_codes (created_at);
"""


def upgrade() -> None:
    """Move uniqueness to verified accounts, and let an SMS have its asker."""
    op.execute(_STATEMENTS)
    replace_function("auth/number_needs_hold")
    op.execute(
        "CREATE TRIGGER number_needs_hold BEFORE UPDATE OF phone ON users"
        " FOR EACH ROW EXECUTE FUNCTION number_needs_hold()"
    )


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
