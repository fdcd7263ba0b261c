"""The four kinds of payments, and what each of their states means to an admin."""

from enum import StrEnum

from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState


class PaymentKind(StrEnum):
    """The table that a payment is in; with its id it names one payment."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    PAYBILL = "paybill"
    REFUND = "refund"


STATES_OF: dict[PaymentKind, type[StrEnum]] = {
    PaymentKind.DEPOSIT: DepositState,
    PaymentKind.WITHDRAWAL: WithdrawalState,
    PaymentKind.PAYBILL: PaybillState,
    PaymentKind.REFUND: RefundState,
}

_D, _W, _P, _R = DepositState, WithdrawalState, PaybillState, RefundState

# What waits: for M-Pesa, for the player, for the next sweep or for two people.
WAITING: dict[PaymentKind, tuple[str, ...]] = {
    PaymentKind.DEPOSIT: (_D.CREATED, _D.SENDING, _D.PROMPTED, _D.UNKNOWN, _D.REVIEW),
    PaymentKind.WITHDRAWAL: (
        *(_W.AWAITING_CODE, _W.HELD, _W.SENDING, _W.SENT, _W.UNKNOWN, _W.REVIEW),
    ),
    PaymentKind.PAYBILL: (_P.RECEIVED, _P.SUSPENSE, _P.REVIEW),
    PaymentKind.REFUND: (_R.HELD, _R.SENDING, _R.SENT, _R.UNKNOWN, _R.REVIEW),
}

# What ends: only what M-Pesa does later can still change it.
FINAL: dict[PaymentKind, frozenset[StrEnum]] = {
    kind: frozenset(states) - frozenset(WAITING[kind]) for kind, states in STATES_OF.items()
}

MEANING: dict[PaymentKind, dict[StrEnum, str]] = {
    PaymentKind.DEPOSIT: {
        _D.CREATED: "Recorded; M-Pesa is called next.",
        _D.SENDING: "M-Pesa is being called at this moment.",
        _D.PROMPTED: "The prompt is on the phone; M-Pesa's answer is awaited.",
        _D.UNKNOWN: "M-Pesa may or may not have sent the prompt; it is being asked.",
        _D.REVIEW: "The evidence contradicts itself; no money has moved. Two admins decide.",
        _D.CREDITED: "The money is in the wallet.",
        _D.FAILED: "No money came.",
        _D.EXPIRED: "No evidence came for a day.",
        _D.REVERSED: "M-Pesa took the money back after it was credited.",
    },
    PaymentKind.WITHDRAWAL: {
        _W.AWAITING_CODE: "The money is set aside; the player has not typed the SMS code yet.",
        _W.HELD: "Confirmed by the player; it is sent next, or when withdrawals are on again.",
        _W.SENDING: "M-Pesa is being called at this moment.",
        _W.SENT: "M-Pesa took the order; its result is awaited.",
        _W.UNKNOWN: "M-Pesa may or may not have paid; it is asked. The money stays set aside.",
        _W.REVIEW: "It is not known whether M-Pesa paid. Compare with its statement; two decide.",
        _W.PAID: "M-Pesa has paid the player.",
        _W.RELEASED: "Nothing was paid; the money is in the wallet again.",
    },
    PaymentKind.PAYBILL: {
        _P.RECEIVED: "A confirmation claims it; M-Pesa is being asked whether it was paid.",
        _P.CREDITED: "The money is in the wallet of the player whose code was typed.",
        _P.SUSPENSE: "The money is here, and its owner is not known: assign or return it.",
        _P.CAPITAL: "It is the house's own money, as two people confirmed.",
        _P.RETURNED: "The money went back to its payer.",
        _P.REFUSED: "M-Pesa knows no such payment to us.",
        _P.REVIEW: "The evidence contradicts itself; no money has moved. Two admins decide.",
        _P.REVERSED: "M-Pesa took the money back after it was credited.",
    },
    PaymentKind.REFUND: {
        _R.HELD: "The money is set aside; M-Pesa is asked to reverse next.",
        _R.SENDING: "M-Pesa is being called at this moment.",
        _R.SENT: "M-Pesa took the order; its result is awaited.",
        _R.UNKNOWN: "M-Pesa may or may not have reversed; it is never asked to do so twice.",
        _R.REVIEW: "It is not known whether M-Pesa reversed. Compare with its statement.",
        _R.DONE: "M-Pesa gave the money back to its payer.",
        _R.RELEASED: "M-Pesa did not reverse; the money is where it was before.",
    },
}


def meaning_of(kind: PaymentKind, state: str) -> str:
    """Return the sentence that explains to an admin what `state` means."""
    return MEANING[kind][STATES_OF[kind](state)]
