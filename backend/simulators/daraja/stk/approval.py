"""M-Pesa's result code for a payment that a subscriber tried to approve."""

from dataclasses import dataclass

from simulators.daraja import result_codes

MIN_AMOUNT = 1
LONGEST_PROMPT = 182


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Everything the result depends on. Amounts in whole shillings."""

    amount: int
    balance_cents: int
    pin_is_right: bool
    pin_is_locked: bool
    pretends_insufficient: bool
    forced_code: str | None
    paid_today: int
    daily_limit: int
    paid_same_amount_just_now: bool


def decide(attempt: Attempt) -> str:
    """Return the result code: "0" moves the money, anything else does not."""
    objections = (
        ("8006", attempt.pin_is_locked),
        ("2001", not attempt.pin_is_right),
        (attempt.forced_code or "", attempt.forced_code is not None),
        ("1", attempt.pretends_insufficient or attempt.balance_cents < attempt.amount * 100),
        ("2", attempt.amount < MIN_AMOUNT),
        ("4", attempt.paid_today + attempt.amount > attempt.daily_limit),
        ("17", attempt.paid_same_amount_just_now),
    )
    return next((code for code, holds in objections if holds), result_codes.PAID)
