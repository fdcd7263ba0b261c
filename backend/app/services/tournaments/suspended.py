"""Participants who may not play any more: a closed account, or strikes that suspend or ban.

Both happen at any moment, also while somebody waits for a match; so every step of a tournament asks
(tournaments.md, case 14). Who is found leaves by the way of everybody else who drops out.
"""

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.domain.tournaments.lifecycle import SEATED, ParticipantStatus
from app.models.dispute import Strike
from app.models.tournament import TournamentParticipant
from app.models.user import User
from app.services.matchmaking import eligibility

_STILL_IN = frozenset({*SEATED, ParticipantStatus.WAITING})


def suspended_participants(session: Session, *, tournament_id: int, now: datetime) -> list[int]:
    """Return user ids of who has a seat or waits for one, and may not play at the moment."""
    has_strikes = exists().where(
        Strike.user_id == TournamentParticipant.user_id,
        Strike.lifted_at.is_(None),
        Strike.lapses_at > now,
    )
    suspected = session.scalars(
        select(TournamentParticipant.user_id)
        .join(User, User.id == TournamentParticipant.user_id)
        .where(
            TournamentParticipant.tournament_id == tournament_id,
            TournamentParticipant.status.in_(_STILL_IN),
            or_(User.is_active.is_(False), has_strikes),
        )
        .order_by(TournamentParticipant.user_id)
    )
    return [one for one in suspected if not eligibility.all_may_play(session, [one], now=now)]
