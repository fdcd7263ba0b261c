"""How open matches of a tournament stand against what is usual, for viewers and for staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.domain.tournaments.forecast.durations import PRIOR
from app.domain.tournaments.forecast.pace import pace_of, usual_length
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch


@dataclass(frozen=True)
class OpenMatch:
    """A match that is being played: who, since when, until when, and its pace."""

    key: str
    match_id: int
    home_id: int
    away_id: int
    status: str
    opened_at: datetime
    deadline: datetime
    pace: str


@lru_cache(maxsize=1)
def _usual() -> timedelta:
    return usual_length(PRIOR)


def of_open_matches(
    session: Session, tournament: Tournament, *, now: datetime
) -> dict[str, OpenMatch]:
    """Return the live matches of a tournament by their keys.

    A match's deadline is for its check-in and its play together, as the tournament has them.
    """
    allowed = timedelta(seconds=tournament.match_check_in_seconds + tournament.match_seconds)
    found = session.execute(
        select(TournamentMatch, Match.status)
        .join(Match, Match.id == TournamentMatch.match_id)
        .where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.replaced_at.is_(None),
            TournamentMatch.ending.is_(None),
            Match.status.not_in((MatchStatus.COMPLETED, MatchStatus.CANCELLED)),
        )
        .order_by(TournamentMatch.id)
    )
    usual = _usual()
    return {
        row.key: OpenMatch(
            key=row.key,
            match_id=row.match_id or 0,
            home_id=row.home_id,
            away_id=row.away_id,
            status=status,
            opened_at=row.opened_at,
            deadline=row.opened_at + allowed,
            pace=pace_of(
                row.opened_at, now=now, usual=usual, deadline=row.opened_at + allowed
            ).value,
        )
        for row, status in found
    }
