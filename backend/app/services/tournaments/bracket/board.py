"""What staff sees of a tournament that runs: its open matches, and which keep it waiting."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.models.tournament import Tournament
from app.models.user import User
from app.services.tournaments.bracket import pace

_ORDER = ("overdue", "behind", "on_track")


def live_board(session: Session, tournament_id: int, *, now: datetime) -> dict[str, Any]:
    """Return all open matches, the latest ones first; raises NotFound."""
    tournament = _find(session, tournament_id)
    found = list(pace.of_open_matches(session, tournament, now=now).values())
    user_ids = {user_id for one in found for user_id in (one.home_id, one.away_id)}
    rows = session.execute(select(User.id, User.username).where(User.id.in_(user_ids)))
    names = {row.id: row.username for row in rows}
    counts = Counter(one.pace for one in found)
    found.sort(key=lambda one: (_ORDER.index(one.pace), one.opened_at))
    return {
        "tournament_id": tournament_id,
        "status": tournament.status,
        "is_paused": tournament.paused_at is not None,
        **{name: counts[name] for name in _ORDER},
        "matches": [
            {
                "key": one.key,
                "match_id": one.match_id,
                "home": names[one.home_id],
                "away": names[one.away_id],
                "status": one.status,
                "opened_at": one.opened_at,
                "deadline": one.deadline,
                "pace": one.pace,
            }
            for one in found
        ],
    }


def play_state(session: Session, tournament_id: int) -> dict[str, Any]:
    """Return where a tournament stands; raises NotFound."""
    tournament = _find(session, tournament_id)
    return {
        "id": tournament.id,
        "status": tournament.status,
        "is_paused": tournament.paused_at is not None,
        "version": tournament.version,
    }


def _find(session: Session, tournament_id: int) -> Tournament:
    tournament = session.get(Tournament, tournament_id)
    if tournament is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such tournament.")
    return tournament
