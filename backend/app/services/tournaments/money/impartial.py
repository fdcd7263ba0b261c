"""Who of staff may decide results and prizes of a tournament: nobody who takes part in it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode
from app.models.tournament import Tournament, TournamentParticipant
from app.models.user import User
from app.services.platform import twins


def require(session: Session, tournament: Tournament, *, admin: User, now: datetime) -> None:
    """Raise NotAllowed for staff who took part, or whose device or payout number somebody has
    who did.
    """
    field = set(
        session.scalars(
            select(TournamentParticipant.user_id).where(
                TournamentParticipant.tournament_id == tournament.id
            )
        )
    )
    related = twins.find_twins(session, user_ids=field | {admin.id}, now=now)
    if admin.id in field or related.get(admin.id, frozenset()) & field:
        raise NotAllowed(
            ProblemCode.NOT_ALLOWED,
            "You take part in this tournament, or share a device or a number with somebody who"
            " does: others of staff decide about it.",
        )
