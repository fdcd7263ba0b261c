"""Prizes that are taken back after they were paid, and what others move up by.

Revision: 0082
After: 0081
"""

from alembic import op
from sql_files import replace_function

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

_PROPOSED = """
  reason varchar(1000) NOT NULL,
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by bigint,
  decided_at timestamptz,
  decision varchar(10),
  due_at timestamptz,
  CONSTRAINT pk_{table} PRIMARY KEY (id),
  CONSTRAINT fk_{table}_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_{table}_proposed_by_users FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT fk_{table}_decided_by_users FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_{table}_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_{table}_decided_by_somebody
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
      AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))
      AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)),
  CONSTRAINT ck_{table}_reason_is_given CHECK (length(btrim(reason)) >= 8)
"""

_TABLES = (
    """
CREATE TABLE prize_clawbacks (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  user_id bigint NOT NULL,
  amount numeric(12, 2) NOT NULL,
  look_at timestamptz,
"""
    + _PROPOSED.format(table="prize_clawbacks")
    + """,
  CONSTRAINT fk_prize_clawbacks_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_prize_clawbacks_amount_is_not_negative CHECK (amount >= 0),
  CONSTRAINT ck_prize_clawbacks_not_of_their_own
    CHECK (user_id <> proposed_by AND user_id <> coalesce(decided_by, 0)),
  CONSTRAINT ck_prize_clawbacks_looked_at_once_approved
    CHECK (look_at IS NULL OR coalesce(decision, '') = 'approved')
);
CREATE INDEX ix_prize_clawbacks_due_at ON prize_clawbacks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_prize_clawbacks_look_at ON prize_clawbacks (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX ix_prize_clawbacks_user_id ON prize_clawbacks (user_id);
CREATE UNIQUE INDEX uq_prize_clawbacks_standing ON prize_clawbacks (tournament_id, user_id)
  WHERE decision IS NULL OR decision = 'approved';

CREATE TABLE prize_advances (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  amount numeric(12, 2) NOT NULL,
"""
    + _PROPOSED.format(table="prize_advances")
    + """,
  CONSTRAINT ck_prize_advances_amount_is_positive CHECK (amount > 0)
);
CREATE INDEX ix_prize_advances_due_at ON prize_advances (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX uq_prize_advances_open ON prize_advances (tournament_id)
  WHERE decision IS NULL;

CREATE TABLE prize_upgrades (
  tournament_id bigint NOT NULL,
  user_id bigint NOT NULL,
  amount numeric(12, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_prize_upgrades PRIMARY KEY (tournament_id, user_id),
  CONSTRAINT fk_prize_upgrades_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_prize_upgrades_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_prize_upgrades_amount_is_not_negative CHECK (amount >= 0)
);

CREATE TABLE prize_upgrade_payments (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tournament_id bigint NOT NULL,
  user_id bigint,
  amount numeric(12, 2) NOT NULL,
  clawback_id bigint,
  advance_id bigint,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_prize_upgrade_payments PRIMARY KEY (id),
  CONSTRAINT fk_prize_upgrade_payments_tournament_id_tournaments
    FOREIGN KEY (tournament_id) REFERENCES tournaments (id),
  CONSTRAINT fk_prize_upgrade_payments_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_prize_upgrade_payments_clawback_id_prize_clawbacks
    FOREIGN KEY (clawback_id) REFERENCES prize_clawbacks (id),
  CONSTRAINT fk_prize_upgrade_payments_advance_id_prize_advances
    FOREIGN KEY (advance_id) REFERENCES prize_advances (id),
  CONSTRAINT ck_prize_upgrade_payments_amount_is_positive CHECK (amount > 0),
  CONSTRAINT ck_prize_upgrade_payments_out_of_one
    CHECK ((clawback_id IS NULL) <> (advance_id IS NULL)),
  CONSTRAINT ck_prize_upgrade_payments_house_advances_to_players
    CHECK (advance_id IS NULL OR user_id IS NOT NULL)
);
CREATE INDEX ix_prize_upgrade_payments_tournament_id
  ON prize_upgrade_payments (tournament_id, user_id);
CREATE INDEX ix_prize_upgrade_payments_clawback_id ON prize_upgrade_payments (clawback_id);
""",
)

_KEPT = """
CREATE TRIGGER decided BEFORE UPDATE OF decision, decided_by, decided_at ON {table}
  FOR EACH ROW WHEN (OLD.decision IS NOT NULL)
  EXECUTE FUNCTION refuse('what was decided cannot change');
CREATE TRIGGER terms BEFORE UPDATE OF id, tournament_id, {terms}, reason, proposed_by, proposed_at
  ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse('what was proposed cannot change');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE OF decision ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION prizes_and_ledger_agree('{what}');
"""

_CONSTANT = """
CREATE TRIGGER no_delete BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
GRANT SELECT, INSERT, UPDATE ON {table} TO wagewars_app;
"""

_UPGRADES = """
CREATE TRIGGER owner BEFORE UPDATE OF tournament_id, user_id, created_at ON prize_upgrades
  FOR EACH ROW EXECUTE FUNCTION refuse('an upgrade stays its player''s');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT OR UPDATE ON prize_upgrades
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION prizes_and_ledger_agree('upgrade');
CREATE TRIGGER fixed BEFORE UPDATE ON prize_upgrade_payments
  FOR EACH ROW EXECUTE FUNCTION refuse('what was paid cannot change');
CREATE CONSTRAINT TRIGGER ledger_agrees AFTER INSERT ON prize_upgrade_payments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION prizes_and_ledger_agree('payment');
"""

_FUNCTIONS = (
    "ledger/check_new_account",
    "ledger/entry_fault",
    "ledger/transaction_fault",
    "tournaments/prize_advance_fault",
    "tournaments/prize_clawback_fault",
    "tournaments/prize_entry_fault",
    "tournaments/prize_payment_fault",
    "tournaments/prize_transaction_fault",
    "tournaments/prize_upgrade_fault",
    "tournaments/prizes_and_ledger_agree",
)

_RECOVERY = (
    "INSERT INTO accounts (code, kind, tracked)"
    " VALUES ('prize_recovery:main', 'prize_recovery', false)"
)


def upgrade() -> None:
    """Add the tables, what keeps them and the ledger in step, and the account between them."""
    for sql in _TABLES:
        op.execute(sql)
    for name in _FUNCTIONS:
        replace_function(name)
    op.execute(_KEPT.format(table="prize_clawbacks", terms="user_id, amount", what="clawback"))
    op.execute(_KEPT.format(table="prize_advances", terms="amount", what="advance"))
    op.execute(_UPGRADES)
    for table in ("prize_clawbacks", "prize_advances", "prize_upgrades", "prize_upgrade_payments"):
        op.execute(_CONSTANT.format(table=table))
    op.execute(_RECOVERY)


def downgrade() -> None:
    """Not possible: a mistake is mended by the next migration."""
    raise NotImplementedError
