"""Matches that end before they began: somebody was not ready in time, or walked away.

Who missed it is who was not there. Whoever leaves has missed it, too, unless they were ready and
have waited `patience_seconds` for the other: then the other has, and alone. In a tournament it
costs the match, and nothing else: the other one goes on.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.matches.decision import Reason, Result
from app.domain.matches.stakeless import without_a_game
from app.domain.matches.states import MatchStatus
from app.models.match import Match
from app.models.tournament import Tournament
from app.services.conduct import cooldowns
from app.services.matches import access
from app.services.matches.settlement import settle
from app.services.matchmaking import queue

_LOOK_AGAIN = timedelta(minutes=1)


def lapse(session: Session, *, match_id: int, now: datetime) -> str | None:
    """End a match whose check-in has passed; None if another transaction has it locked.

    Both stakes go back in full; a player who was ready searches again with theirs. In a tournament
    they have won; while it is paused nobody misses anything.
    """
    match = session.execute(
        select(Match)
        .where(Match.id == match_id, Match.status == MatchStatus.PENDING, Match.due_at <= now)
        .with_for_update(skip_locked=True, key_share=True)
    ).scalar_one_or_none()
    if match is None:
        return None
    if _is_paused(session, match):
        match.due_at = now + _LOOK_AGAIN
        session.flush()
        return None
    absent = [user_id for user_id in match.player_ids if user_id not in _ready(match)]
    _end(session, match, gone=absent, reason=Reason.NOT_READY, actor="system:deadline")
    _afterwards(session, match, absent=absent, now=now)
    return Reason.NOT_READY


def walk_away(session: Session, *, match_id: int, user_id: int, now: datetime) -> None:
    """End a match before both were ready; both get their stake back. Raises Conflict later.

    The one who leaves does not search again; the other does if they were ready. In a tournament
    the other one has won.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.CANCELLED or match.reason == Reason.WALKED_AWAY:
        return
    if match.status != MatchStatus.PENDING:
        raise access.moved_on(match)
    _end(session, match, gone=[user_id], reason=Reason.WALKED_AWAY, actor=f"user:{user_id}")
    (other,) = set(match.player_ids) - {user_id}
    missed = other if _waited_in_vain(match, user_id, now=now) else user_id
    _afterwards(session, match, absent=[missed], now=now, leaving=user_id)


def call_off(session: Session, *, match_id: int, user_id: int, now: datetime) -> bool:
    """End a match for a stake before both were ready, because a player excluded themselves.

    Both stakes go back, nobody has missed it, and the other one searches again if they were ready.
    False once it has begun, or ended.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    session.refresh(match)
    if match.status != MatchStatus.PENDING or match.is_stakeless:
        return False
    _end(session, match, gone=[user_id], reason=Reason.WALKED_AWAY, actor=f"user:{user_id}")
    _afterwards(session, match, absent=[], now=now, leaving=user_id)
    return True


def _is_paused(session: Session, match: Match) -> bool:
    if match.tournament_id is None:
        return False
    paused = select(Tournament.paused_at).where(Tournament.id == match.tournament_id)
    return session.scalars(paused).one_or_none() is not None


def _waited_in_vain(match: Match, user_id: int, *, now: datetime) -> bool:
    """Say whether a player was ready and has waited long enough for the other."""
    ready_at = _ready(match).get(user_id)
    patience = timedelta(seconds=get_settings().match.patience_seconds)
    return ready_at is not None and ready_at + patience <= now


def _end(session: Session, match: Match, *, gone: list[int], reason: Reason, actor: str) -> None:
    one, two = (user_id not in gone for user_id in match.player_ids)
    walkover = without_a_game(one_is_there=one, two_is_there=two)
    settle(
        session,
        match_id=match.id,
        player_ids=match.player_ids,
        result=walkover if match.is_stakeless else Result.VOID,
        reason=reason,
        actor=actor,
        tournament_id=match.tournament_id,
    )


def _ready(match: Match) -> dict[int, datetime]:
    """Return since when each player is ready who is."""
    readiness = (
        (match.player1_id, match.player1_ready_at),
        (match.player2_id, match.player2_ready_at),
    )
    return {user_id: ready_at for user_id, ready_at in readiness if ready_at is not None}


def _afterwards(
    session: Session,
    match: Match,
    *,
    absent: list[int],
    now: datetime,
    leaving: int | None = None,
) -> None:
    """Start cooldowns of absent players; put ready ones back at the front of the queue."""
    if match.is_stakeless:
        return
    ready = [user_id for user_id in _ready(match) if user_id not in (*absent, leaving)]
    cooldowns.record_no_shows(session, absent, match.id, now=now)
    for user_id in ready:
        queue.requeue(session, user_id, match.id, now=now)
