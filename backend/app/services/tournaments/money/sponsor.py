"""The sponsor's money for guaranteed prizes: one admin proposes to fund it, another approves."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, aliased

from app.domain.errors import Invalid
from app.domain.money import show
from app.domain.problems import ProblemCode
from app.models.tournament import SponsorFunding
from app.models.user import User
from app.services.ledger import house_postings, tournament_postings
from app.services.platform import audit, dual_control

MOST = Decimal(10_000_000)


@dataclass(frozen=True)
class FundingView:
    """A proposal to fund the sponsor, and its people by name."""

    funding: SponsorFunding
    proposer: str
    decider: str | None


def balance(session: Session) -> Decimal:
    """Return what the sponsor can still promise (KES)."""
    return tournament_postings.sponsor_balance(session)


def list_newest(session: Session, *, before: int | None, rows: int) -> list[FundingView]:
    """Return up to `rows` proposals older than `before`, newest first."""
    asked = SponsorFunding.id < before if before is not None else true()
    return _read(session, asked, rows=rows)


def propose(
    session: Session, *, amount: Decimal, reason: str, admin: User, now: datetime
) -> FundingView:
    """Propose to move `amount` (KES) of the house's money to the sponsor; it lapses after a day.

    Raises Invalid for more than one proposal may move.
    """
    if amount > MOST:
        raise Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"One proposal moves KES {MOST:,} at most.",
            maximum=show(MOST),
        )
    funding = SponsorFunding(amount=amount, reason=reason, proposed_by=admin.id)
    dual_control.propose(session, funding, now=now)
    _audit(session, funding, admin, "sponsor.propose", reason=reason)
    return _view(session, funding.id)


def approve(
    session: Session, *, funding_id: int, admin: User, reason: str, now: datetime
) -> FundingView:
    """Approve another admin's proposal: the money moves in the same transaction.

    Raises NotAllowed for the one who proposed it, and Conflict if it is not open any more or the
    house has less.
    """
    funding = dual_control.lock_open(
        session, SponsorFunding, funding_id, person_id=admin.id, now=now
    )
    house_postings.lock_money(session, to_pay=funding.amount)
    dual_control.decide(session, funding, "approved", person_id=admin.id, now=now)
    tournament_postings.fund_sponsor(
        session, funding_id=funding.id, amount=funding.amount, actor=f"admin:{admin.id}"
    )
    _audit(session, funding, admin, "sponsor.approve", reason=reason)
    return _view(session, funding.id)


def reject(
    session: Session, *, funding_id: int, admin: User, reason: str, now: datetime
) -> FundingView:
    """Reject another admin's proposal; nothing moves."""
    funding = dual_control.lock_open(
        session, SponsorFunding, funding_id, person_id=admin.id, now=now
    )
    dual_control.decide(session, funding, "rejected", person_id=admin.id, now=now)
    _audit(session, funding, admin, "sponsor.reject", reason=reason)
    return _view(session, funding.id)


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, SponsorFunding, now=now)


def lapse(session: Session, funding_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, SponsorFunding, funding_id, now=now)


def _view(session: Session, funding_id: int) -> FundingView:
    return _read(session, SponsorFunding.id == funding_id, rows=1)[0]


def _read(session: Session, asked: ColumnElement[bool], *, rows: int) -> list[FundingView]:
    proposer, decider = aliased(User), aliased(User)
    found = session.execute(
        select(SponsorFunding, proposer.username, decider.username)
        .join(proposer, proposer.id == SponsorFunding.proposed_by)
        .outerjoin(decider, decider.id == SponsorFunding.decided_by)
        .where(asked)
        .order_by(SponsorFunding.id.desc())
        .limit(rows)
    )
    return [FundingView(row[0], row[1], row[2]) for row in found]


def _audit(
    session: Session, funding: SponsorFunding, admin: User, action: str, *, reason: str
) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"sponsor:{funding.id}",
        amount=str(funding.amount),
        reason=reason,
    )
