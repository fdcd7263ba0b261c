"""Who may play: accounts that are open and that no strikes and no exclusion keep from it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.models.dispute import Strike
from app.models.user import User
from app.services.auth import consents, staff_play
from app.services.conduct import strikes
from app.services.matches import stakeless
from app.services.protection import self_exclusion


def require_may_play(session: Session, *, user_id: int) -> None:
    """Raise the Refusal of staff, and of who has not accepted the present terms."""
    staff_play.refuse(session, user_id=user_id)
    consents.require_terms(session, user_id=user_id)


def all_may_play(session: Session, user_ids: Collection[int], *, now: datetime) -> bool:
    """Say whether each of these players may play at the moment."""
    has_strikes = exists().where(
        Strike.user_id == User.id, Strike.lifted_at.is_(None), Strike.lapses_at > now
    )
    found = session.execute(
        select(User.id, has_strikes.label("has_strikes")).where(
            User.id.in_(user_ids), User.is_active
        )
    ).all()
    return len(found) == len(set(user_ids)) and all(
        strikes.status_of(session, user_id=row.id, now=now).may_play
        for row in found
        if row.has_strikes
    )


def all_may_stake(session: Session, user_ids: Collection[int], *, now: datetime) -> bool:
    """Say whether each of these players may stake: they may play, and have not excluded themselves.

    Prizes and what goes on are not asked for this: an exclusion takes nothing from a player.
    """
    return not self_exclusion.is_any_excluded(session, user_ids, now=now) and all_may_play(
        session, user_ids, now=now
    )


def refuse_in_tournament(session: Session, *, user_id: int, challenger_id: int = 0) -> None:
    """Raise Conflict while a match of a tournament waits for this player, or is being played.

    Or for the challenger whom they would play.
    """
    if found := stakeless.match_in_play(session, user_id=user_id):
        raise Conflict(
            ProblemCode.TOURNAMENT_MATCH_OPEN,
            "Your match of a tournament is open. Play that first.",
            match_id=found,
        )
    if challenger_id and stakeless.match_in_play(session, user_id=challenger_id):
        raise Conflict(
            ProblemCode.TOURNAMENT_MATCH_OPEN,
            "The challenger plays a match of a tournament. Try again after it.",
        )
