"""`transition` writes every legal change of a match, and raises for every other one."""

from collections.abc import Callable

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.states import (
    LIVE_STATUS,
    MATCH_TRANSITIONS,
    VERIFICATION_TRANSITIONS,
    VerificationState,
)
from app.domain.transitions import IllegalTransition
from app.models.match import Match
from app.models.user import User
from app.services.matches.transitions import transition

_START = VerificationState.AWAITING_CHECKIN
_LIVE = list(LIVE_STATUS)


def _is_legal(state: VerificationState, to: VerificationState) -> bool:
    before, after = LIVE_STATUS[state], LIVE_STATUS[to]
    is_status_legal = before is after or after in MATCH_TRANSITIONS[before]
    return state is to or (to in VERIFICATION_TRANSITIONS[state] and is_status_legal)


def _paths() -> dict[VerificationState, list[VerificationState]]:
    """Return for each live state the shortest legal way to it."""
    paths = {_START: list[VerificationState]()}
    ends = [_START]
    while ends:
        here = ends.pop(0)
        for to in _LIVE:
            if to not in paths and _is_legal(here, to):
                paths[to] = [*paths[here], to]
                ends.append(to)
    return paths


@pytest.mark.parametrize("state", _LIVE)
def test_a_match_takes_every_legal_transition_and_no_other(
    state: VerificationState, new_player: Callable[..., User], new_match: Callable[..., Match]
) -> None:
    for to in _LIVE:
        match_id = new_match(new_player(money=100), new_player(money=100)).id
        with transaction() as session:
            match = session.get_one(Match, match_id, with_for_update=True)
            for step in _paths()[state]:
                transition(session, match, step, actor="system:test", due_at=utc_now())
            if _is_legal(state, to):
                transition(session, match, to, actor="system:test", due_at=utc_now())
                assert (match.verification_state, match.status) == (to, LIVE_STATUS[to])
            else:
                with pytest.raises(IllegalTransition):
                    transition(session, match, to, actor="system:test", due_at=utc_now())


def test_each_transition_leaves_an_event_with_its_actor(
    new_player: Callable[..., User], new_match: Callable[..., Match], owner: Connection
) -> None:
    match_id = new_match(new_player(money=100), new_player(money=100)).id
    due_at = utc_now()
    with transaction() as session:
        match = session.get_one(Match, match_id, with_for_update=True)
        transition(session, match, VerificationState.IN_PLAY, actor="user:7", due_at=due_at)
        transition(session, match, VerificationState.EVIDENCE, actor="user:8", due_at=due_at)
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT status, verification_state, actor FROM match_events"
            " WHERE match_id = %s ORDER BY id DESC LIMIT 2",
            (match_id,),
        )
        assert cursor.fetchall() == [
            ("disputed", "evidence", "user:8"),
            ("active", "in_play", "user:7"),
        ]
