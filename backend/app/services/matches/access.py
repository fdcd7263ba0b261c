"""Load a match for those who may see or change it, and refuse all others."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotFound
from app.domain.platform.rights import Right, may
from app.domain.problems import ProblemCode
from app.models.match import Match
from app.models.user import User


def get_visible(session: Session, *, match_id: int, viewer: User) -> Match:
    """Return a match, freshly read, to its players and to referees; raises NotFound for others."""
    match = session.get(Match, match_id, populate_existing=True)
    if match is None or (
        viewer.id not in match.player_ids and not may(viewer.role, Right.READ_DISPUTES)
    ):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    return match


def lock_as_player(session: Session, *, match_id: int, user_id: int) -> tuple[Match, int]:
    """Lock a match for a change by one of its players; return it and their seat (1 or 2).

    Raises NotFound for everybody else, so that nobody can probe for matches of other people.
    """
    match = session.execute(
        select(Match).where(Match.id == match_id).with_for_update(key_share=True)
    ).scalar_one_or_none()
    if match is None or user_id not in match.player_ids:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    return match, 1 if match.player1_id == user_id else 2


def moved_on(match: Match) -> Conflict:
    """Build the refusal of an action that this match's state no longer allows."""
    return Conflict(
        ProblemCode.MATCH_MOVED_ON,
        "The match has moved on. Look at it again.",
        match_status=match.status,
    )
