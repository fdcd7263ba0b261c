"""Whether a silent player was told that the other has reported, and the proof of it.

The first proof is kept with the match, for both players and for a referee. What arrives later, or
after the match has gone to a referee, changes nothing.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.models.match import Match, MatchReached
from app.services.matches import notifications


def reached_at(session: Session, match: Match, *, user_id: int) -> datetime | None:
    """Return since when a player provably knows of the other's report on the present game.

    The caller has locked the active match.
    """
    kept = session.get(MatchReached, (match.id, match.replays, user_id))
    if kept is not None:
        return kept.reached_at
    arrival = notifications.first_call_to_answer(session, match, user_id=user_id)
    if arrival is None:
        return None
    session.add(
        MatchReached(
            match_id=match.id,
            replay=match.replays,
            user_id=user_id,
            channel=arrival.by,
            reached_at=arrival.at,
        )
    )
    session.flush()
    return arrival.at
