"""Players' names, what M-Pesa calls them, checks of documents, and limits by what is proved.

Revision: 0100
After: 0095
"""

from alembic import op
from sql_files import replace_function, set_state_transitions

revision = "0100"
down_revision = "0095"
branch_labels = None
depends_on = None

_SETTINGS = """
CREATE TABLE protection_settings (
  name varchar(40) NOT NULL,
  value numeric(12, 2) NOT NULL,
  CONSTRAINT pk_protection_settings PRIMARY KEY (name),
  CONSTRAINT ck_protection_settings_not_negative CHECK (value >= 0)
);
GRANT SELECT ON protection_settings TO wagewars_app;
"""

_NAMES = """
CREATE TABLE legal_names (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  name varchar(100) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_legal_names PRIMARY KEY (id),
  CONSTRAINT fk_legal_names_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_legal_names_user_id ON legal_names (user_id, id);

CREATE TABLE mpesa_names (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  phone varchar(15) NOT NULL,
  name varchar(120) NOT NULL,
  source varchar(12) NOT NULL,
  subject_id bigint NOT NULL,
  receipt varchar(20),
  legal_name_id bigint,
  outcome varchar(12) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_mpesa_names PRIMARY KEY (id),
  CONSTRAINT fk_mpesa_names_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_mpesa_names_legal_name_id_legal_names
    FOREIGN KEY (legal_name_id) REFERENCES legal_names (id),
  CONSTRAINT uq_mpesa_names_source UNIQUE NULLS NOT DISTINCT (source, subject_id, receipt),
  CONSTRAINT ck_mpesa_names_source_is_known
    CHECK (source IN ('deposit', 'withdrawal', 'declaration')),
  CONSTRAINT ck_mpesa_names_outcome_is_known CHECK (outcome IN
    ('same', 'consistent', 'differs', 'cleared', 'unreadable', 'undeclared')),
  CONSTRAINT ck_mpesa_names_is_compared_with_a_name
    CHECK ((outcome IN ('undeclared', 'unreadable')) OR legal_name_id IS NOT NULL)
);
CREATE INDEX ix_mpesa_names_user_id ON mpesa_names (user_id, phone, id);
"""

_CHECKS = """
CREATE TABLE identity_checks (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  legal_name_id bigint NOT NULL,
  our_ref varchar(32) NOT NULL,
  document_kind varchar(20) NOT NULL,
  document_number varchar(30),
  document_hash bytea NOT NULL,
  consent_at timestamptz NOT NULL,
  state varchar(12) NOT NULL DEFAULT 'requested',
  job varchar(80),
  link varchar(400),
  reason varchar(40),
  tries smallint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_identity_checks PRIMARY KEY (id),
  CONSTRAINT uq_identity_checks_our_ref UNIQUE (our_ref),
  CONSTRAINT fk_identity_checks_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_identity_checks_legal_name_id_legal_names
    FOREIGN KEY (legal_name_id) REFERENCES legal_names (id),
  CONSTRAINT ck_identity_checks_state_is_known CHECK (state IN
    ('requested', 'starting', 'open', 'review', 'approved', 'rejected', 'failed')),
  CONSTRAINT ck_identity_checks_kind_is_known
    CHECK (document_kind IN ('national_id', 'passport', 'alien_id')),
  CONSTRAINT ck_identity_checks_number_is_forgotten
    CHECK (document_number IS NULL OR state IN ('requested', 'starting')),
  CONSTRAINT ck_identity_checks_waiting_has_a_deadline
    CHECK ((state IN ('requested', 'starting', 'open')) = (due_at IS NOT NULL)),
  CONSTRAINT ck_identity_checks_final_has_its_moment
    CHECK ((state IN ('approved', 'rejected', 'failed')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX uq_identity_checks_one_open ON identity_checks (user_id)
  WHERE state IN ('requested', 'starting', 'open', 'review');
CREATE INDEX ix_identity_checks_user_id ON identity_checks (user_id, id);
CREATE INDEX ix_identity_checks_due_at ON identity_checks (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE identity_documents (
  document_hash bytea NOT NULL,
  user_id bigint NOT NULL,
  check_id bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_identity_documents PRIMARY KEY (document_hash),
  CONSTRAINT fk_identity_documents_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_identity_documents_check_id_identity_checks
    FOREIGN KEY (check_id) REFERENCES identity_checks (id)
);
CREATE INDEX ix_identity_documents_user_id ON identity_documents (user_id);

CREATE TABLE identity_reviews (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  mpesa_name_id bigint,
  check_id bigint,
  opened_at timestamptz NOT NULL DEFAULT now(),
  decision varchar(10),
  decided_by bigint,
  decided_at timestamptz,
  reason varchar(1000),
  CONSTRAINT pk_identity_reviews PRIMARY KEY (id),
  CONSTRAINT uq_identity_reviews_mpesa_name_id UNIQUE (mpesa_name_id),
  CONSTRAINT uq_identity_reviews_check_id UNIQUE (check_id),
  CONSTRAINT fk_identity_reviews_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_identity_reviews_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT fk_identity_reviews_mpesa_name_id_mpesa_names
    FOREIGN KEY (mpesa_name_id) REFERENCES mpesa_names (id),
  CONSTRAINT fk_identity_reviews_check_id_identity_checks
    FOREIGN KEY (check_id) REFERENCES identity_checks (id),
  CONSTRAINT ck_identity_reviews_about_one_thing CHECK (num_nonnulls(mpesa_name_id, check_id) = 1),
  CONSTRAINT ck_identity_reviews_decision_is_known CHECK (decision IN ('approved', 'refused')),
  CONSTRAINT ck_identity_reviews_decided_by_somebody
    CHECK (num_nulls(decision, decided_by, decided_at, reason) IN (0, 4)),
  CONSTRAINT ck_identity_reviews_not_of_their_own CHECK (user_id <> coalesce(decided_by, 0))
);
CREATE INDEX ix_identity_reviews_open ON identity_reviews (opened_at) WHERE decision IS NULL;
CREATE INDEX ix_identity_reviews_user_id ON identity_reviews (user_id);

CREATE TABLE identity_proofs (
  id bigint GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL,
  legal_name_id bigint NOT NULL,
  step smallint NOT NULL,
  mpesa_name_id bigint,
  check_id bigint,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_identity_proofs PRIMARY KEY (id),
  CONSTRAINT uq_identity_proofs_step UNIQUE (user_id, legal_name_id, step),
  CONSTRAINT fk_identity_proofs_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_identity_proofs_legal_name_id_legal_names
    FOREIGN KEY (legal_name_id) REFERENCES legal_names (id),
  CONSTRAINT fk_identity_proofs_mpesa_name_id_mpesa_names
    FOREIGN KEY (mpesa_name_id) REFERENCES mpesa_names (id),
  CONSTRAINT fk_identity_proofs_check_id_identity_checks
    FOREIGN KEY (check_id) REFERENCES identity_checks (id),
  CONSTRAINT ck_identity_proofs_of_its_kind CHECK (
    (step = 1 AND mpesa_name_id IS NOT NULL AND check_id IS NULL)
    OR (step = 2 AND check_id IS NOT NULL AND mpesa_name_id IS NULL))
);
"""

_FUNCTIONS = (
    "identity/identity_step",
    "identity/identity_room",
    "identity/refuse_beyond_identity",
    "identity/refuse_underage",
    "identity/check_identity_proof",
    "identity/protect_payout",
    "identity/payout_name_is_cleared",
    "identity/user_is_adult",
    "protection/protect_deposit",
    "protection/protect_stakes",
)

_TRIGGERS = """
CREATE TRIGGER checked BEFORE INSERT ON identity_proofs
  FOR EACH ROW EXECUTE FUNCTION check_identity_proof();
CREATE TRIGGER decided BEFORE UPDATE ON identity_reviews
  FOR EACH ROW WHEN (OLD.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('what was decided cannot change');
CREATE TRIGGER subject BEFORE UPDATE OF id, user_id, mpesa_name_id, check_id ON identity_reviews
  FOR EACH ROW EXECUTE FUNCTION refuse('what is reviewed cannot change');
CREATE TRIGGER ended BEFORE UPDATE ON identity_checks
  FOR EACH ROW WHEN (OLD.state IN ('approved', 'rejected', 'failed'))
  EXECUTE FUNCTION refuse('a check that has ended cannot change');
CREATE TRIGGER subject BEFORE UPDATE OF id, user_id, legal_name_id, our_ref, document_kind,
  document_hash, consent_at ON identity_checks
  FOR EACH ROW EXECUTE FUNCTION refuse('what is checked cannot change');
CREATE TRIGGER protect_payout BEFORE INSERT ON withdrawals
  FOR EACH ROW EXECUTE FUNCTION protect_payout();
CREATE TRIGGER name_is_cleared BEFORE UPDATE OF state ON withdrawals
  FOR EACH ROW WHEN (NEW.state = 'sending' AND OLD.state = 'held' AND OLD.sent_at IS NULL)
  EXECUTE FUNCTION payout_name_is_cleared();
CREATE TRIGGER is_adult BEFORE INSERT ON users
  FOR EACH ROW EXECUTE FUNCTION user_is_adult();
"""

_KEPT = """
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""

_GRANTS = """
GRANT SELECT, INSERT (user_id, name) ON legal_names TO wagewars_app;
GRANT SELECT, INSERT (user_id, phone, name, source, subject_id, receipt, legal_name_id, outcome)
  ON mpesa_names TO wagewars_app;
GRANT SELECT, INSERT ON identity_checks TO wagewars_app;
GRANT UPDATE (state, document_number, job, link, reason, tries, ended_at, due_at)
  ON identity_checks TO wagewars_app;
GRANT SELECT, INSERT (document_hash, user_id, check_id) ON identity_documents TO wagewars_app;
GRANT SELECT, INSERT (user_id, mpesa_name_id, check_id) ON identity_reviews TO wagewars_app;
GRANT UPDATE (decision, decided_by, decided_at, reason) ON identity_reviews TO wagewars_app;
GRANT SELECT, INSERT (user_id, legal_name_id, step, mpesa_name_id, check_id)
  ON identity_proofs TO wagewars_app;
GRANT EXECUTE ON FUNCTION identity_step(bigint), identity_room(bigint, text) TO wagewars_app;
"""


def upgrade() -> None:
    """Add the tables, and what refuses money beyond what is proved of its owner."""
    op.execute(_SETTINGS)
    op.execute(_NAMES)
    op.execute(_CHECKS)
    for name in _FUNCTIONS:
        replace_function(name)
    op.execute(_TRIGGERS)
    for table in ("legal_names", "mpesa_names", "identity_documents", "identity_proofs"):
        op.execute(_KEPT.format(table=table))
    op.execute(_GRANTS)
    set_state_transitions()


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
