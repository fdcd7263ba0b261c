"""What staff reads about prizes that were taken back: proposals, upgrades, and what is owed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.prize_clawback import (
    PrizeAdvance,
    PrizeClawback,
    PrizeUpgrade,
    PrizeUpgradePayment,
)
from app.models.tournament import TournamentParticipant
from app.models.user import User
from app.services.ledger import posting, prize_postings
from app.services.platform import twins
from app.services.tournaments import transitions
from app.services.tournaments.money import moving_up

_NOTHING = Decimal(0)
Proposal: TypeAlias = PrizeClawback | PrizeAdvance


@dataclass(frozen=True)
class ClawbackView:
    """A clawback with the money (KES) and the people around it, by name."""

    row: PrizeClawback
    username: str
    taken: Decimal
    passed_on: Decimal
    debt: Decimal
    same_person: list[str]


@dataclass(frozen=True)
class AdvanceView:
    """An advance, and what was paid of it (KES)."""

    row: PrizeAdvance
    paid: Decimal


@dataclass(frozen=True)
class UpgradeView:
    """By how much somebody moved up, and what of it they were paid (KES)."""

    username: str
    amount: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Clawbacks:
    """All about a tournament's clawbacks, and the names of staff by id."""

    owed: Decimal
    clawbacks: list[ClawbackView]
    upgrades: list[UpgradeView]
    advances: list[AdvanceView]
    names: dict[int, str]


def read(session: Session, *, tournament_id: int, now: datetime) -> Clawbacks:
    """Return the clawbacks of a tournament, newest first; raises NotFound."""
    tournament = transitions.find(session, tournament_id=tournament_id)
    taken = session.scalars(
        select(PrizeClawback)
        .where(PrizeClawback.tournament_id == tournament_id)
        .order_by(PrizeClawback.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    advances = session.scalars(
        select(PrizeAdvance)
        .where(PrizeAdvance.tournament_id == tournament_id)
        .order_by(PrizeAdvance.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    names = _names(session, tournament_id, [*taken, *advances])
    related = twins.find_twins(session, user_ids=names.keys(), now=now) if taken else {}
    field = _field(session, tournament_id)
    paid = moving_up.paid_upgrades(session, tournament_id)
    return Clawbacks(
        owed=sum(moving_up.still_owed(session, tournament).values(), _NOTHING),
        clawbacks=[
            ClawbackView(
                row=row,
                username=names[row.user_id],
                taken=prize_postings.taken_from_wallet(session, clawback_id=row.id),
                passed_on=_paid(session, clawback_id=row.id),
                debt=posting.balances(session, user_id=row.user_id).owed,
                same_person=sorted(
                    names[one] for one in related.get(row.user_id, frozenset()) & field
                ),
            )
            for row in taken
        ],
        upgrades=[
            UpgradeView(names[row.user_id], row.amount, paid.get(row.user_id, _NOTHING))
            for row in _upgrades(session, tournament_id)
        ],
        advances=[AdvanceView(row, _paid(session, advance_id=row.id)) for row in advances],
        names=names,
    )


def _names(session: Session, tournament_id: int, rows: list[Proposal]) -> dict[int, str]:
    people = {row.proposed_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    found = session.execute(
        select(User.id, User.username).where(User.id.in_(people | _field(session, tournament_id)))
    )
    return {row.id: row.username for row in found}


def _field(session: Session, tournament_id: int) -> frozenset[int]:
    return frozenset(
        session.scalars(
            select(TournamentParticipant.user_id).where(
                TournamentParticipant.tournament_id == tournament_id
            )
        )
    )


def _upgrades(session: Session, tournament_id: int) -> list[PrizeUpgrade]:
    return list(
        session.scalars(
            select(PrizeUpgrade)
            .where(PrizeUpgrade.tournament_id == tournament_id)
            .order_by(PrizeUpgrade.amount.desc(), PrizeUpgrade.user_id)
        )
    )


def _paid(session: Session, **out_of: int) -> Decimal:
    """Return what was paid out of a clawback (`clawback_id`) or an advance (`advance_id`)."""
    found = session.scalars(
        select(func.coalesce(func.sum(PrizeUpgradePayment.amount), 0)).filter_by(**out_of)
    )
    return Decimal(found.one())
