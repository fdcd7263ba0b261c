"""The match that somebody plays now or next, and when: read, never computed for one reader."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.play import matches
from app.domain.tournaments.vocabulary import MatchState
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch
from app.models.user import User
from app.services.tournaments.bracket import store
from app.services.tournaments.bracket.forecasts import Outlook


@dataclass(frozen=True)
class Minutes:
    """In so many minutes, nine times out of ten no sooner and no later."""

    from_minutes: int
    to_minutes: int


@dataclass(frozen=True)
class NextMatch:
    """Where somebody plays, against whom if that is known, and until when they must be ready."""

    key: str
    match_id: int | None
    opponent: str | None
    check_in_until: datetime | None
    expected: Minutes | None
    waits_on_dispute: bool


def find(session: Session, tournament: Tournament, *, user_id: int) -> NextMatch | None:
    """Return a participant's next match; None if none is known of, as between Swiss rounds."""
    if tournament.status != TournamentStatus.RUNNING:
        return None
    return _live(session, tournament, user_id) or _to_come(session, tournament, user_id)


def _live(session: Session, tournament: Tournament, user_id: int) -> NextMatch | None:
    found = session.execute(
        select(TournamentMatch, Match)
        .join(Match, Match.id == TournamentMatch.match_id)
        .where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.replaced_at.is_(None),
            TournamentMatch.ending.is_(None),
            or_(TournamentMatch.home_id == user_id, TournamentMatch.away_id == user_id),
        )
        .order_by(Match.status == MatchStatus.DISPUTED, TournamentMatch.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    row, match = found
    is_awaited = match.status == MatchStatus.PENDING and tournament.paused_at is None
    return NextMatch(
        key=row.key,
        match_id=match.id,
        opponent=_name(session, row.away_id if row.home_id == user_id else row.home_id),
        check_in_until=match.due_at if is_awaited else None,
        expected=None,
        waits_on_dispute=match.status == MatchStatus.DISPUTED,
    )


def _to_come(session: Session, tournament: Tournament, user_id: int) -> NextMatch | None:
    left = {MatchState.OPEN, MatchState.WAITING}
    ahead = [
        match
        for match in matches(store.load(session, tournament)).values()
        if match.state in left and user_id in match.players
    ]
    if not ahead:
        return None
    match = ahead[0]
    others = [player for player in match.players if player != user_id]
    outlook = Outlook.of(tournament)
    wait = outlook.waits.get(user_id) if outlook else None
    minutes = wait.minutes if wait else None
    return NextMatch(
        key=match.key,
        match_id=None,
        opponent=_name(session, others[0]) if others else None,
        check_in_until=None,
        expected=Minutes(*minutes) if minutes else None,
        waits_on_dispute=wait is not None and wait.minutes is None,
    )


def _name(session: Session, user_id: int) -> str:
    return session.scalars(select(User.username).where(User.id == user_id)).one()
