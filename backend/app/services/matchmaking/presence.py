"""Presence of waiting players: a lost connection keeps its ticket for a while, not for ever."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.models.match import MatchmakingQueue
from app.models.matchmaking import SocketRound
from app.services.matchmaking import tickets

_POLL_SECONDS = 10  # polls that follow sooner are not recorded
_BEAT_SECONDS = 45  # after such a gap in the API's records nobody counts as absent


def record_poll(session: Session, *, user_id: int, now: datetime) -> None:
    """Record that a player polled the queue: they are present, with or without a live socket."""
    session.execute(
        update(MatchmakingQueue)
        .where(
            MatchmakingQueue.user_id == user_id,
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.seen_at < now - timedelta(seconds=_POLL_SECONDS),
        )
        .values(seen_at=now)
    )


def record_open_sockets(session: Session, *, user_ids: list[int], now: datetime) -> None:
    """Record whose live sockets are open in one API process; each process does so periodically.

    Whoever is in no process's list any more has lost their last socket.
    """
    pause = now - timedelta(seconds=_BEAT_SECONDS)
    session.execute(
        update(SocketRound).values(
            since=func.coalesce(
                select(SocketRound.since).where(SocketRound.last > pause).scalar_subquery(), now
            ),
            last=now,
        )
    )
    if user_ids:
        session.execute(
            update(MatchmakingQueue)
            .where(MatchmakingQueue.user_id.in_(user_ids), MatchmakingQueue.match_id.is_(None))
            .values(socket_seen_at=now)
        )


def find_absent(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the user ids of players who wait and are known to be gone.

    They had a live socket, lost the last one, and have not polled since. Whoever never had one is
    believed, and so is everybody while the API itself was away a moment ago.
    """
    gone_since = now - timedelta(seconds=get_settings().matchmaking.absent_seconds)
    watched = session.execute(
        select(SocketRound.id).where(
            SocketRound.last > now - timedelta(seconds=_BEAT_SECONDS),
            SocketRound.since <= gone_since,
        )
    ).first()
    if watched is None:
        return []
    return list(session.scalars(_gone(gone_since).limit(rows)))


def _gone(since: datetime) -> Select[int]:
    return select(MatchmakingQueue.user_id).where(
        MatchmakingQueue.match_id.is_(None),
        MatchmakingQueue.challenge_id.is_(None),
        MatchmakingQueue.socket_seen_at < since,
        MatchmakingQueue.seen_at < since,
    )


def end_search(session: Session, user_id: int, *, now: datetime) -> bool:
    """End the search of a player who is gone and return the stake; False if they came back."""
    gone_since = now - timedelta(seconds=get_settings().matchmaking.absent_seconds)
    ticket = tickets.lock(session, user_id=user_id)
    if ticket is None or user_id not in list(
        session.scalars(_gone(gone_since).where(MatchmakingQueue.user_id == user_id))
    ):
        return False
    tickets.release(session, ticket, actor="system:absent")
    return True
