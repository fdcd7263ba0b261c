"""What two admins may rule about a payment: which action, in which state, on which terms."""

from decimal import Decimal
from enum import StrEnum

from app.domain.payments.kinds import PaymentKind
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState

_D, _W, _P, _R = DepositState, WithdrawalState, PaybillState, RefundState


class Deed(StrEnum):
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


# In which states of which payments an action is possible.
POSSIBLE: dict[tuple[PaymentKind, Deed], frozenset[str]] = {
    (PaymentKind.DEPOSIT, Deed.CREDIT): frozenset({_D.REVIEW, _D.UNKNOWN, _D.FAILED, _D.EXPIRED}),
    (PaymentKind.DEPOSIT, Deed.FAIL): frozenset({_D.REVIEW}),
    (PaymentKind.DEPOSIT, Deed.REFUND): frozenset({_D.CREDITED}),
    (PaymentKind.WITHDRAWAL, Deed.PAY): frozenset({_W.REVIEW, _W.UNKNOWN, _W.RELEASED}),
    (PaymentKind.WITHDRAWAL, Deed.RELEASE): frozenset({_W.REVIEW}),
    (PaymentKind.WITHDRAWAL, Deed.ASK_AGAIN): frozenset({_W.REVIEW, _W.UNKNOWN}),
    (PaymentKind.PAYBILL, Deed.CREDIT): frozenset({_P.REVIEW, _P.REFUSED}),
    (PaymentKind.PAYBILL, Deed.ASSIGN): frozenset({_P.SUSPENSE, _P.REVIEW, _P.REFUSED}),
    (PaymentKind.PAYBILL, Deed.REFUND): frozenset({_P.SUSPENSE, _P.CREDITED}),
    (PaymentKind.PAYBILL, Deed.REFUSE): frozenset({_P.REVIEW}),
    (PaymentKind.REFUND, Deed.DONE): frozenset({_R.REVIEW, _R.UNKNOWN}),
    (PaymentKind.REFUND, Deed.RELEASE): frozenset({_R.REVIEW}),
}

NEEDS: dict[tuple[PaymentKind, Deed], Term] = {
    (PaymentKind.DEPOSIT, Deed.CREDIT): Term.RECEIPT,
    (PaymentKind.WITHDRAWAL, Deed.PAY): Term.RECEIPT,
    (PaymentKind.PAYBILL, Deed.ASSIGN): Term.USERNAME,
    (PaymentKind.REFUND, Deed.DONE): Term.RECEIPT,
}

_EFFECT: dict[tuple[PaymentKind, Deed], str] = {
    (PaymentKind.DEPOSIT, Deed.CREDIT): "{amount} goes into the wallet of {who}, for {term}.",
    (PaymentKind.DEPOSIT, Deed.FAIL): "The deposit of {amount} by {who} ends without money.",
    (PaymentKind.DEPOSIT, Deed.REFUND): "M-Pesa is asked to give {amount} back to {who}.",
    (PaymentKind.WITHDRAWAL, Deed.PAY): "{amount} of {who} counts as paid, for {term}.",
    (PaymentKind.WITHDRAWAL, Deed.RELEASE): "{amount} goes back into the wallet of {who}.",
    (PaymentKind.WITHDRAWAL, Deed.ASK_AGAIN): "M-Pesa is asked again about {amount} of {who}.",
    (PaymentKind.PAYBILL, Deed.CREDIT): "{amount} counts as paid, for whose account was typed.",
    (PaymentKind.PAYBILL, Deed.ASSIGN): "{amount} goes into the wallet of {term}.",
    (PaymentKind.PAYBILL, Deed.REFUND): "M-Pesa is asked to give {amount} back to its payer.",
    (PaymentKind.PAYBILL, Deed.REFUSE): "The payment of {amount} counts as never made.",
    (PaymentKind.REFUND, Deed.DONE): "{amount} counts as given back, for {term}.",
    (PaymentKind.REFUND, Deed.RELEASE): "{amount} goes back into the wallet of {who}.",
}


def actions_for(kind: PaymentKind, state: str) -> list[Deed]:
    """Return what can be ruled about a payment of `kind` in `state`."""
    return [action for (of, action), states in POSSIBLE.items() if of is kind and state in states]


def flaw_in_terms(kind: PaymentKind, action: Deed, terms: dict[str, str]) -> str | None:
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
    kind: PaymentKind, action: Deed, *, amount: Decimal, who: str | None, terms: dict[str, str]
) -> str:
    """Say in one sentence what approving does to a payment of `amount` KES."""
    needed = NEEDS.get((kind, action))
    named = terms.get(needed, "") if needed else ""
    return _EFFECT[kind, action].format(
        amount=f"KES {amount:,.2f}",
        who=who or "nobody known",
        term=f"receipt {named}" if needed is Term.RECEIPT else named,
    )
