"""A payment given back by Reversal: the order, and the evidence about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.payout_codes import meaning_of_payout


@dataclass(frozen=True)
class ReversalOrder:
    """Give the payment `receipt` back: its whole `amount` (KES), for parts are undocumented.

    `token` makes the addresses of the result. Never sent twice (daraja.md §11).
    """

    refund_id: int
    receipt: str
    amount: Decimal
    token: str


class ReversalOutcome(StrEnum):
    """What a result code means for a reversal."""

    DONE = "done"
    ALREADY = "already"  # it was given back before, by us or by Safaricom
    NOT_DONE = "not_done"
    ASK = "ask"  # may have been done: Transaction Status of the original payment decides
    UNHEARD_OF = "unheard_of"  # a person looks


# daraja.md §2.7 and §3.2: what is particular to reversals; the rest is as for payouts.
_OF_REVERSALS = {
    "0": ReversalOutcome.DONE,
    "R000001": ReversalOutcome.ALREADY,
    "R000002": ReversalOutcome.NOT_DONE,
}
_AS_PAYOUTS = {
    "paid": ReversalOutcome.DONE,
    "not_paid": ReversalOutcome.NOT_DONE,
    "ask": ReversalOutcome.ASK,
    "unheard_of": ReversalOutcome.UNHEARD_OF,
}


@dataclass(frozen=True)
class ProviderReversal:
    """A row of M-Pesa's list: `amount` KES of the payment `original_receipt` went back."""

    receipt: str
    original_receipt: str
    amount: Decimal


@dataclass(frozen=True)
class ReversalEvidence:
    """One statement about one reversal (KES); `receipt` is the reversal's own, on success only."""

    code: str
    is_timeout: bool = False
    originator_conversation_id: str | None = None
    conversation_id: str | None = None
    receipt: str | None = None
    original_receipt: str | None = None
    amount: Decimal | None = None
    charge: Decimal | None = None
    completed_at: datetime | None = None

    @property
    def outcome(self) -> ReversalOutcome:
        """What the code means; a timeout notice means nothing whatever its code."""
        if self.is_timeout:
            return ReversalOutcome.ASK
        special = _OF_REVERSALS.get(self.code)
        return special or _AS_PAYOUTS[meaning_of_payout(self.code).outcome]

    @property
    def ours_to_mend(self) -> bool:
        """Whether an operator must be alerted: our float, our credential, our permission."""
        return meaning_of_payout(self.code).ours_to_mend
