"""Challenges as players see them: one by its link, and the board of those that can be taken."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.matchmaking.challenge import ChallengeState
from app.domain.problems import ProblemCode
from app.models.match import MatchmakingQueue
from app.models.matchmaking import Challenge
from app.models.user import PlayerStats, User
from app.services.matchmaking import exclusions


@dataclass(frozen=True)
class ChallengeView:
    """A challenge as anybody with its link may see it; money in KES."""

    code: str
    state: str
    challenger: str
    opponent: str | None
    rating: int
    own_range: int | None
    rematch_of: int | None
    wager_amount: Decimal
    title: str
    mode: str
    platform: str
    is_mine: bool
    match_id: int | None
    created_at: datetime
    due_at: datetime | None


def board(session: Session, *, user_id: int, now: datetime, rows: int) -> list[ChallengeView]:
    """Return open challenges that a player could accept, and their own: those to them first."""
    found = session.scalars(
        select(Challenge)
        .where(
            Challenge.state == ChallengeState.OPEN,
            Challenge.due_at > now,
            or_(
                Challenge.opponent_id.is_(None),
                Challenge.opponent_id == user_id,
                Challenge.challenger_id == user_id,
            ),
        )
        .order_by(Challenge.opponent_id.is_(None), Challenge.due_at.desc())
        .limit(rows)
    ).all()
    people = {user_id, *(one.challenger_id for one in found)}
    excluded = exclusions.find_exclusions(session, user_ids=people, now=now, by_agreement=True)
    hidden = excluded.apart.get(user_id, frozenset())
    welcome = [one for one in found if one.challenger_id not in hidden]
    mine = session.execute(
        select(PlayerStats.current_rank).where(PlayerStats.user_id == user_id)
    ).scalar_one()
    return [
        seen
        for seen in _views(session, welcome, viewer_id=user_id)
        if seen.is_mine or seen.own_range is None or abs(seen.rating - mine) <= seen.own_range
    ]


def view(session: Session, *, code: str, viewer_id: int) -> ChallengeView:
    """Return a challenge to anybody who knows its code; raises NotFound."""
    challenge = session.execute(
        select(Challenge)
        .where(Challenge.code == code.upper())
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if challenge is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such challenge.")
    return _views(session, [challenge], viewer_id=viewer_id)[0]


def _views(session: Session, found: list[Challenge], *, viewer_id: int) -> list[ChallengeView]:
    ids = {one for row in found for one in (row.challenger_id, row.opponent_id) if one}
    people = {
        row.id: row
        for row in session.execute(
            select(User.id, User.username, PlayerStats.current_rank)
            .join(PlayerStats, PlayerStats.user_id == User.id)
            .where(User.id.in_(ids))
        )
    }
    ranges = {
        row.challenge_id: row.own_range
        for row in session.execute(
            select(MatchmakingQueue.challenge_id, MatchmakingQueue.own_range).where(
                MatchmakingQueue.challenge_id.in_([one.id for one in found])
            )
        )
    }
    return [
        ChallengeView(
            code=one.code,
            state=one.state,
            challenger=people[one.challenger_id].username,
            opponent=people[one.opponent_id].username if one.opponent_id else None,
            rating=people[one.challenger_id].current_rank,
            own_range=ranges.get(one.id),
            rematch_of=one.rematch_of,
            wager_amount=one.wager_amount,
            title=one.title,
            mode=one.mode,
            platform=one.platform,
            is_mine=one.challenger_id == viewer_id,
            match_id=one.match_id,
            created_at=one.created_at,
            due_at=one.due_at,
        )
        for one in found
    ]
