"""Begin a break from play, and end all that has not begun, in one transaction.

Locks in the order of everybody else: tournaments, challenge, match, ticket; then the player's row;
then accounts in ascending id. What the player begins between the first of these locks and the last
cannot be locked any more in this order, so then the whole is undone and tried again: a player has
one ticket, and every try finds more of it locked.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import savepoint
from app.domain.errors import Conflict, Unavailable
from app.domain.ledger import movement_reasons
from app.domain.problems import ProblemCode
from app.domain.protection.exclusion import PAUSE_HOURS, Exclusion, ExclusionKind
from app.models.match import MatchmakingQueue
from app.models.user import User
from app.services.ledger import locks
from app.services.matches import access
from app.services.matchmaking import challenges, tickets
from app.services.protection import self_exclusion
from app.services.results import no_shows
from app.services.tournaments.entry import give_back

_TRIES = 5


@dataclass(frozen=True)
class Length:
    """How long it lasts: `months` of a self-exclusion, `hours` of a time-out or a pause."""

    months: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class _Open:
    """What a player has begun: places in tournaments, and a ticket, in a match or a challenge."""

    tournament_ids: list[int]
    ticket_id: int | None = None
    match_id: int | None = None
    challenge_id: int | None = None


class _MoreBegan(Exception):
    """The player began something else while this waited for its locks."""


def start(
    session: Session, *, user_id: int, kind: ExclusionKind, length: Length, now: datetime
) -> Exclusion:
    """Exclude a player from this moment on; what had not begun is over, with its money back.

    A match that is on goes on to its end, as does a tournament whose check-in has closed; money can
    be withdrawn at any time. Raises Conflict for one that would not end after the present one.
    """
    for _ in range(_TRIES):
        try:
            with savepoint(session):  # its end frees the locks of a try in vain
                return _try(session, user_id=user_id, kind=kind, length=length, now=now)
        except _MoreBegan:
            continue
    raise Unavailable("Something of yours is just beginning. Try again.", retry_after=1)


def pause(session: Session, user_id: int, *, now: datetime) -> None:
    """Begin the pause of who chases losses; it ends by itself, and nobody ends it before."""
    kind, length = ExclusionKind.PAUSE, Length(hours=PAUSE_HOURS)
    start(session, user_id=user_id, kind=kind, length=length, now=now)


def _try(
    session: Session, *, user_id: int, kind: ExclusionKind, length: Length, now: datetime
) -> Exclusion:
    found = _lock(session, _find(session, user_id=user_id), user_id=user_id)
    before = self_exclusion.current(session, user_id=user_id, now=now)
    begun = self_exclusion.record(
        session, user_id=user_id, kind=kind, months=length.months, hours=length.hours
    )
    if _find(session, user_id=user_id) != found:
        raise _MoreBegan
    if before is not None and begun.ends_at <= before.ends_at:
        raise Conflict(
            ProblemCode.EXCLUSION_NOT_LONGER,
            "You are excluded for longer than that already. It can be extended, not shortened.",
            until=before.ends_at.isoformat().replace("+00:00", "Z"),
        )
    _end(session, found, user_id=user_id, now=now)
    return begun


def _find(session: Session, *, user_id: int) -> _Open:
    tournament_ids = give_back.open_places(session, user_id=user_id)
    ticket = session.execute(
        select(MatchmakingQueue.id, MatchmakingQueue.match_id, MatchmakingQueue.challenge_id).where(
            MatchmakingQueue.user_id == user_id
        )
    ).first()
    if ticket is None:
        return _Open(tournament_ids)
    return _Open(tournament_ids, ticket.id, ticket.match_id, ticket.challenge_id)


def _lock(session: Session, found: _Open, *, user_id: int) -> _Open:
    """Lock what a player has begun, then their row, then all accounts that the end may move."""
    give_back.lock(session, tournament_ids=found.tournament_ids)
    players = [user_id]
    if found.match_id is not None:
        match, _ = access.lock_as_player(session, match_id=found.match_id, user_id=user_id)
        players = list(match.player_ids)
    elif found.challenge_id is not None:
        challenges.lock(session, found.challenge_id)
    tickets.lock(session, user_id=user_id)
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    locks.lock_money_of(session, user_ids=players)
    return found


def _end(session: Session, found: _Open, *, user_id: int, now: datetime) -> None:
    for tournament_id in found.tournament_ids:
        give_back.give_back(session, tournament_id=tournament_id, user_id=user_id, now=now)
    if found.match_id is not None:
        no_shows.call_off(session, match_id=found.match_id, user_id=user_id, now=now)
    elif found.challenge_id is not None:
        actor = movement_reasons.by_player(user_id, challenge=True)
        challenges.close(session, found.challenge_id, actor=actor, now=now)
    elif found.ticket_id is not None:
        ticket = tickets.lock(session, user_id=user_id)
        if ticket is not None:
            actor = movement_reasons.by_player(user_id)
            tickets.release(session, ticket, actor=actor, now=now)
