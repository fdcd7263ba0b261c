"""The two queues that people empty: payments in review, and money in suspense."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.auth import login_name
from app.domain.errors import NotFound
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState
from app.domain.problems import ProblemCode
from app.models.platform import ManualRuling
from app.services.auth import accounts
from app.services.payments.console import listing
from app.services.payments.console.listing import PaymentSummary


@dataclass(frozen=True)
class Waiting:
    """A payment, the ruling about it that waits for approval, and whose name or phone was typed."""

    payment: PaymentSummary
    ruling_id: int | None
    maybe_of: str | None


def in_review(session: Session, *, rows: int) -> list[Waiting]:
    """Return the payments that two people have to decide, the oldest first."""
    states: dict[PaymentKind, str] = {
        PaymentKind.DEPOSIT: DepositState.REVIEW,
        PaymentKind.WITHDRAWAL: WithdrawalState.REVIEW,
        PaymentKind.PAYBILL: PaybillState.REVIEW,
        PaymentKind.REFUND: RefundState.REVIEW,
    }
    return _with_rulings(session, listing.list_waiting(session, states=states, rows=rows))


def in_suspense(session: Session, *, rows: int) -> list[Waiting]:
    """Return the payments whose owner is not known, the oldest first."""
    states: dict[PaymentKind, str] = {PaymentKind.PAYBILL: PaybillState.SUSPENSE}
    return _with_rulings(session, listing.list_waiting(session, states=states, rows=rows))


def user_id_of(session: Session, *, name: str) -> int:
    """Return whose username, e-mail address or phone `name` is; raises NotFound."""
    player = accounts.find(session, name=login_name.read(name))
    if player is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no player of that name.")
    return player.id


def _with_rulings(session: Session, payments: list[PaymentSummary]) -> list[Waiting]:
    open_ones = session.execute(
        select(ManualRuling.subject, ManualRuling.subject_id, ManualRuling.id).where(
            ManualRuling.decision.is_(None)
        )
    )
    about = {(row[0], row[1]): row[2] for row in open_ones}
    return [
        Waiting(payment, about.get((payment.kind.value, payment.id)), _maybe_of(session, payment))
        for payment in payments
    ]


def _maybe_of(session: Session, payment: PaymentSummary) -> str | None:
    """Return who is called so or has this number: a hint for people, and never proof."""
    if payment.kind is not PaymentKind.PAYBILL or not (payment.about or "").strip():
        return None
    player = accounts.find(session, name=login_name.read(payment.about or ""))
    return player.username if player else None
