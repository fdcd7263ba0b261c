"""Hints about challenges, and how often one player may send them to another.

A challenge to a named player reaches them wherever they are in the app (`challenge.received`), so
whoever names somebody can make their phone ring. Two bounds keep that from being a weapon: so many
unanswered challenges of one player to another in an hour (`refuse_pestering`, TooSoon), and so many
hints to one player in an hour, whoever sends them; further challenges stand on their board, without
a hint. What a hint carries of a challenge (who, for how much in KES) never changes.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.errors import TooSoon
from app.domain.ledger import movement_reasons
from app.domain.ledger.statement import MovementReason
from app.domain.live import LiveType
from app.domain.matchmaking.challenge import ChallengeState
from app.domain.money import show
from app.domain.notifications.kinds import Kind, policy_of
from app.models.matchmaking import Challenge
from app.models.user import User
from app.services.notifications.notify import Notice, notify

_HOUR = timedelta(hours=1)
# What the challenger has not done themselves.
_NEWS_OF_END = {
    MovementReason.DECLINED: Kind.CHALLENGE_DECLINED,
    MovementReason.EXPIRED: Kind.CHALLENGE_EXPIRED,
    MovementReason.SUSPENDED: Kind.SEARCH_ENDED,
    MovementReason.TOURNAMENT: Kind.SEARCH_ENDED,
}


def refuse_pestering(
    session: Session, *, challenger_id: int, opponent_id: int, now: datetime
) -> None:
    """Raise TooSoon past so many challenges of one to the other in an hour that nobody took."""
    sent = session.scalars(
        select(Challenge.created_at)
        .where(
            Challenge.challenger_id == challenger_id,
            Challenge.opponent_id == opponent_id,
            Challenge.created_at > now - _HOUR,
            Challenge.state != ChallengeState.ACCEPTED,
        )
        .order_by(Challenge.created_at)
    ).all()
    if len(sent) >= get_settings().matchmaking.unanswered_challenges:
        wait = int((sent[0] + _HOUR - now).total_seconds())
        raise TooSoon(
            "You have challenged this player often enough for now. Give them time to answer.",
            retry_after=max(1, wait),
        )


def offered(session: Session, challenge: Challenge, *, now: datetime) -> None:
    """Tell the challenger's pages, and the named opponent that somebody challenges them."""
    _changed(session, challenge, [challenge.challenger_id])
    if challenge.opponent_id is not None and _may_ring(session, challenge.opponent_id, now=now):
        challenger = session.get_one(User, challenge.challenger_id).username
        broadcast(
            session,
            [challenge.opponent_id],
            kind=LiveType.CHALLENGE_RECEIVED,
            topic=_topic(challenge),
            data={
                "code": challenge.code,
                "challenger": challenger,
                "wager_amount": show(challenge.wager_amount),
            },
        )
        _tell(session, challenge, Kind.CHALLENGE_RECEIVED, to=challenge.opponent_id, now=now)


def accepted(session: Session, challenge: Challenge, *, user_id: int, now: datetime) -> None:
    """Tell the challenger that `user_id` has taken it, and with it their match is there."""
    assert challenge.match_id is not None
    broadcast(
        session,
        [challenge.challenger_id],
        kind=LiveType.CHALLENGE_ACCEPTED,
        topic=_topic(challenge),
        data={
            "code": challenge.code,
            "match_id": challenge.match_id,
            "opponent": session.get_one(User, user_id).username,
        },
    )
    _changed(session, challenge, [user_id])
    _tell(
        session,
        challenge,
        Kind.CHALLENGE_ACCEPTED,
        to=challenge.challenger_id,
        opponent_id=user_id,
        now=now,
    )


def ended(session: Session, challenge: Challenge, *, by: str, now: datetime) -> None:
    """Tell both that it was withdrawn or declined, or that its time is over.

    `by` is the actor who ended it (`domain.ledger.movement_reasons`).
    """
    news = _NEWS_OF_END.get(movement_reasons.of_release(by, user_id=challenge.challenger_id))
    if news is not None:
        _tell(session, challenge, news, to=challenge.challenger_id, now=now)
    both = [challenge.challenger_id]
    if challenge.opponent_id is not None and _may_ring(session, challenge.opponent_id, now=now):
        both.append(challenge.opponent_id)
    _changed(session, challenge, both)


def _may_ring(session: Session, user_id: int, *, now: datetime) -> bool:
    """Say whether a player has not been told of too many challenges within the hour."""
    lately = session.execute(
        select(func.count())
        .select_from(Challenge)
        .where(Challenge.opponent_id == user_id, Challenge.created_at > now - _HOUR)
    ).scalar_one()
    return lately <= get_settings().matchmaking.challenge_hints


def _tell(
    session: Session,
    challenge: Challenge,
    kind: Kind,
    *,
    to: int,
    now: datetime,
    opponent_id: int | None = None,
) -> None:
    wanted = policy_of(kind).variables
    other = challenge.opponent_id if to == challenge.challenger_id else challenge.challenger_id
    notice = Notice(
        user_id=to,
        kind=kind,
        subject=_topic(challenge),
        event=kind.value,
        variables={"amount": show(challenge.wager_amount)} if "amount" in wanted else {},
        opponent_id=(opponent_id or other) if "opponent" in wanted else None,
    )
    notify(session, [notice], now=now)


def _changed(session: Session, challenge: Challenge, to: list[int]) -> None:
    broadcast(
        session,
        to,
        kind=LiveType.CHALLENGE_CHANGED,
        topic=_topic(challenge),
        data={"code": challenge.code},
    )


def _topic(challenge: Challenge) -> str:
    return f"challenge:{challenge.code}"
