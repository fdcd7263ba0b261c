"""What two of staff decide about money: the house's capital, wallets, taxes, risk, withdrawals.

Revision: 0095
After: 0093
"""

from alembic import op
from sql_files import replace_function, set_state_transitions

revision = "0095"
down_revision = "0093"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE staff_proposals (
  id bigint GENERATED ALWAYS AS IDENTITY,
  action varchar(20) NOT NULL,
  user_id bigint,
  amount numeric(12, 2),
  receipt varchar(20),
  code varchar(20),
  profile varchar(20),
  effective_from timestamptz,
  reason varchar(1000) NOT NULL,
  digest varchar(64) NOT NULL,
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by bigint,
  decided_at timestamptz,
  decision varchar(10),
  due_at timestamptz,
  decided_in xid8,
  CONSTRAINT pk_staff_proposals PRIMARY KEY (id),
  CONSTRAINT fk_staff_proposals_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_staff_proposals_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT fk_staff_proposals_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_staff_proposals_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_staff_proposals_not_of_their_own
    CHECK (user_id <> proposed_by AND user_id <> coalesce(decided_by, 0)),
  CONSTRAINT ck_staff_proposals_decided_by_somebody
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
      AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))
      AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)),
  CONSTRAINT ck_staff_proposals_reason_is_given CHECK (length(btrim(reason)) >= 8),
  CONSTRAINT ck_staff_proposals_fits_its_action CHECK (coalesce(CASE action
    WHEN 'capital_in' THEN amount > 0 AND receipt IS NOT NULL
      AND num_nonnulls(user_id, code, profile, effective_from) = 0
    WHEN 'capital_out' THEN amount > 0
      AND num_nonnulls(user_id, code, profile, effective_from) = 0
    WHEN 'wallet_adjustment' THEN user_id IS NOT NULL
      AND num_nonnulls(receipt, profile, effective_from) = 0
      AND (amount > 0 AND code IN ('goodwill', 'our_fault', 'prize_restored', 'correction')
        OR amount < 0 AND code IN ('credited_twice', 'credited_wrongly', 'correction'))
    WHEN 'tax_period' THEN profile IN ('none', 'gambling')
      AND num_nonnulls(user_id, amount, receipt, code) = 0
    WHEN 'risk_clear' THEN user_id IS NOT NULL
      AND num_nonnulls(amount, receipt, code, profile, effective_from) = 0
    WHEN 'withdrawals_on' THEN
      num_nonnulls(user_id, amount, receipt, code, profile, effective_from) = 0
    END, false))
);
CREATE INDEX ix_staff_proposals_due_at ON staff_proposals (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX uq_staff_proposals_open ON staff_proposals (action, coalesce(user_id, 0))
  WHERE decision IS NULL;
CREATE UNIQUE INDEX uq_staff_proposals_receipt ON staff_proposals (receipt)
  WHERE decision = 'approved' AND receipt IS NOT NULL;
GRANT SELECT, INSERT ON staff_proposals TO wagewars_app;
GRANT UPDATE (decision, decided_by, decided_at, due_at, receipt) ON staff_proposals
  TO wagewars_app;
"""

_FUNCTIONS = (
    "ledger/check_new_account",
    "ledger/entry_fault",
    "ledger/house_entry_fault",
    "ledger/house_money",
    "ledger/house_money_fault",
    "ledger/house_transaction_fault",
    "ledger/lock_house_money",
    "ledger/proposal_and_ledger_agree",
    "ledger/staff_proposal_fault",
    "ledger/transaction_fault",
    "payments/payment_fault",
    "payments/repayment_entry_fault",
    "platform/begin_staff_proposal",
    "platform/decide_staff_proposal",
    "platform/require_two_people",
    "platform/staff_proposal_digest",
    "reconciliation/statement_entry_fault",
)

_KEPT = """
CREATE TRIGGER begin BEFORE INSERT ON staff_proposals
  FOR EACH ROW EXECUTE FUNCTION begin_staff_proposal();
CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at, due_at, decided_in
  ON staff_proposals
  FOR EACH ROW WHEN (OLD.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('what was decided cannot change');
CREATE TRIGGER decide BEFORE UPDATE OF decision ON staff_proposals
  FOR EACH ROW WHEN (NEW.decision = 'approved')
  EXECUTE FUNCTION decide_staff_proposal();
CREATE TRIGGER terms BEFORE UPDATE OF id, action, user_id, amount, code, profile, effective_from,
    reason, digest, proposed_by, proposed_at
  ON staff_proposals
  FOR EACH ROW EXECUTE FUNCTION refuse('what was proposed cannot change');
CREATE TRIGGER receipt BEFORE UPDATE OF receipt ON staff_proposals
  FOR EACH ROW WHEN ((OLD.action = 'capital_out' AND OLD.decision = 'approved'
    AND OLD.receipt IS NULL) IS NOT TRUE)
  EXECUTE FUNCTION refuse('a receipt is named once, of capital that was paid out');
CREATE TRIGGER no_delete BEFORE DELETE ON staff_proposals
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON staff_proposals
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON staff_proposals
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION proposal_and_ledger_agree();

CREATE TRIGGER two_people BEFORE INSERT ON tax_periods
  FOR EACH ROW EXECUTE FUNCTION require_two_people('tax_period');
CREATE TRIGGER two_people BEFORE UPDATE OF cleared_at ON risk_flags
  FOR EACH ROW WHEN (OLD.cleared_at IS NULL AND NEW.cleared_at IS NOT NULL)
  EXECUTE FUNCTION require_two_people('risk_clear');
CREATE TRIGGER two_people BEFORE UPDATE OF frozen, held_until ON player_risks
  FOR EACH ROW WHEN (OLD.frozen AND NOT NEW.frozen
    OR OLD.held_until > now() AND coalesce(NEW.held_until < OLD.held_until, true))
  EXECUTE FUNCTION require_two_people('risk_clear');
CREATE TRIGGER two_people BEFORE UPDATE OF is_on ON switches
  FOR EACH ROW WHEN (OLD.name = 'withdrawals' AND NOT OLD.is_on AND NEW.is_on)
  EXECUTE FUNCTION require_two_people('withdrawals_on');
"""

_GRANTS = (
    "GRANT EXECUTE ON FUNCTION house_money(), lock_house_money(),"
    " staff_proposal_digest(staff_proposals) TO wagewars_app"
)

_ACCOUNTS = (
    "INSERT INTO accounts (code, kind, floor) VALUES ('house_capital:main', 'house_capital', 0)",
    "INSERT INTO accounts (code, kind, tracked)"
    " VALUES ('wallet_adjustment:main', 'wallet_adjustment', false)",
)


def upgrade() -> None:
    """Add the table, its rules, both accounts, and what asks for two people elsewhere."""
    op.execute(_TABLE)
    for name in _FUNCTIONS:
        replace_function(name)
    set_state_transitions()
    op.execute(_KEPT)
    op.execute(_GRANTS)
    for sql in _ACCOUNTS:
        op.execute(sql)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
