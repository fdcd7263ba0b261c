"""Rows of M-Pesa's lists about our shortcode, and the claims of our ledger that answer them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.paybill.pull_rows import PullRow


class RowKind(StrEnum):
    """What a row is about."""

    COLLECTION = "collection"  # a player paid us
    PAYOUT = "payout"  # we paid a player
    REVERSAL = "reversal"  # a payment went back
    CHARGE = "charge"  # what M-Pesa takes for it
    OTHER = "other"  # a transfer to the bank, and whatever else no player caused


class RowSource(StrEnum):
    """How we know of a row."""

    PULL = "pull"
    STATEMENT = "statement"  # the file of the portal, uploaded by an admin
    STATUS = "status"  # Transaction Status, asked about a payout


@dataclass(frozen=True)
class ProviderRow:
    """One row: `amount` (KES) is negative when money left our shortcode."""

    receipt: str
    kind: RowKind
    amount: Decimal
    completed_at: datetime
    source: RowSource
    original_receipt: str | None = None
    reference: str | None = None
    details: str = ""


def rows_of_pull(rows: Iterable[PullRow], *, now: datetime) -> list[ProviderRow]:
    """Return the rows that rows of Pull Transactions are; those without a time are of `now`."""
    return [
        ProviderRow(
            receipt=row.receipt,
            kind=RowKind.REVERSAL if row.is_reversal else RowKind.COLLECTION,
            amount=-row.amount if row.is_reversal else row.amount,
            completed_at=row.at or now,
            source=RowSource.PULL,
            original_receipt=readable_receipt(row.reference) if row.is_reversal else None,
            reference=None if row.is_reversal else row.reference[:40],
            details=row.kind,
        )
        for row in rows
        if row.amount > 0
    ]


def kind_of(details: str, *, reason: str = "", amount: Decimal) -> RowKind:
    """Return what a row of the portal's statement is about, by its text and its direction.

    Only the text before the first name or number counts: a payer may type "charge" as account.
    """
    text = f"{_FREE_TEXT.split(details.lower(), maxsplit=1)[0]} {reason.lower()}"
    if amount < 0 and ("charge" in text or text.startswith("fee")):
        return RowKind.CHARGE
    if "revers" in text:
        return RowKind.REVERSAL
    terms, kind = (
        (_PAYOUT_TERMS, RowKind.PAYOUT) if amount < 0 else (_PAID_IN_TERMS, RowKind.COLLECTION)
    )
    return kind if any(term in text for term in terms) else RowKind.OTHER


_FREE_TEXT = re.compile(r"\b(?:to|from|acc|of|by)\b|\d|-")
_PAYOUT_TERMS = ("business payment", "b2c", "salary payment", "promotion payment")
_PAID_IN_TERMS = ("pay bill", "paybill", "pay utility", "buy goods", "customer payment", "merchant")


@dataclass(frozen=True)
class Claim:
    """What M-Pesa did by our ledger: `amount` (KES) as in `ProviderRow`.

    `receipt` may be missing where only a query confirmed a payment; `reference` and
    `original_receipt` then lead to the row. `is_met` once its row has been posted.
    """

    transaction_id: int
    key: str
    receipt: str | None
    amount: Decimal
    created_at: datetime
    original_receipt: str | None = None
    reference: str | None = None
    is_met: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it is the house's own capital, which the bank may have brought or taken."""
        return self.key.startswith("capital:")

    def is_met_by(self, row: ProviderRow) -> bool:
        """Return whether `row` is this movement of money, to the cent."""
        return row.amount == self.amount and self.is_about(row)

    def is_about(self, row: ProviderRow) -> bool:
        """Return whether `row` is about the same payment, whatever the amount."""
        if row.kind is RowKind.CHARGE:
            return False
        if self.receipt is not None:
            return self.receipt == row.receipt
        if row.kind is RowKind.REVERSAL:
            return self.original_receipt is not None and self.original_receipt == (
                row.original_receipt
            )
        return self.reference is not None and self.reference == row.reference
