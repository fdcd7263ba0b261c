"""Players who may not play any more: their tickets end, and nobody is paired with them.

An account is shut by the owner of the tables (`is_active`), play is suspended or banned by strikes,
and players exclude themselves, all at any moment: also while the player waits. Joining refuses
them, a sweep ends what they have open, and pairing asks once more before it opens a match.
"""

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.domain.ledger import movement_reasons
from app.models.dispute import Strike
from app.models.match import MatchmakingQueue
from app.models.protection import PlayerExclusion
from app.models.user import User
from app.services.matchmaking import challenges, eligibility, tickets


def find(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return user ids of players with an open ticket who may not play."""
    has_strikes = exists().where(
        Strike.user_id == MatchmakingQueue.user_id,
        Strike.lifted_at.is_(None),
        Strike.lapses_at > now,
    )
    is_excluded = exists().where(
        PlayerExclusion.user_id == MatchmakingQueue.user_id, PlayerExclusion.ends_at > now
    )
    suspected = session.scalars(
        select(MatchmakingQueue.user_id)
        .join(User, User.id == MatchmakingQueue.user_id)
        .where(
            MatchmakingQueue.match_id.is_(None),
            or_(User.is_active.is_(False), has_strikes, is_excluded),
        )
        .limit(rows)
    )
    return [one for one in suspected if not eligibility.all_may_stake(session, [one], now=now)]


def end(session: Session, user_id: int, *, now: datetime) -> bool:
    """End a suspended player's search or challenge with the stake back; False without a ticket."""
    if eligibility.all_may_stake(session, [user_id], now=now):
        return False
    ticket = tickets.find(session, user_id=user_id)
    if ticket is not None and ticket.challenge_id is not None:
        return challenges.close(
            session, ticket.challenge_id, actor=movement_reasons.SUSPENDED, now=now
        )
    ticket = tickets.lock(session, user_id=user_id)
    if ticket is None or ticket.match_id is not None or ticket.challenge_id is not None:
        return False  # or they have another one by now, which the next sweep finds
    tickets.release(session, ticket, actor=movement_reasons.SUSPENDED, now=now)
    return True
