"""A payout to a player's M-Pesa (B2C): the order, and the evidence about it."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.parties import is_phone, name_in
from app.domain.payments.mpesa.payout_codes import TIMED_OUT, PayoutMeaning, meaning_of_payout

# Shorter than any limit Safaricom names but one, which no product keeps (daraja.md §2.4).
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


class PayoutSource(StrEnum):
    """Where the evidence comes from."""

    RESULT = "b2c_result"  # to the secret address of one withdrawal
    TIMEOUT = "b2c_timeout"  # "it waited too long in our queue": proves nothing
    STATUS = "transaction_status"  # we asked M-Pesa ourselves


@dataclass(frozen=True)
class Payout:
    """Money to be sent: `amount` in whole KES, `token` makes the addresses of its results.

    `originator_conversation_id` is ours and the same for every try: M-Pesa refuses the second
    with the same one, which is all that protects us from paying twice. 1 to 32 letters.
    """

    withdrawal_id: int
    originator_conversation_id: str
    phone: str
    amount: int
    token: str

    def __post_init__(self) -> None:
        """Refuse an id that M-Pesa might cut short or change."""
        if not _ID.fullmatch(self.originator_conversation_id):
            msg = "a payout needs an id of 1 to 32 letters, digits, - and _"
            raise ValueError(msg)


@dataclass(frozen=True)
class PayoutAccepted:
    """M-Pesa queued a payout: not a statement about money. `conversation_id` is M-Pesa's own."""

    conversation_id: str
    originator_conversation_id: str


@dataclass(frozen=True)
class PayoutEvidence:
    """One statement about one payout; amounts in KES, None where it was unreadable.

    `receipt` is set only on success: failures carry ids that are not unique (daraja.md §2.0).
    """

    source: PayoutSource
    code: str
    originator_conversation_id: str | None = None
    conversation_id: str | None = None
    amount: Decimal | None = None
    receipt: str | None = None
    receiver: str | None = None
    completed_at: datetime | None = None
    utility_balance: Decimal | None = None

    @property
    def meaning(self) -> PayoutMeaning:
        """What the code means; a timeout notice means nothing whatever its code."""
        return TIMED_OUT if self.source is PayoutSource.TIMEOUT else meaning_of_payout(self.code)

    def receiver_is(self, phone: str) -> bool | None:
        """Return whether the money went to `phone`; None when that is masked or missing."""
        return is_phone(self.receiver, phone=phone)

    @property
    def receiver_name(self) -> str:
        """What M-Pesa calls the receiver; empty if it does not say."""
        return name_in(self.receiver)
