"""Upgrades paid by the house before they were recovered: one admin proposes, another approves.

Up to the amount of the ruling, and never more than is still owed. What is recovered later is the
house's then.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.domain.errors import Conflict, Invalid
from app.domain.money import show
from app.domain.problems import ProblemCode
from app.domain.tournaments.upgrades import pro_rata
from app.models.prize_clawback import PrizeAdvance
from app.models.tournament import Tournament
from app.models.user import User
from app.services.ledger import house_postings
from app.services.platform import audit, dual_control
from app.services.tournaments import transitions
from app.services.tournaments.money import impartial, moving_up, recovery


def propose(
    session: Session,
    *,
    tournament_id: int,
    amount: Decimal,
    reason: str,
    admin: User,
    now: datetime,
) -> PrizeAdvance:
    """Propose to pay so much (KES) of what is still owed out of our fees; it lapses after a day.

    Raises Invalid for more than is owed, NotAllowed for staff who take part, and Conflict while
    another proposal is open.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    impartial.require(session, tournament, admin=admin, now=now)
    owed = sum(moving_up.still_owed(session, tournament).values(), Decimal(0))
    if amount > owed:
        raise Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"KES {owed:,.2f} are still owed to those who moved up.",
            maximum=show(owed),
        )
    about = PrizeAdvance.tournament_id == tournament.id
    if dual_control.find_open(session, PrizeAdvance, about) is not None:
        raise Conflict(ProblemCode.RULING_MOVED_ON, "Another proposal waits for another admin.")
    advance = PrizeAdvance(
        tournament_id=tournament.id, amount=amount, reason=reason, proposed_by=admin.id
    )
    dual_control.propose(session, advance, now=now)
    _audit(session, advance, admin, "propose", reason)
    return advance


def approve(
    session: Session,
    *,
    tournament_id: int,
    advance_id: int,
    admin: User,
    reason: str,
    now: datetime,
) -> PrizeAdvance:
    """Approve another admin's proposal: what is still owed of it is paid at once.

    Raises NotAllowed for the one who proposed it and for staff who take part, and Conflict if it is
    not open any more, nothing is owed any more, or the house has less.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    advance = _lock_open(session, tournament, advance_id, admin=admin, now=now)
    impartial.require(session, tournament, admin=admin, now=now)
    owed = moving_up.still_owed(session, tournament)
    if not owed:
        raise Conflict(ProblemCode.RULING_MOVED_ON, "Nothing is owed any more.")
    dual_control.decide(session, advance, "approved", person_id=admin.id, now=now)
    to_pay = pro_rata(advance.amount, owed)
    house_postings.lock_money(session, to_pay=sum(to_pay.values(), Decimal(0)))
    recovery.lock_money(session, owed)
    recovery.pay(
        session,
        tournament,
        dict[int | None, Decimal](to_pay.items()),
        out_of=advance,
        actor=f"admin:{admin.id}",
        now=now,
    )
    _audit(session, advance, admin, "approve", reason)
    transitions.announce(session, tournament)
    return advance


def reject(
    session: Session,
    *,
    tournament_id: int,
    advance_id: int,
    admin: User,
    reason: str,
    now: datetime,
) -> PrizeAdvance:
    """Reject another admin's proposal; nothing moves."""
    tournament = transitions.lock(session, tournament_id=tournament_id)
    advance = _lock_open(session, tournament, advance_id, admin=admin, now=now)
    dual_control.decide(session, advance, "rejected", person_id=admin.id, now=now)
    _audit(session, advance, admin, "reject", reason)
    return advance


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, PrizeAdvance, now=now)


def lapse(session: Session, advance_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, PrizeAdvance, advance_id, now=now)


def _lock_open(
    session: Session, tournament: Tournament, advance_id: int, *, admin: User, now: datetime
) -> PrizeAdvance:
    about = PrizeAdvance.tournament_id == tournament.id
    return dual_control.lock_open(
        session, PrizeAdvance, advance_id, about, person_id=admin.id, now=now
    )


def _audit(session: Session, advance: PrizeAdvance, admin: User, action: str, reason: str) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=f"tournament.advance.{action}",
        subject=f"tournament:{advance.tournament_id}",
        advance=advance.id,
        amount=show(advance.amount),
        reason=reason,
    )
