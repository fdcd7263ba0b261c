"""The export of personal data: wallet and payments."""

from app.domain.privacy.personal_table import PersonalTable, Withheld, columns, without

_SECRET, _INNER, _STAFF = Withheld.SECRET, Withheld.INNER, Withheld.STAFF
_MY_ACCOUNTS = "(SELECT a.id FROM accounts a WHERE a.user_id = %(id)s)"
_MY_MOVEMENTS = (
    "(SELECT e.transaction_id FROM entries e"  # noqa: S608  # names of our own
    f" WHERE e.debit_account_id IN {_MY_ACCOUNTS} OR e.credit_account_id IN {_MY_ACCOUNTS})"
)

MONEY_TABLES = (
    PersonalTable(
        "accounts",
        "Your accounts in our ledger: free, held, being withdrawn.",
        columns("id code kind user_id balance created_at"),
        without(tracked__floor__match_id__tournament_id=_INNER),
    ),
    PersonalTable(
        "transactions",
        "Each movement of your money.",
        columns("id type match_id mpesa_reference actor created_at"),
        without(idempotency_key__xact=_INNER),
        whose=f"t.id IN {_MY_MOVEMENTS}",
    ),
    PersonalTable(
        "entries",
        "The legs of each movement: taken from one account, given to another.",
        columns("id transaction_id seq debit_account_id credit_account_id amount"),
        whose=(f"t.debit_account_id IN {_MY_ACCOUNTS} OR t.credit_account_id IN {_MY_ACCOUNTS}"),
    ),
    PersonalTable(
        "deposits",
        "Deposits by a prompt on your phone.",
        columns(
            "id user_id phone amount state account_reference merchant_request_id"
            " checkout_request_id result_code failure claimed_receipt mpesa_reference created_at"
            " prompted_at completed_at tax tax_profile"
        ),
        without(
            token_sha256=_SECRET, holds_phone__doubt__needs_query__tries__queries__due_at=_INNER
        ),
    ),
    PersonalTable(
        "paybill_payments",
        "Payments to our paybill number that were credited to you.",
        columns(
            "id receipt amount tax tax_profile reference user_id state paid_at created_at"
            " verified_at completed_at"
        ),
        without(payer=Withheld.OTHERS, source__doubt__questions__due_at=_INNER),
    ),
    PersonalTable(
        "withdrawals",
        "Withdrawals to your phone.",
        columns(
            "id user_id phone amount fee tax net change tax_profile state"
            " originator_conversation_id conversation_id result_code failure mpesa_reference"
            " created_at confirmed_at sent_at completed_at"
        ),
        without(token_sha256=_SECRET, doubt__tries__questions__due_at__session_id=_INNER),
    ),
    PersonalTable(
        "refunds",
        "Payments that we sent back.",
        columns(
            "id deposit_id paybill_payment_id user_id original_receipt amount wallet_amount"
            " tax_amount reason state originator_conversation_id conversation_id result_code"
            " mpesa_reference created_at sent_at completed_at"
        ),
        without(token_sha256=_SECRET, reference__doubt__questions__due_at=_INNER),
    ),
    PersonalTable(
        "payout_holds",
        "Winnings that could not be withdrawn before a date.",
        columns("id user_id match_id amount until reason created_at"),
    ),
    PersonalTable(
        "prize_clawbacks",
        "Prizes that were taken back from you, or may be.",
        columns("id tournament_id user_id amount reason proposed_at decided_at decision due_at"),
        without(proposed_by__decided_by=_STAFF, look_at=_INNER),
    ),
    PersonalTable(
        "prize_upgrades",
        "What you are to get from prizes that were taken back from others.",
        columns("tournament_id user_id amount created_at"),
    ),
    PersonalTable(
        "prize_upgrade_payments",
        "What you got of it.",
        columns("id tournament_id user_id amount created_at"),
        without(clawback_id__advance_id=Withheld.OTHERS),
    ),
    PersonalTable(
        "reserve_leaves",
        "Your part of the counts of players' money in the last two days.",
        columns("number user_id place cents in_play_cents withdrawing_cents salt"),
    ),
)
