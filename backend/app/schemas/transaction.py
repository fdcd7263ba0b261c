"""Money on the wire: deposits and the wallet."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from app.domain.payments.states import DepositState, PaymentStatus
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound

_PLAIN_NUMBER = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)


def _plain(value: object) -> object:
    """Refuse what Decimal would take and people never mean: "1e3", " 1_000", true."""
    if isinstance(value, bool) or (isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value)):
        raise ValueError("write the amount in plain digits")
    return value


Shillings = Annotated[
    Decimal,
    BeforeValidator(_plain),
    Field(gt=0, max_digits=12, decimal_places=2, examples=[500]),
]


class DepositRequest(Inbound):
    """How many shillings (whole KES) to bring in from M-Pesa."""

    amount: Shillings


class DepositFailure(Outbound):
    """Why no money came, in a plain sentence, and what to do next."""

    code: str
    message: str
    next_step: str


class Deposit(Outbound):
    """One M-Pesa prompt and what became of it; `tax` is the part of `amount` that goes to KRA."""

    id: int
    status: PaymentStatus
    state: DepositState
    amount: MoneyOut
    tax: MoneyOut
    phone: str
    mpesa_reference: str | None
    message: str
    failure: DepositFailure | None
    prompt_expires_at: MomentOut | None
    created_at: MomentOut
    completed_at: MomentOut | None


class DepositList(Outbound):
    """The newest deposits first."""

    items: list[Deposit]


class PaybillAccount(Outbound):
    """How to pay in from the M-Pesa menu; limits in KES."""

    shortcode: str
    account: str
    instructions: list[str]
    minimum: MoneyOut
    maximum: MoneyOut


class Wallet(Outbound):
    """Where the player's money is (KES): free, staked, on its way out, all together; and a debt."""

    available: MoneyOut
    in_play: MoneyOut
    withdrawing: MoneyOut
    total: MoneyOut
    owed: MoneyOut
