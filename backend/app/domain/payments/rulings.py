"""What two admins may rule about a payment: which action, in which state, on which terms."""

from decimal import Decimal
from enum import StrEnum

from app.domain.payments.kinds import PaymentKind
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState

_D, _W, _P, _R = DepositState, WithdrawalState, PaybillState, RefundState


class RulingAction(StrEnum):
    """What is done to the payment when a second admin approves."""

    CREDIT = "credit"  # the money is here: into the wallet
    FAIL = "fail"  # no money came
    REFUND = "refund"  # back to the payer, by M-Pesa's Reversal
    PAY = "pay"  # M-Pesa has paid it: book it
    RELEASE = "release"  # it was not done: the money back into the wallet
    ASK_AGAIN = "ask_again"  # ask M-Pesa once more
    ASSIGN = "assign"  # it belongs to this player
    REFUSE = "refuse"  # there was no such payment
    DONE = "done"  # M-Pesa has reversed it: book it


class Term(StrEnum):
    """What must be named together with the action."""

    RECEIPT = "receipt"  # M-Pesa's, as the portal shows it: the evidence
    USERNAME = "username"


_A = RulingAction

# In which states of which payments an action is possible.
POSSIBLE: dict[tuple[PaymentKind, RulingAction], frozenset[str]] = {
    (PaymentKind.DEPOSIT, _A.CREDIT): frozenset({_D.REVIEW, _D.UNKNOWN, _D.FAILED, _D.EXPIRED}),
    (PaymentKind.DEPOSIT, _A.FAIL): frozenset({_D.REVIEW}),
    (PaymentKind.DEPOSIT, _A.REFUND): frozenset({_D.CREDITED}),
    (PaymentKind.WITHDRAWAL, _A.PAY): frozenset({_W.REVIEW, _W.UNKNOWN, _W.RELEASED}),
    (PaymentKind.WITHDRAWAL, _A.RELEASE): frozenset({_W.REVIEW}),
    (PaymentKind.WITHDRAWAL, _A.ASK_AGAIN): frozenset({_W.REVIEW, _W.UNKNOWN}),
    (PaymentKind.PAYBILL, _A.CREDIT): frozenset({_P.REVIEW, _P.REFUSED}),
    (PaymentKind.PAYBILL, _A.ASSIGN): frozenset({_P.SUSPENSE, _P.REVIEW, _P.REFUSED}),
    (PaymentKind.PAYBILL, _A.REFUND): frozenset({_P.SUSPENSE, _P.CREDITED}),
    (PaymentKind.PAYBILL, _A.REFUSE): frozenset({_P.REVIEW}),
    (PaymentKind.REFUND, _A.DONE): frozenset({_R.REVIEW, _R.UNKNOWN}),
    (PaymentKind.REFUND, _A.RELEASE): frozenset({_R.REVIEW}),
}

NEEDS: dict[tuple[PaymentKind, RulingAction], Term] = {
    (PaymentKind.DEPOSIT, _A.CREDIT): Term.RECEIPT,
    (PaymentKind.WITHDRAWAL, _A.PAY): Term.RECEIPT,
    (PaymentKind.PAYBILL, _A.ASSIGN): Term.USERNAME,
    (PaymentKind.REFUND, _A.DONE): Term.RECEIPT,
}

_EFFECT: dict[tuple[PaymentKind, RulingAction], str] = {
    (
        PaymentKind.DEPOSIT,
        _A.CREDIT,
    ): "{amount} goes into the wallet of {who}, for {term}.",
    (
        PaymentKind.DEPOSIT,
        _A.FAIL,
    ): "The deposit of {amount} by {who} ends without money.",
    (PaymentKind.DEPOSIT, _A.REFUND): "M-Pesa is asked to give {amount} back to {who}.",
    (PaymentKind.WITHDRAWAL, _A.PAY): "{amount} of {who} counts as paid, for {term}.",
    (PaymentKind.WITHDRAWAL, _A.RELEASE): "{amount} goes back into the wallet of {who}.",
    (
        PaymentKind.WITHDRAWAL,
        _A.ASK_AGAIN,
    ): "M-Pesa is asked again about {amount} of {who}.",
    (
        PaymentKind.PAYBILL,
        _A.CREDIT,
    ): "{amount} counts as paid, for whose account was typed.",
    (PaymentKind.PAYBILL, _A.ASSIGN): "{amount} goes into the wallet of {term}.",
    (
        PaymentKind.PAYBILL,
        _A.REFUND,
    ): "M-Pesa is asked to give {amount} back to its payer.",
    (PaymentKind.PAYBILL, _A.REFUSE): "The payment of {amount} counts as never made.",
    (PaymentKind.REFUND, _A.DONE): "{amount} counts as given back, for {term}.",
    (PaymentKind.REFUND, _A.RELEASE): "{amount} goes back into the wallet of {who}.",
}


def actions_for(kind: PaymentKind, state: str) -> list[RulingAction]:
    """Return what can be ruled about a payment of `kind` in `state`."""
    return [action for (of, action), states in POSSIBLE.items() if of is kind and state in states]


def flaw_in_terms(kind: PaymentKind, action: RulingAction, terms: dict[str, str]) -> str | None:
    """Return what is wrong with the terms of a proposal, in a plain sentence."""
    if (kind, action) not in POSSIBLE:
        able = ", ".join(one.value for of, one in POSSIBLE if of is kind)
        return f"About a {kind} one can rule: {able}."
    needed = NEEDS.get((kind, action))
    if needed is not None and needed not in terms:
        return f"To {action.value.replace('_', ' ')} a {kind}, name its {needed}."
    superfluous = sorted(set(terms) - {needed})
    if superfluous:
        return f"{superfluous[0].capitalize()} has no meaning here."
    return None


def effect_of(
    kind: PaymentKind,
    action: RulingAction,
    *,
    amount: Decimal,
    who: str | None,
    terms: dict[str, str],
) -> str:
    """Say in one sentence what approving does to a payment of `amount` KES."""
    needed = NEEDS.get((kind, action))
    named = terms.get(needed, "") if needed else ""
    return _EFFECT[kind, action].format(
        amount=f"KES {amount:,.2f}",
        who=who or "nobody known",
        term=f"receipt {named}" if needed is Term.RECEIPT else named,
    )
