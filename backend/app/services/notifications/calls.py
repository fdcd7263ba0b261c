"""Calls to a match or a challenge: whether what they call to can still be answered."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.domain.matchmaking.challenge import ChallengeState
from app.domain.notifications.kinds import Kind
from app.models.match import Match
from app.models.matchmaking import Challenge
from app.models.notification import Notification

_TO_PLAY = frozenset({Kind.MATCH_FOUND, Kind.TOURNAMENT_MATCH, Kind.OPPONENT_READY})


def is_over(session: Session, notification: Notification) -> bool:
    """Say whether a notification is a call whose match has begun or ended, or whose challenge has.

    Its player may have answered on another device, or its time may have passed.
    """
    kind = Kind(notification.kind)
    name = notification.subject.partition(":")[2]
    if kind in _TO_PLAY:
        over = exists().where(Match.id == int(name), Match.status != MatchStatus.PENDING)
    elif kind is Kind.CHALLENGE_RECEIVED:
        over = exists().where(Challenge.code == name, Challenge.state != ChallengeState.OPEN)
    else:
        return False
    return session.execute(select(over)).scalar_one()
