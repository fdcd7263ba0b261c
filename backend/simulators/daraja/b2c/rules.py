"""M-Pesa's result code for a payout."""

import re
from dataclasses import dataclass

MIN_AMOUNT = 10
MAX_AMOUNT = 250_000
PAID = "0"


@dataclass(frozen=True, kw_only=True)
class PayoutAttempt:
    """Everything the result depends on. `amount` in whole shillings."""

    amount: int
    msisdn: str
    network: str
    float_cents: int
    payee_balance_cents: int
    payee_moved_today_cents: int
    daily_limit_cents: int
    balance_cap_cents: int
    credential_objection: str | None
    org_fails_with: str | None
    forced_code: str | None


def decide_payout(attempt: PayoutAttempt) -> str:
    """Return the result code: "0" moves the money, anything else does not."""
    cents = attempt.amount * 100
    objections = (
        (attempt.credential_objection or "", attempt.credential_objection is not None),
        (attempt.forced_code or "", attempt.forced_code is not None),
        (attempt.org_fails_with or "", attempt.org_fails_with is not None),
        ("SFC_IC0003", re.fullmatch(r"254[17]\d{8}", attempt.msisdn) is None),
        ("2040", attempt.network == "other"),
        ("2", attempt.amount < MIN_AMOUNT),
        ("3", attempt.amount > MAX_AMOUNT),
        ("1", attempt.float_cents < cents),
        ("4", attempt.payee_moved_today_cents + cents > attempt.daily_limit_cents),
        ("8", attempt.payee_balance_cents + cents > attempt.balance_cap_cents),
    )
    return next((code for code, holds in objections if holds), PAID)
