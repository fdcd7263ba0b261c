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


@dataclass(frozen=True)
class UnreadRow:
    """A row whose amount, or whose receipt, cannot be read: for people, and M-Pesa is asked.

    Without a receipt, `receipt` is a fingerprint of the row with a "?" before it.
    """

    receipt: str
    reference: str
    is_reversal: bool = False

    @property
    def has_receipt(self) -> bool:
        """Whether M-Pesa can be asked about it."""
        return not self.receipt.startswith("?")


@dataclass(frozen=True)
class PulledList:
    """What M-Pesa lists between two moments: `rows` oldest first, each receipt once."""

    rows: list[PullRow]
    unread: list[UnreadRow]
