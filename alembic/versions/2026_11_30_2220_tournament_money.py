"""Money of tournaments: escrows, entry fees, guarantees, prizes, and the sponsor's account.

Revision: 0077
After: 0076
"""

from alembic import op
from sql_files import replace_function, set_state_transitions

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

_ACCOUNTS = """
ALTER TABLE accounts ADD COLUMN tournament_id bigint;
ALTER TABLE accounts ADD CONSTRAINT fk_accounts_tournament_id_tournaments
  FOREIGN KEY (tournament_id) REFERENCES tournaments (id);
CREATE UNIQUE INDEX uq_accounts_tournament_id ON accounts (tournament_id)
  WHERE tournament_id IS NOT NULL;
DROP TRIGGER identity_is_fixed ON accounts;
CREATE TRIGGER identity_is_fixed BEFORE UPDATE OF id, code, kind, user_id, match_id, tournament_id,
    tracked, floor, created_at
  ON accounts
  FOR EACH ROW EXECUTE FUNCTION refuse('what an account is cannot change');
GRANT INSERT (tournament_id) ON accounts TO wagewars_app;
"""

_FUNDINGS = """
CREATE TABLE sponsor_fundings (
  id bigint GENERATED ALWAYS AS IDENTITY,
  amount numeric(12, 2) NOT NULL,
  reason varchar(1000) NOT NULL,
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by bigint,
  decided_at timestamptz,
  decision varchar(10),
  due_at timestamptz,
  CONSTRAINT pk_sponsor_fundings PRIMARY KEY (id),
  CONSTRAINT fk_sponsor_fundings_proposed_by_users
    FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT fk_sponsor_fundings_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_sponsor_fundings_amount_is_positive CHECK (amount > 0),
  CONSTRAINT ck_sponsor_fundings_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_sponsor_fundings_decided_by_somebody
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
      AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))
      AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)),
  CONSTRAINT ck_sponsor_fundings_reason_is_given CHECK (length(btrim(reason)) >= 8)
);
CREATE INDEX ix_sponsor_fundings_due_at ON sponsor_fundings (due_at) WHERE due_at IS NOT NULL;
GRANT SELECT, INSERT, UPDATE ON sponsor_fundings TO wagewars_app;
"""

_FUNCTIONS = (
    "ledger/check_new_account",
    "ledger/entry_fault",
    "ledger/transaction_fault",
    "tournaments/sponsor_funding_fault",
    "tournaments/tournament_and_ledger_agree",
    "tournaments/tournament_entry_fault",
    "tournaments/tournament_fee_fault",
    "tournaments/tournament_money_fault",
    "tournaments/tournament_transaction_fault",
)

_KEPT = """
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER UPDATE OF status ON tournaments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION tournament_and_ledger_agree('tournament');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF state ON tournament_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION tournament_and_ledger_agree('entry');
CREATE TRIGGER transition BEFORE UPDATE OF state ON tournament_entries
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION check_transition('tournament_entry');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT ON tournament_prizes
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION tournament_and_ledger_agree('prize');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON sponsor_fundings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION tournament_and_ledger_agree('funding');
CREATE TRIGGER decided BEFORE UPDATE ON sponsor_fundings
  FOR EACH ROW WHEN (OLD.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('what was decided cannot change');
CREATE TRIGGER terms BEFORE UPDATE OF id, amount, reason, proposed_by, proposed_at
  ON sponsor_fundings
  FOR EACH ROW EXECUTE FUNCTION refuse('what was proposed cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON sponsor_fundings
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON sponsor_fundings
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
"""

_SPONSOR = "INSERT INTO accounts (code, kind, floor) VALUES ('sponsor:main', 'sponsor', 0)"


def upgrade() -> None:
    """Add escrows of tournaments and the sponsor, and what keeps their money and rows in step."""
    op.execute(_ACCOUNTS)
    op.execute(_FUNDINGS)
    for name in _FUNCTIONS:
        replace_function(name)
    set_state_transitions()
    op.execute(_KEPT)
    op.execute(_SPONSOR)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
