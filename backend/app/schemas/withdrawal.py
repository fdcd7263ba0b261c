"""Withdrawals and quotes on the wire."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import PaymentStatus, WithdrawalState
from app.domain.payments.tax import TaxProfile
from app.domain.problems import ProblemCode
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example
from app.schemas.passkey import PasskeySignature
from app.schemas.sms_code import SmsCode


class WithdrawalRequest(Inbound):
    """How much (KES) is to leave the wallet for the player's own phone."""

    model_config = example(amount="500")

    amount: Shillings
    by_passkey: Annotated[
        bool | None,
        Field(description="confirm it by a passkey: no SMS is sent unless it is asked for"),
    ] = None


class WithdrawalProof(Inbound):
    """One of both: the digits from the SMS that names amount and number, or a signature of them."""

    model_config = example(code="936023")

    code: SmsCode | None = None
    passkey: PasskeySignature | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.code is None) == (self.passkey is None):
            raise ValueError("send `code` or `passkey`")
        return self


class WithdrawalFailure(Outbound):
    """Why no money went out, in a plain sentence, and what to do next."""

    code: PayoutFailure
    message: str
    next_step: str


class Withdrawal(Outbound):
    """One payout: `amount` left the wallet, `net` reaches the phone, `change` came back in cents.

    `code_expires_at` is set while the code from the SMS is awaited.
    """

    id: int
    status: PaymentStatus
    state: WithdrawalState
    amount: MoneyOut
    fee: MoneyOut
    tax: MoneyOut
    net: MoneyOut
    change: MoneyOut
    phone: str
    mpesa_reference: str | None
    message: str
    failure: WithdrawalFailure | None
    code_expires_at: MomentOut | None
    created_at: MomentOut
    sent_at: MomentOut | None
    completed_at: MomentOut | None


class WithdrawalList(Outbound):
    """The newest withdrawals first."""

    items: list[Withdrawal]


class QuoteRequest(Inbound):
    """What would become of this amount (KES)?"""

    model_config = example(kind="withdrawal", amount="500")

    kind: Literal["deposit", "withdrawal"]
    amount: Shillings


class QuoteRefusal(Outbound):
    """Why it cannot be now, and what to do."""

    code: ProblemCode
    message: str
    next_step: str


class Quote(Outbound):
    """What of `amount` goes where: `net` arrives, in the wallet or on the phone.

    `tax_rate` is a fraction. `minimum` and `maximum` hold for one payment, `left_today` for the day
    in Nairobi.
    """

    kind: Literal["deposit", "withdrawal"]
    amount: MoneyOut
    fee: MoneyOut
    tax: MoneyOut
    tax_rate: Annotated[str, Field(examples=["0.05"])]
    tax_profile: TaxProfile
    net: MoneyOut
    change: MoneyOut
    phone: str
    minimum: MoneyOut
    maximum: MoneyOut
    left_today: MoneyOut
    allowed: bool
    refusal: QuoteRefusal | None


def show_rate(rate: Decimal) -> str:
    """Write a fraction without needless zeros: `0.05`, `0`."""
    return f"{rate.normalize():f}"
