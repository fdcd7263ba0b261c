"""Change the state of a live match: the only place that assigns its status and its finer state.

A trigger of the database writes the event of each change into `match_events`. A match ends by
`settlement.settle` instead, in one statement together with its money.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.matches.states import (
    LIVE_STATUS,
    MATCH_TRANSITIONS,
    VERIFICATION_TRANSITIONS,
    MatchStatus,
    VerificationState,
)
from app.domain.transitions import check_transition
from app.models.match import Match


def transition(
    session: Session,
    match: Match,
    to: VerificationState,
    *,
    actor: str,
    due_at: datetime | None,
) -> None:
    """Move a locked match to the live state `to`, with the deadline `due_at`, and write it.

    `actor` is recorded in the event, for instance `user:7`. If the match is in that state already,
    only its deadline changes. Raises IllegalTransition.
    """
    state, status = VerificationState(match.verification_state), MatchStatus(match.status)
    if to is not state:
        match.verification_state = check_transition(VERIFICATION_TRANSITIONS, state, to)
    if LIVE_STATUS[to] is not status:
        match.status = check_transition(MATCH_TRANSITIONS, status, LIVE_STATUS[to])
    match.actor = actor
    match.due_at = due_at
    session.flush()
