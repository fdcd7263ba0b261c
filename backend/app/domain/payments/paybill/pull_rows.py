"""Payments to our paybill as M-Pesa lists them afterwards (Pull Transactions)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

PULL_REACH = timedelta(hours=48)  # older rows are not given (daraja.md §2.8)


@dataclass(frozen=True)
class PullRow:
    """One row: `amount` in KES, always positive; `reference` is what the payer typed, cleaned.

    A row with `is_reversal` took money away again; its `reference` is then the receipt of the
    payment that was reversed. `payer` may be masked or hashed: never an identity.
    """

    receipt: str
    amount: Decimal
    reference: str
    kind: str
    is_reversal: bool = False
    at: datetime | None = None
    payer: str = ""
    sender: str = ""
    organisation: str = ""
