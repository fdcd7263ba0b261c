"""What to do about each kind of alarm: the first step, in one sentence."""

_ADVICE: dict[str, str] = {
    "withdrawals_paused": "No payouts. Read the reason at the switch, mend it, turn it on.",
    "deposits_paused": "No prompts. Read the reason at the switch, mend it, turn it on.",
    "books_differ": "Read the breaks of that reconciliation; hand in the portal's statement.",
    "money_is_short": "Withdrawals are paused: compare the books of today, then the portal.",
    "money_left_behind": "Money stands aside for something that is over: read its story.",
    "clearing_is_old": "M-Pesa has listed no line for two days: hand in the portal's statement.",
    "mpesa_contradicts_itself": "Compare that receipt with the portal, and ask Safaricom.",
    "operator_password_is_old": "Set a new operator password in the portal, then in the settings.",
    "ledger_broken": "The books do not add up: stop everything, and read docs/operations.md.",
}
_UNKNOWN = "Read the payment that it names; docs/operations.md says what to do about each alarm."


def advice_for(kind: str) -> str:
    """Return the first thing to do about an alarm of `kind`."""
    return _ADVICE.get(kind, _UNKNOWN)
