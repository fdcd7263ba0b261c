"""Baseline: everything that the database consists of, read from the files in `alembic/sql`.

Revision: 0001
After: nothing
"""

from sql_files import replace_function, run_file, set_state_transitions

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In the order of their references.
_TABLES = (
    "players",
    "payments",
    "auth",
    "matches",
    "matchmaking",
    "ledger",
    "conduct",
    "ratings",
    "cod",
    "reconciliation",
    "platform",
)

_FUNCTIONS = (
    "evidence/keep_picture",
    "ledger/apply_entries",
    "ledger/check_balance_change",
    "ledger/check_entry",
    "ledger/check_new_account",
    "ledger/entry_fault",
    "ledger/ledger_post",
    "ledger/ledger_post_batch",
    "ledger/lock_player_money",
    "ledger/transaction_fault",
    "ledger/transaction_is_complete",
    "matches/check_match",
    "matches/check_overturn",
    "matches/decision_is_final",
    "matches/escrow_is_paid_out",
    "matches/match_entry_fault",
    "matches/match_has_both_stakes",
    "matches/match_shares",
    "matches/overturn_match",
    "matches/overturned_is_paid",
    "matches/record_match_event",
    "matches/settle_match",
    "matches/split_match",
    "matchmaking/challenge_has_its_ticket",
    "matchmaking/keep_ticket",
    "matchmaking/keep_ticket_match",
    "matchmaking/stake_transaction_fault",
    "matchmaking/ticket_entry_fault",
    "payments/deposit_and_ledger_agree",
    "payments/deposit_entry_fault",
    "payments/paybill_entry_fault",
    "payments/payment_and_ledger_agree",
    "payments/payment_fault",
    "payments/payment_transaction_fault",
    "payments/refund_entry_fault",
    "payments/repayment_entry_fault",
    "payments/reversal_entry_fault",
    "payments/reversal_transaction_fault",
    "payments/times_given_back",
    "payments/withdrawal_entry_fault",
    "platform/check_transition",
    "platform/forbid",
    "platform/refuse",
    "ratings/check_rating_change",
    "reconciliation/statement_entry_fault",
)


def upgrade() -> None:
    """Create tables, functions, triggers, the first rows, and the rights of the app."""
    run_file("roles")
    for name in _TABLES:
        run_file(f"tables/{name}")
    run_file("views")
    # Before the triggers, whose functions are today's: they know columns that come later.
    run_file("rows")
    for name in _FUNCTIONS:
        replace_function(name)
    run_file("triggers")
    set_state_transitions()
    run_file("grants")


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
