"""Presence of waiting players: who is away is not paired, and after a while their search ends.

A sign of life is a live socket, which each process of the API records every few seconds, or a
request of the queue's state. A phone goes dark after half a minute, so two times count from the
last sign: after `absent_seconds` nobody is paired with this player, because no match would find
them; with the next sign they wait on, in their old place. After `keep_seconds` the search ends and
the stake is back. It makes no difference whether the player ever had a socket. While the API itself
was away a moment ago, nobody counts as away.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    any_,
    cast,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.ledger import movement_reasons
from app.models.match import MatchmakingQueue
from app.models.matchmaking import SocketRound
from app.services.matches import stakeless
from app.services.matchmaking import tickets

_POLL_SECONDS = 10  # polls that follow sooner are not recorded
_BEAT_SECONDS = 45  # after such a gap in the API's records nobody counts as away

_LAST_SIGN = func.greatest(
    MatchmakingQueue.seen_at,
    func.coalesce(MatchmakingQueue.socket_seen_at, MatchmakingQueue.seen_at),
)


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
        array = "{" + ",".join(map(str, user_ids)) + "}"
        session.execute(
            update(MatchmakingQueue)
            .where(
                # One text: thousands of parameters, or numbers that are adapted one by one, would
                # hold up the process's sockets.
                MatchmakingQueue.user_id == any_(cast(literal(array), ARRAY(BigInteger))),
                MatchmakingQueue.match_id.is_(None),
            )
            .values(socket_seen_at=now)
        )


def is_here(session: Session, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition that the player of a ticket is not away, so that they may be paired.

    Who has a match of a tournament to play is away as well: they wait on until it is over.
    """
    since = now - timedelta(seconds=get_settings().matchmaking.absent_seconds)
    is_awake = since <= _LAST_SIGN if _is_watched(session, since=since, now=now) else true()
    return is_awake & ~stakeless.has_match_in_play(MatchmakingQueue.user_id)


def find_absent(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the user ids of players who wait and have given no sign of life for too long."""
    gone_since = now - timedelta(seconds=get_settings().matchmaking.keep_seconds)
    if not _is_watched(session, since=gone_since, now=now):
        return []
    return list(session.scalars(_gone(gone_since).limit(rows)))


def end_search(session: Session, user_id: int, *, now: datetime) -> bool:
    """End the search of a player who is gone and return the stake; False if they came back."""
    gone_since = now - timedelta(seconds=get_settings().matchmaking.keep_seconds)
    ticket = tickets.lock(session, user_id=user_id)
    if ticket is None or user_id not in list(
        session.scalars(_gone(gone_since).where(MatchmakingQueue.user_id == user_id))
    ):
        return False
    tickets.release(session, ticket, actor=movement_reasons.ABSENT, now=now)
    return True


def _is_watched(session: Session, *, since: datetime, now: datetime) -> bool:
    """Say whether the API has recorded sockets without a gap from `since` until now."""
    found = session.execute(
        select(SocketRound.id).where(
            SocketRound.last > now - timedelta(seconds=_BEAT_SECONDS), SocketRound.since <= since
        )
    )
    return found.first() is not None


def _gone(since: datetime) -> Select[int]:
    return select(MatchmakingQueue.user_id).where(
        MatchmakingQueue.match_id.is_(None),
        MatchmakingQueue.challenge_id.is_(None),
        since > _LAST_SIGN,
    )
