"""Money on the wire: deposits and the wallet."""

from app.domain.payments.holds import HoldReason
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.states import DepositState, PaymentStatus
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example


class DepositRequest(Inbound):
    """How many shillings (whole KES) to bring in from M-Pesa."""

    model_config = example(amount="500")

    amount: Shillings


class DepositFailure(Outbound):
    """Why no money came, in a plain sentence, and what to do next."""

    code: Failure
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


class Hold(Outbound):
    """Why money stays in the wallet: KES (null: all of it), until when (null: until we decide).

    What a match gave can be neither withdrawn nor staked; the other holds stop withdrawals only.
    """

    amount: MoneyOut | None
    reason: HoldReason
    why: str
    until: MomentOut | None
    match_id: int | None


class Wallet(Outbound):
    """Where the player's money is (KES): free, staked, on its way out, all together; and a debt.

    What matches gave and may still be taken back is `held`; `playable` is `available` without it.
    Entry fees of tournaments are `in_play` until they go back or the prizes are paid.
    """

    available: MoneyOut
    playable: MoneyOut
    held: MoneyOut
    in_play: MoneyOut
    withdrawing: MoneyOut
    total: MoneyOut
    owed: MoneyOut
    holds: list[Hold]
