"""What to do about each kind of alarm: the first step, in one sentence."""

_ADVICE: dict[str, str] = {
    "withdrawals_paused": "No payouts. Read the reason at the switch, mend it, turn it on.",
    "deposits_paused": "No prompts. Read the reason at the switch, mend it, turn it on.",
    "ledger_broken": "The books do not add up: stop everything, and read docs/operations.md.",
}
_UNKNOWN = "Read the payment that it names; docs/operations.md says what to do about each alarm."


def advice_for(kind: str) -> str:
    """Return the first thing to do about an alarm of `kind`."""
    return _ADVICE.get(kind, _UNKNOWN)
