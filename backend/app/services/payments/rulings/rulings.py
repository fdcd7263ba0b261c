"""Rulings: one admin proposes what is to be done about a payment, and another approves it.

An approval carries it out in the same transaction, so that there is no ruling without its effect.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.rulings import (
    RulingAction,
    Term,
    actions_for,
    effect_of,
    flaw_in_terms,
)
from app.domain.problems import ProblemCode
from app.models.platform import ManualRuling
from app.models.user import User
from app.services.ledger import receipts
from app.services.payments.console import listing as payment_lists
from app.services.payments.console import queues as payment_queues
from app.services.payments.console.listing import PaymentSummary
from app.services.payments.rulings import actions
from app.services.platform import alerts, audit, dual_control


@dataclass(frozen=True)
class Proposal:
    """What an admin wants to be done, and why."""

    kind: PaymentKind
    payment_id: int
    action: RulingAction
    terms: dict[str, str]
    reason: str


@dataclass(frozen=True)
class RulingView:
    """A ruling, its people by name, the payment as it is now, and what approving does."""

    ruling: ManualRuling
    proposer: str
    decider: str | None
    payment: PaymentSummary
    effect: str


def propose(session: Session, *, admin: User, proposal: Proposal, now: datetime) -> RulingView:
    """Record a proposal, for another admin to approve within a day.

    Raises Invalid for terms that make no sense, NotFound, NotAllowed about one's own payment, and
    Conflict when the payment's state does not allow it or another proposal about it is open.
    """
    flaw = flaw_in_terms(proposal.kind, proposal.action, proposal.terms)
    if flaw is not None:
        raise Invalid(ProblemCode.INVALID_REQUEST, flaw)
    payment = _payment(session, kind=proposal.kind, payment_id=proposal.payment_id)
    _refuse_own(session, admin, payment, proposal.terms)
    _check_possible(session, payment, proposal.action, proposal.terms)
    _refuse_second(session, payment)
    ruling = ManualRuling(
        subject=proposal.kind,
        subject_id=proposal.payment_id,
        action=proposal.action,
        terms=proposal.terms,
        reason=proposal.reason,
        proposed_by=admin.id,
    )
    dual_control.propose(session, ruling, now=now)
    _audit(session, ruling, admin, "ruling.propose", reason=proposal.reason)
    return get(session, ruling_id=ruling.id)


def approve(
    session: Session, *, ruling_id: int, admin: User, reason: str, now: datetime
) -> RulingView:
    """Approve another admin's proposal and carry it out in the same transaction.

    Raises NotAllowed for the one who proposed it and about one's own payment, and Conflict when it
    was decided before or the payment moved on; then nothing has changed.
    """
    ruling = _open_one(session, ruling_id=ruling_id, admin=admin, now=now)
    kind, action = PaymentKind(ruling.subject), RulingAction(ruling.action)
    payment = _payment(session, kind=kind, payment_id=ruling.subject_id)
    _refuse_own(session, admin, payment, ruling.terms)
    context = actions.RulingContext(
        payment_id=ruling.subject_id,
        terms=ruling.terms,
        reason=ruling.reason,
        actor=f"ruling:{ruling.id}",
        now=now,
    )
    if not actions.execute(session, kind=kind, action=action, context=context):
        raise _moved_on("The payment has moved on; read its history, and propose again if need be.")
    dual_control.decide(session, ruling, "approved", person_id=admin.id, now=now)
    alerts.clear_about(
        session,
        kind=f"{kind.value}_review",
        subject=f"{kind.value}:{ruling.subject_id}",
        admin_id=admin.id,
        now=now,
    )
    _audit(session, ruling, admin, "ruling.approve", reason=reason)
    return get(session, ruling_id=ruling_id)


def reject(
    session: Session, *, ruling_id: int, admin: User, reason: str, now: datetime
) -> RulingView:
    """Reject what another admin proposed; nothing happens to the payment."""
    ruling = _open_one(session, ruling_id=ruling_id, admin=admin, now=now)
    dual_control.decide(session, ruling, "rejected", person_id=admin.id, now=now)
    _audit(session, ruling, admin, "ruling.reject", reason=reason)
    return get(session, ruling_id=ruling_id)


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that no second person decided in time."""
    return dual_control.find_overdue(session, ManualRuling, now=now)


def lapse(session: Session, ruling_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, ManualRuling, ruling_id, now=now)


def get(session: Session, *, ruling_id: int) -> RulingView:
    """Return one ruling; raises NotFound."""
    found = _read(session, ManualRuling.id == ruling_id, rows=1)
    if not found:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such ruling.")
    return found[0]


def list_newest(
    session: Session, *, only_open: bool, before: int | None, rows: int
) -> list[RulingView]:
    """Return up to `rows` rulings older than ruling `before`, newest first."""
    asked = ManualRuling.id < (before or 2**62)
    if only_open:
        asked &= ManualRuling.decision.is_(None)
    return _read(session, asked, rows=rows)


def _read(session: Session, asked: ColumnElement[bool], *, rows: int) -> list[RulingView]:
    proposer, decider = aliased(User), aliased(User)
    found = session.execute(
        select(ManualRuling, proposer.username, decider.username)
        .join(proposer, proposer.id == ManualRuling.proposed_by)
        .outerjoin(decider, decider.id == ManualRuling.decided_by)
        .where(asked)
        .order_by(ManualRuling.id.desc())
        .limit(rows)
    )
    return [_view(session, row[0], row[1], row[2]) for row in found]


def _view(session: Session, ruling: ManualRuling, proposer: str, decider: str | None) -> RulingView:
    kind = PaymentKind(ruling.subject)
    payment = _payment(session, kind=kind, payment_id=ruling.subject_id)
    action = RulingAction(ruling.action)
    effect = effect_of(
        kind,
        action,
        # What M-Pesa's statement shows of a payout is what reached the phone.
        amount=payment.net if action is RulingAction.PAY else payment.amount,
        who=payment.username,
        terms=ruling.terms,
    )
    return RulingView(ruling, proposer, decider, payment, effect)


def _payment(session: Session, *, kind: PaymentKind, payment_id: int) -> PaymentSummary:
    payment = payment_lists.find(session, kind=kind, payment_id=payment_id)
    if payment is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such payment.")
    return payment


def _check_possible(
    session: Session, payment: PaymentSummary, action: RulingAction, terms: dict[str, str]
) -> None:
    able = actions_for(payment.kind, payment.state)
    if action not in able:
        names = ", ".join(one.value for one in able) or "nothing"
        raise _moved_on(
            f"The {payment.kind} is {payment.state}; what can be ruled about it now: {names}."
        )
    receipt = terms.get(Term.RECEIPT)
    mine = payment.id if payment.kind is PaymentKind.DEPOSIT else None
    if receipt and receipts.is_used(session, receipt=receipt, except_deposit_id=mine):
        raise _moved_on(f"Receipt {receipt} stands for other money already.")


def _refuse_own(
    session: Session, admin: User, payment: PaymentSummary, terms: dict[str, str]
) -> None:
    owners = {payment.user_id}
    if Term.USERNAME in terms:
        owners.add(payment_queues.user_id_of(session, name=terms[Term.USERNAME]))
    if admin.id in owners:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody rules on their own money.")


def _refuse_second(session: Session, payment: PaymentSummary) -> None:
    # Two who propose at the same instant go one after the other.
    lock_name = f"ruling:{payment.kind}:{payment.id}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(lock_name, 12))))
    earlier = dual_control.find_open(
        session,
        ManualRuling,
        ManualRuling.subject == payment.kind,
        ManualRuling.subject_id == payment.id,
    )
    if earlier is not None:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            f"Ruling {earlier.id} about this payment waits for a second admin.",
            ruling_id=earlier.id,
        )


def _open_one(session: Session, *, ruling_id: int, admin: User, now: datetime) -> ManualRuling:
    ruling = session.execute(
        select(ManualRuling).where(ManualRuling.id == ruling_id).with_for_update()
    ).scalar_one_or_none()
    if ruling is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such ruling.")
    return dual_control.require_open(
        ruling,
        person_id=admin.id,
        now=now,
        not_open=f"This ruling is {ruling.decision or 'lapsed'} already.",
        same_person="You proposed this: another admin has to decide it.",
    )


def _audit(
    session: Session, ruling: ManualRuling, admin: User, action: str, *, reason: str
) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"{ruling.subject}:{ruling.subject_id}",
        ruling=ruling.id,
        ruling_action=ruling.action,
        reason=reason,
        **{str(name): str(value) for name, value in ruling.terms.items()},
    )


def _moved_on(sentence: str) -> Conflict:
    return Conflict(ProblemCode.RULING_MOVED_ON, sentence)
