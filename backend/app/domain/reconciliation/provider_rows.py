"""M-Pesa's books about our shortcode, line by line, and how ours must answer each of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.paybill.pull_rows import PullRow


class LineKind(StrEnum):
    """What a line is about."""

    COLLECTION = "collection"  # a player paid us
    PAYOUT = "payout"  # we paid a player
    REVERSAL = "reversal"  # a payment went back
    CHARGE = "charge"  # what M-Pesa takes for it
    OTHER = "other"  # a transfer to the bank, and whatever else no player caused


class LineSource(StrEnum):
    """How we know of a line."""

    PULL = "pull"
    STATEMENT = "statement"  # the file of the portal, uploaded by an admin
    STATUS = "status"  # Transaction Status, asked about a payout


@dataclass(frozen=True)
class Line:
    """One line: `amount` (KES) is negative when money left our shortcode."""

    receipt: str
    kind: LineKind
    amount: Decimal
    completed_at: datetime
    source: LineSource
    original_receipt: str | None = None
    reference: str | None = None
    details: str = ""


def lines_of_pull(rows: Iterable[PullRow], *, now: datetime) -> list[Line]:
    """Return the lines that rows of Pull Transactions are; those without a time are of `now`."""
    return [
        Line(
            receipt=row.receipt,
            kind=LineKind.REVERSAL if row.is_reversal else LineKind.COLLECTION,
            amount=-row.amount if row.is_reversal else row.amount,
            completed_at=row.at or now,
            source=LineSource.PULL,
            original_receipt=readable_receipt(row.reference) if row.is_reversal else None,
            reference=None if row.is_reversal else row.reference[:40],
            details=row.kind,
        )
        for row in rows
        if row.amount > 0
    ]


def kind_of(details: str, *, reason: str = "", amount: Decimal) -> LineKind:
    """Return what a line of the portal's statement is about, by its words and its direction.

    Only words before the first name or number count: a payer may type "charge" as his account.
    """
    text = f"{_STRANGERS_WORDS.split(details.lower(), maxsplit=1)[0]} {reason.lower()}"
    if amount < 0 and ("charge" in text or text.startswith("fee")):
        return LineKind.CHARGE
    if "revers" in text:
        return LineKind.REVERSAL
    words, kind = (
        (_PAYOUT_WORDS, LineKind.PAYOUT) if amount < 0 else (_PAID_IN_WORDS, LineKind.COLLECTION)
    )
    return kind if any(word in text for word in words) else LineKind.OTHER


_STRANGERS_WORDS = re.compile(r"\b(?:to|from|acc|of|by)\b|\d|-")
_PAYOUT_WORDS = ("business payment", "b2c", "salary payment", "promotion payment")
_PAID_IN_WORDS = ("pay bill", "paybill", "pay utility", "buy goods", "customer payment", "merchant")


@dataclass(frozen=True)
class Claim:
    """What our ledger says that M-Pesa did: `amount` (KES) as in `Line`.

    `receipt` may be missing where only a query told of a payment; `reference` and
    `original_receipt` then lead to the line. `is_met` once its line has been posted.
    """

    transaction_id: int
    key: str
    receipt: str | None
    amount: Decimal
    created_at: datetime
    original_receipt: str | None = None
    reference: str | None = None
    is_met: bool = False

    def is_met_by(self, line: Line) -> bool:
        """Say whether `line` is this movement of money, to the cent."""
        return line.amount == self.amount and self.is_about(line)

    def is_about(self, line: Line) -> bool:
        """Say whether `line` tells of the same payment, whatever the amount."""
        if line.kind is LineKind.CHARGE:
            return False
        if self.receipt is not None:
            return self.receipt == line.receipt
        if line.kind is LineKind.REVERSAL:
            return self.original_receipt is not None and self.original_receipt == (
                line.original_receipt
            )
        return self.reference is not None and self.reference == line.reference
