"""The states of payments, and the legal transitions between them."""

from enum import StrEnum
from typing import Any, TypeVar

from app.domain.transitions import check_transition


class PaymentStatus(StrEnum):
    """The state of any payment, as the player sees it."""

    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"


class DepositState(StrEnum):
    """States of a deposit."""

    CREATED = "created"  # M-Pesa was not called yet
    SENDING = "sending"  # a worker is calling M-Pesa, or died while calling
    PROMPTED = "prompted"  # M-Pesa took it; the prompt should be on the phone
    UNKNOWN = "unknown"  # M-Pesa may or may not have taken it
    REVIEW = "review"  # evidence contradicts: a person looks
    CREDITED = "credited"
    FAILED = "failed"
    EXPIRED = "expired"  # no evidence came for a day
    REVERSED = "reversed"  # M-Pesa took it back after it was credited


class WithdrawalState(StrEnum):
    """States of a withdrawal; the money is set aside in all but the last two."""

    AWAITING_CODE = "awaiting_code"  # the player has not confirmed it with the code of the SMS
    HELD = "held"  # confirmed, M-Pesa not called yet; also while payouts are paused
    SENDING = "sending"  # a worker is calling M-Pesa, or died while calling
    SENT = "sent"  # M-Pesa took it; the result comes later
    UNKNOWN = "unknown"  # M-Pesa may or may not have taken it: never released by a timer
    REVIEW = "review"  # evidence contradicts, or none came for a day: two people look
    PAID = "paid"
    RELEASED = "released"  # proven not paid, or never sent: the money is in the wallet again


class PaybillState(StrEnum):
    """States of a payment to our paybill."""

    RECEIVED = "received"  # claimed by a confirmation, not yet confirmed by M-Pesa
    CREDITED = "credited"
    SUSPENSE = "suspense"  # the money is here, and its owner is not known
    CAPITAL = "capital"  # the house's own money, as two people confirmed
    RETURNED = "returned"  # went back to the payer
    REFUSED = "refused"  # M-Pesa knows no such payment to us
    REVIEW = "review"  # evidence contradicts: a person looks
    REVERSED = "reversed"  # M-Pesa took it back after it was credited


class RefundState(StrEnum):
    """States of a refund: a payment that goes back to its payer."""

    HELD = "held"  # set aside, M-Pesa not asked yet
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # a reversal is never asked for twice
    REVIEW = "review"
    DONE = "done"
    RELEASED = "released"  # M-Pesa refused it: the money is in the wallet again


DEPOSIT_TRANSITIONS: dict[DepositState, frozenset[DepositState]] = {
    # CREDITED and REVIEW: M-Pesa answered "busy, not sent", and the player paid all the same.
    DepositState.CREATED: frozenset(
        {
            DepositState.SENDING,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
        }
    ),
    DepositState.SENDING: frozenset(
        {
            DepositState.CREATED,  # provably not sent: try again
            DepositState.PROMPTED,
            DepositState.UNKNOWN,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
        }
    ),
    DepositState.PROMPTED: frozenset(
        {
            DepositState.UNKNOWN,
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
            DepositState.EXPIRED,
        }
    ),
    DepositState.UNKNOWN: frozenset(
        {
            DepositState.REVIEW,
            DepositState.CREDITED,
            DepositState.FAILED,
            DepositState.EXPIRED,
        }
    ),
    DepositState.REVIEW: frozenset({DepositState.CREDITED, DepositState.FAILED}),
    # Money that turns out to be there is always the player's (daraja.md §3.1, late PIN).
    DepositState.FAILED: frozenset({DepositState.CREDITED, DepositState.REVIEW}),
    DepositState.EXPIRED: frozenset({DepositState.CREDITED, DepositState.REVIEW}),
    DepositState.CREDITED: frozenset({DepositState.REVERSED}),
    DepositState.REVERSED: frozenset(),
}

_W = WithdrawalState
WITHDRAWAL_TRANSITIONS: dict[WithdrawalState, frozenset[WithdrawalState]] = {
    _W.AWAITING_CODE: frozenset({_W.HELD, _W.RELEASED}),
    _W.HELD: frozenset({_W.SENDING, _W.RELEASED, _W.REVIEW}),
    _W.SENDING: frozenset({_W.HELD, _W.SENT, _W.UNKNOWN, _W.REVIEW, _W.PAID, _W.RELEASED}),
    _W.SENT: frozenset({_W.UNKNOWN, _W.REVIEW, _W.PAID, _W.RELEASED}),
    # HELD: M-Pesa never took it, so the same id may be sent again.
    _W.UNKNOWN: frozenset({_W.HELD, _W.SENT, _W.REVIEW, _W.PAID, _W.RELEASED}),
    # HELD: it was never sent, and staff has approved the name of its number.
    _W.REVIEW: frozenset({_W.HELD, _W.UNKNOWN, _W.PAID, _W.RELEASED}),
    _W.PAID: frozenset(),
    # A success after a proven failure: it has happened, and must never be silent.
    _W.RELEASED: frozenset({_W.PAID}),
}

_P = PaybillState
PAYBILL_TRANSITIONS: dict[PaybillState, frozenset[PaybillState]] = {
    _P.RECEIVED: frozenset({_P.CREDITED, _P.SUSPENSE, _P.REFUSED, _P.REVIEW}),
    _P.SUSPENSE: frozenset({_P.CREDITED, _P.RETURNED, _P.CAPITAL}),
    _P.CREDITED: frozenset({_P.RETURNED, _P.REVERSED}),
    _P.REFUSED: frozenset({_P.CREDITED, _P.SUSPENSE, _P.REVIEW}),
    _P.REVIEW: frozenset({_P.CREDITED, _P.SUSPENSE, _P.REFUSED}),
    _P.CAPITAL: frozenset(),
    _P.RETURNED: frozenset(),
    _P.REVERSED: frozenset(),
}

_R = RefundState
REFUND_TRANSITIONS: dict[RefundState, frozenset[RefundState]] = {
    _R.HELD: frozenset({_R.SENDING, _R.RELEASED}),
    _R.SENDING: frozenset({_R.HELD, _R.SENT, _R.UNKNOWN, _R.REVIEW, _R.DONE, _R.RELEASED}),
    _R.SENT: frozenset({_R.UNKNOWN, _R.REVIEW, _R.DONE, _R.RELEASED}),
    _R.UNKNOWN: frozenset({_R.REVIEW, _R.DONE, _R.RELEASED}),
    _R.REVIEW: frozenset({_R.DONE, _R.RELEASED}),
    _R.DONE: frozenset(),
    _R.RELEASED: frozenset({_R.DONE}),
}

DEPOSIT_STATUS: dict[DepositState, PaymentStatus] = {
    **dict.fromkeys(DepositState, PaymentStatus.PENDING),
    DepositState.CREDITED: PaymentStatus.COMPLETED,
    DepositState.FAILED: PaymentStatus.FAILED,
    DepositState.EXPIRED: PaymentStatus.FAILED,
    DepositState.REVERSED: PaymentStatus.FAILED,
}

WITHDRAWAL_STATUS: dict[WithdrawalState, PaymentStatus] = {
    **dict.fromkeys(WithdrawalState, PaymentStatus.PENDING),
    _W.PAID: PaymentStatus.COMPLETED,
    _W.RELEASED: PaymentStatus.FAILED,
}


_S = TypeVar("_S", DepositState, WithdrawalState, PaybillState, RefundState)

_TRANSITIONS: dict[type[StrEnum], Any] = {
    DepositState: DEPOSIT_TRANSITIONS,
    WithdrawalState: WITHDRAWAL_TRANSITIONS,
    PaybillState: PAYBILL_TRANSITIONS,
    RefundState: REFUND_TRANSITIONS,
}


def next_state(state: _S, to: _S) -> _S:
    """Return `to` if it may follow `state`; raise IllegalTransition otherwise."""
    table: dict[_S, frozenset[_S]] = _TRANSITIONS[type(state)]
    return check_transition(table, state, to)
