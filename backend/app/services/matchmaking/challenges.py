"""A challenge: to one player or to whoever has the link, with the challenger's stake held."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.ledger import movement_reasons
from app.domain.matches.states import MatchStatus
from app.domain.matchmaking.challenge import ChallengeState
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchmakingQueue
from app.models.matchmaking import Challenge
from app.models.user import User
from app.services.auth import staff_play
from app.services.conduct import cooldowns, strikes
from app.services.matches import access, lifecycle
from app.services.matchmaking import challenge_hints, eligibility, exclusions, tickets
from app.services.matchmaking.tickets import QueueRequest
from app.services.platform import switches
from app.services.protection import self_exclusion

_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nobody confuses these
_CODE_LENGTH = 8


def create(
    session: Session,
    *,
    user_id: int,
    request: QueueRequest,
    now: datetime,
    opponent: str | None = None,
    rematch_of: int | None = None,
) -> str:
    """Challenge `opponent`, or whoever finds it, and return its code. The stake is held.

    Raises Invalid for a wrong stake, NotFound for an unknown opponent, NotAllowed for one whom this
    player must not meet, TooSoon for one whom they challenged in vain too often, Conflict with a
    ticket or in a cooldown, InsufficientBalance.
    """
    switches.require_queue(session)
    staff_play.refuse(session, user_id=user_id)
    tickets.check_stake(request.wager_amount)
    strikes.refuse_suspended(session, user_id=user_id, now=now)
    cooldowns.refuse_pausing(session, user_id=user_id, now=now)
    eligibility.refuse_in_tournament(session, user_id=user_id)
    opponent_id = _opponent(session, user_id=user_id, username=opponent, now=now)
    if opponent_id is not None:  # whoever names an opponent means them, whatever their rating
        request = replace(request, own_range=None)
        challenge_hints.refuse_pestering(
            session, challenger_id=user_id, opponent_id=opponent_id, now=now
        )
    if tickets.find(session, user_id=user_id) is not None:
        raise tickets.already_in_play()
    challenge = Challenge(
        code="".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH)),
        challenger_id=user_id,
        opponent_id=opponent_id,
        rematch_of=rematch_of,
        wager_amount=request.wager_amount,
        title=request.title,
        mode=request.mode,
        platform=request.platform,
        created_at=now,
        due_at=now + timedelta(seconds=get_settings().matchmaking.challenge_seconds),
    )
    session.add(challenge)
    session.flush()
    if (
        tickets.create(
            session,
            user_id=user_id,
            request=request,
            now=now,
            challenge_id=challenge.id,
            by_challenge=True,
        )
        is None
    ):
        raise tickets.already_in_play()
    challenge_hints.offered(session, challenge, now=now)
    return challenge.code


def _opponent(session: Session, *, user_id: int, username: str | None, now: datetime) -> int | None:
    if username is None:
        return None
    other = session.execute(
        select(User.id).where(func.lower(User.username) == username.lower(), User.is_active)
    ).scalar_one_or_none()
    if other is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no player of that name.")
    _refuse_excluded(session, one=user_id, other=other, now=now)
    if self_exclusion.is_any_excluded(session, [other], now=now):
        raise _cannot_play()  # as of a block: nobody is told who has excluded themselves
    return other


def _refuse_excluded(session: Session, *, one: int, other: int, now: datetime) -> None:
    if one == other or exclusions.may_not_meet(session, one=one, other=other, now=now):
        raise _cannot_play()


def _cannot_play() -> NotAllowed:
    return NotAllowed(ProblemCode.CHALLENGE_NOT_FOR_YOU, "The two of you cannot play for money.")


def accept(session: Session, *, code: str, user_id: int, now: datetime) -> int:
    """Stake the same and play; returns the id of the match.

    Raises NotFound, NotAllowed if it is for somebody else or the two must not meet, Conflict for a
    challenge that is over, with a ticket or in a cooldown, InsufficientBalance.
    """
    switches.require_queue(session)
    staff_play.refuse(session, user_id=user_id)
    challenge = _locked(session, Challenge.code == code.upper())
    if challenge.challenger_id == user_id or challenge.opponent_id not in (None, user_id):
        raise NotAllowed(ProblemCode.CHALLENGE_NOT_FOR_YOU, "This challenge is for somebody else.")
    _refuse_over(challenge, now=now)
    if not eligibility.all_may_stake(session, [challenge.challenger_id], now=now):
        raise _moved_on(challenge)  # the sweep is about to end it
    strikes.refuse_suspended(session, user_id=user_id, now=now)
    cooldowns.refuse_pausing(session, user_id=user_id, now=now)
    challenger_id = challenge.challenger_id
    eligibility.refuse_in_tournament(session, user_id=user_id, challenger_id=challenger_id)
    _refuse_excluded(session, one=user_id, other=challenge.challenger_id, now=now)
    request = QueueRequest(
        challenge.wager_amount, challenge.title, challenge.mode, challenge.platform
    )
    ticket = tickets.create(session, user_id=user_id, request=request, now=now, by_challenge=True)
    if ticket is None:
        raise tickets.already_in_play()
    theirs = _seat(session, challenge)
    first, second = tickets.seekers(session, [theirs, ticket], now=now)
    if first.own_range is not None and abs(first.rating - second.rating) > first.own_range:
        raise NotAllowed(
            ProblemCode.CHALLENGE_NOT_FOR_YOU,
            f"The challenger plays within {first.own_range} points of their rating.",
        )
    origin = "challenge" if challenge.rematch_of is None else "rematch"
    challenge.match_id = lifecycle.open_between(
        session, first=first, second=second, now=now, origin=origin
    )
    challenge.state, challenge.due_at = ChallengeState.ACCEPTED, None
    session.flush()
    challenge_hints.accepted(session, challenge, user_id=user_id, now=now)
    return challenge.match_id


def cancel(session: Session, *, code: str, user_id: int, now: datetime) -> None:
    """Withdraw one's challenge, or decline one that was meant for oneself; the stake goes back.

    Twice is the same as once. Raises NotFound, and Conflict if it was accepted.
    """
    challenge = _locked(session, Challenge.code == code.upper())
    if user_id not in (challenge.challenger_id, challenge.opponent_id):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such challenge of yours.")
    if challenge.state == ChallengeState.ACCEPTED:
        raise _moved_on(challenge)
    if challenge.state == ChallengeState.OPEN:
        _end(
            session,
            challenge,
            ChallengeState.CANCELLED,
            actor=movement_reasons.by_player(user_id, challenge=True),
            now=now,
        )


def withdraw(session: Session, *, challenge_id: int, user_id: int, now: datetime) -> None:
    """Withdraw the challenge of a ticket; raises Conflict if it was accepted meanwhile."""
    challenge = _locked(session, Challenge.id == challenge_id)
    cancel(session, code=challenge.code, user_id=user_id, now=now)


def rematch(session: Session, *, match_id: int, user_id: int, now: datetime) -> str:
    """Ask for a rematch on the same terms, or accept the opponent's request; returns the code.

    Raises NotFound for anybody but its players, Conflict while the match is not over, and what
    `create` or `accept` raises.
    """
    match = session.get(Match, match_id, with_for_update=True, populate_existing=True)
    if match is None or user_id not in match.player_ids:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    if match.status not in (MatchStatus.COMPLETED, MatchStatus.CANCELLED):
        raise access.moved_on(match)
    if match.is_stakeless:
        raise NotAllowed(
            ProblemCode.CHALLENGE_NOT_FOR_YOU, "A match of a tournament has no stake to repeat."
        )
    (other,) = set(match.player_ids) - {user_id}
    asked = session.execute(
        select(Challenge.code, Challenge.challenger_id)
        .where(Challenge.rematch_of == match_id, Challenge.state == ChallengeState.OPEN)
        .where(Challenge.due_at > now)
        .limit(1)
    ).first()
    if asked is not None:
        if asked.challenger_id == other:
            accept(session, code=asked.code, user_id=user_id, now=now)
        return str(asked.code)
    return create(
        session,
        user_id=user_id,
        request=QueueRequest(match.wager_amount, match.title, match.mode, match.platform),
        now=now,
        opponent=session.get_one(User, other).username,
        rematch_of=match_id,
    )


def close(session: Session, challenge_id: int, *, actor: str, now: datetime) -> bool:
    """End an open challenge for another reason than its players; False if it was over."""
    challenge = _locked(session, Challenge.id == challenge_id)
    if challenge.state != ChallengeState.OPEN:
        return False
    _end(session, challenge, ChallengeState.CANCELLED, actor=actor, now=now)
    return True


def lock(session: Session, challenge_id: int) -> None:
    """Lock a challenge, for a caller who locks more than it: always before its ticket."""
    _locked(session, Challenge.id == challenge_id)


def find_overdue(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the ids of open challenges whose time is over."""
    found = session.scalars(
        select(Challenge.id)
        .where(Challenge.state == ChallengeState.OPEN, Challenge.due_at <= now)
        .order_by(Challenge.due_at)
        .limit(rows)
    )
    return list(found)


def expire(session: Session, challenge_id: int, *, now: datetime) -> bool:
    """End an overdue challenge, with the stake back; False if it was taken meanwhile."""
    challenge = _locked(session, Challenge.id == challenge_id)
    if challenge.due_at is None or challenge.due_at > now:
        return False
    _end(session, challenge, ChallengeState.EXPIRED, actor=movement_reasons.EXPIRED, now=now)
    return True


def postpone(session: Session, challenge_id: int, *, until: datetime) -> None:
    """Move the deadline of an open challenge to `until`, after the sweep of it failed."""
    challenge = _locked(session, Challenge.id == challenge_id)
    if challenge.state == ChallengeState.OPEN:
        challenge.due_at = until


def _end(
    session: Session, challenge: Challenge, state: ChallengeState, *, actor: str, now: datetime
) -> None:
    tickets.release(session, _seat(session, challenge), actor=actor, now=now)
    challenge.state, challenge.due_at = state, None
    session.flush()
    challenge_hints.ended(session, challenge, by=actor, now=now)


def _locked(session: Session, which: ColumnElement[bool]) -> Challenge:
    """Lock a challenge; always before its ticket. Raises NotFound."""
    challenge = session.execute(
        select(Challenge).where(which).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if challenge is None:
        raise _unknown()
    return challenge


def _seat(session: Session, challenge: Challenge) -> MatchmakingQueue:
    return session.execute(
        select(MatchmakingQueue)
        .where(MatchmakingQueue.challenge_id == challenge.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _refuse_over(challenge: Challenge, *, now: datetime) -> None:
    if challenge.due_at is None or challenge.due_at <= now:
        raise _moved_on(challenge)


def _moved_on(challenge: Challenge) -> Conflict:
    return Conflict(
        ProblemCode.CHALLENGE_MOVED_ON,
        "This challenge is no longer open.",
        challenge_state=challenge.state,
    )


def _unknown() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is no such challenge.")
