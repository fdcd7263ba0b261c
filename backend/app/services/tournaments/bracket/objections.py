"""Whether the places of a tournament may still change: by a match, a dispute, an appeal."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.models.dispute import Appeal
from app.models.match import Match
from app.services.matches import objections

_LIVE = (MatchStatus.PENDING, MatchStatus.ACTIVE, MatchStatus.DISPUTED)


def is_open(session: Session, tournament_id: int) -> bool:
    """Say whether a match of the tournament is live, or looked at again."""
    undecided = exists().where(Appeal.match_id == Match.id, Appeal.decision.is_(None))
    found = session.scalars(
        select(Match.id)
        .where(Match.tournament_id == tournament_id, Match.status.in_(_LIVE) | undecided)
        .limit(1)
    )
    return found.one_or_none() is not None


def last_window(session: Session, tournament_id: int, *, now: datetime) -> datetime | None:
    """Return until when somebody may still object to the end of one of its matches, at the latest.

    None if nobody can any more. An end that was objected to has been decided by now.
    """
    heard = exists().where(Appeal.match_id == Match.id)
    matches = session.scalars(
        select(Match).where(
            Match.tournament_id == tournament_id, Match.status == MatchStatus.COMPLETED, ~heard
        )
    )
    ends = [
        closes_at
        for match in matches
        if (closes_at := objections.closes_at(match)) is not None
        and closes_at >= now
        and objections.objectors(session, match)
    ]
    return max(ends, default=None)
