"""Consent to the terms and to one's name on boards, and handles for those who show none.

Revision: 0111
After: 0110
"""

from alembic import op
from sql_files import replace_function

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

_COLUMNS = """
GRANT EXECUTE ON FUNCTION new_handle() TO wagewars_app;
ALTER TABLE users ADD COLUMN terms_version varchar(10) NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN shows_name boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD COLUMN handle varchar(20);
ALTER TABLE users ALTER COLUMN handle SET DEFAULT new_handle();
"""

_TABLE = """
CREATE TABLE consents (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  subject varchar(20) NOT NULL,
  version varchar(10) NOT NULL,
  given boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_consents PRIMARY KEY (id),
  CONSTRAINT fk_consents_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_consents_subject_is_known CHECK (subject IN ('terms', 'public_name')),
  CONSTRAINT ck_consents_terms_are_not_taken_back CHECK (subject <> 'terms' OR given)
);
CREATE INDEX ix_consents_user_id ON consents (user_id, id);
GRANT SELECT ON consents TO wagewars_app;
GRANT INSERT (user_id, subject, version, given) ON consents TO wagewars_app;
CREATE TRIGGER applied AFTER INSERT ON consents FOR EACH ROW EXECUTE FUNCTION apply_consent();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON consents
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON consents
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""


def upgrade() -> None:
    """Add the columns and the table."""
    replace_function("auth/new_handle")
    op.execute(_COLUMNS)
    replace_function("auth/apply_consent")
    op.execute(_TABLE)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
