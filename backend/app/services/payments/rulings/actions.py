"""The actions of rulings: each is executed by the service that owns the payment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, InsufficientBalance
from app.domain.payments.decisions import Verdict
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.rulings import RulingAction, Term
from app.domain.problems import ProblemCode
from app.models.paybill import PaybillPayment
from app.services.payments.console import queues as payment_queues
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.refunds import requests as refund_requests
from app.services.payments.rulings import deposits as deposit_rulings
from app.services.payments.rulings import paybill as paybill_rulings
from app.services.payments.rulings import refunds as refund_rulings
from app.services.payments.rulings import withdrawals as withdrawal_rulings


@dataclass(frozen=True)
class RulingContext:
    """What is to be done to which payment; `actor` is the ruling, for instance `ruling:7`."""

    payment_id: int
    terms: dict[str, str]
    reason: str
    actor: str
    now: datetime


def execute(
    session: Session, *, kind: PaymentKind, action: RulingAction, context: RulingContext
) -> bool:
    """Execute an action; False if the payment moved on, and then the caller rolls back.

    Raises Conflict where a refund cannot be made, for instance of money that was spent.
    """
    try:
        return _HANDLERS[kind, action](session, context)
    except InsufficientBalance as error:
        raise Conflict(
            ProblemCode.INSUFFICIENT_BALANCE,
            "The player has spent this money: it cannot be set aside, so it cannot go back.",
        ) from error


def _credit_deposit(session: Session, context: RulingContext) -> bool:
    return deposit_rulings.credit(
        session,
        deposit_id=context.payment_id,
        receipt=context.terms[Term.RECEIPT],
        actor=context.actor,
        now=context.now,
    )


def _fail_deposit(session: Session, context: RulingContext) -> bool:
    return deposit_rulings.fail(
        session, deposit_id=context.payment_id, actor=context.actor, now=context.now
    )


def _refund_deposit(session: Session, context: RulingContext) -> bool:
    refund_requests.request(
        session,
        deposit_id=context.payment_id,
        reason=context.reason,
        actor=context.actor,
        now=context.now,
    )
    return True


def _pay_withdrawal(session: Session, context: RulingContext) -> bool:
    return withdrawal_rulings.pay(
        session,
        withdrawal_id=context.payment_id,
        receipt=context.terms[Term.RECEIPT],
        actor=context.actor,
        now=context.now,
    )


def _release_withdrawal(session: Session, context: RulingContext) -> bool:
    return withdrawal_rulings.release(
        session, withdrawal_id=context.payment_id, actor=context.actor, now=context.now
    )


def _ask_again(session: Session, context: RulingContext) -> bool:
    return withdrawal_rulings.ask_again(
        session, withdrawal_id=context.payment_id, actor=context.actor, now=context.now
    )


def _credit_paybill(session: Session, context: RulingContext) -> bool:
    """Believe the payment: to whose account number was typed, or to suspense if it is nobody's."""
    typed = select(PaybillPayment.reference).where(PaybillPayment.id == context.payment_id)
    owner = paybill_evidence.owner_of(session, session.scalars(typed).one())
    if owner is not None:
        return _give_paybill(session, context, user_id=owner)
    verdict = paybill_rulings.suspend(
        session, payment_id=context.payment_id, actor=context.actor, now=context.now
    )
    return verdict is Verdict.SUSPEND


def _assign_paybill(session: Session, context: RulingContext) -> bool:
    user_id = payment_queues.user_id_of(session, name=context.terms[Term.USERNAME])
    return _give_paybill(session, context, user_id=user_id)


def _give_paybill(session: Session, context: RulingContext, *, user_id: int) -> bool:
    verdict = paybill_rulings.assign(
        session,
        payment_id=context.payment_id,
        user_id=user_id,
        actor=context.actor,
        now=context.now,
    )
    return verdict is Verdict.CREDIT


def _refund_paybill(session: Session, context: RulingContext) -> bool:
    refund_requests.request(
        session,
        paybill_payment_id=context.payment_id,
        reason=context.reason,
        actor=context.actor,
        now=context.now,
    )
    return True


def _refuse_paybill(session: Session, context: RulingContext) -> bool:
    verdict = paybill_rulings.refuse(
        session, payment_id=context.payment_id, actor=context.actor, now=context.now
    )
    return verdict is Verdict.REFUSED


def _finish_refund(session: Session, context: RulingContext) -> bool:
    return refund_rulings.finish(
        session,
        refund_id=context.payment_id,
        receipt=context.terms[Term.RECEIPT],
        actor=context.actor,
        now=context.now,
    )


def _release_refund(session: Session, context: RulingContext) -> bool:
    return refund_rulings.release(
        session, refund_id=context.payment_id, actor=context.actor, now=context.now
    )


_HANDLERS: dict[tuple[PaymentKind, RulingAction], Callable[[Session, RulingContext], bool]] = {
    (PaymentKind.DEPOSIT, RulingAction.CREDIT): _credit_deposit,
    (PaymentKind.DEPOSIT, RulingAction.FAIL): _fail_deposit,
    (PaymentKind.DEPOSIT, RulingAction.REFUND): _refund_deposit,
    (PaymentKind.WITHDRAWAL, RulingAction.PAY): _pay_withdrawal,
    (PaymentKind.WITHDRAWAL, RulingAction.RELEASE): _release_withdrawal,
    (PaymentKind.WITHDRAWAL, RulingAction.ASK_AGAIN): _ask_again,
    (PaymentKind.PAYBILL, RulingAction.CREDIT): _credit_paybill,
    (PaymentKind.PAYBILL, RulingAction.ASSIGN): _assign_paybill,
    (PaymentKind.PAYBILL, RulingAction.REFUND): _refund_paybill,
    (PaymentKind.PAYBILL, RulingAction.REFUSE): _refuse_paybill,
    (PaymentKind.REFUND, RulingAction.DONE): _finish_refund,
    (PaymentKind.REFUND, RulingAction.RELEASE): _release_refund,
}
