"""A tournament that runs, for staff: pause, resume, correct, disqualify, and see what is late."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.api.deps import RowId, SessionDep
from app.api.staff import ReadsTournaments, RunsTournaments
from app.core.clock import utc_now
from app.domain.tournaments.vocabulary import Ending
from app.schemas.text import LINE
from app.schemas.tournament_play import (
    LiveBoard,
    MatchKey,
    MatchReset,
    MatchResult,
    PlayReason,
    PlayState,
)
from app.services.tournaments import corrections, reinstatement
from app.services.tournaments.bracket import board, pauses

router = APIRouter(prefix="/admin/tournaments", tags=["admin: tournaments"])

KeyInPath = Annotated[MatchKey, Path()]
Username = Annotated[str, Path(min_length=1, max_length=50, pattern=LINE)]


@router.get("/{tournament_id}/live", summary="What is being played, and what is late")
def get_tournament_live(
    tournament_id: RowId, _: ReadsTournaments, session: SessionDep
) -> LiveBoard:
    """Return all open matches: on track, behind what is usual, or overdue."""
    return LiveBoard.model_validate(board.live_board(session, tournament_id, now=utc_now()))


@router.post("/{tournament_id}/start", summary="Begin before the time")
def start_tournament(
    tournament_id: RowId, body: PlayReason, admin: RunsTournaments, session: SessionDep
) -> PlayState:
    """Open the first matches of a tournament whose check-in is over."""
    corrections.start_now(
        session, tournament_id=tournament_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return _state(session, tournament_id)


@router.post("/{tournament_id}/pause", summary="Pause")
def pause_tournament(
    tournament_id: RowId, body: PlayReason, admin: RunsTournaments, session: SessionDep
) -> PlayState:
    """Open no more matches, and let nobody miss a check-in; what is being played goes on."""
    pauses.pause(
        session, tournament_id=tournament_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return _state(session, tournament_id)


@router.post("/{tournament_id}/resume", summary="Go on after a pause")
def resume_tournament(
    tournament_id: RowId, body: PlayReason, admin: RunsTournaments, session: SessionDep
) -> PlayState:
    """Go on; who has to be ready has as much time left as when it was paused."""
    pauses.resume(
        session, tournament_id=tournament_id, admin=admin, reason=body.reason, now=utc_now()
    )
    return _state(session, tournament_id)


@router.post("/{tournament_id}/matches/{key}/reset", summary="Have a match played again")
def reset_tournament_match(
    tournament_id: RowId,
    key: KeyInPath,
    body: MatchReset,
    admin: RunsTournaments,
    session: SessionDep,
) -> PlayState:
    """Take back what was recorded, or call off what is being played, and open the match again.

    Refused with the keys of matches that hang on it and have begun, unless `reset`.
    """
    corrections.reset_match(
        session,
        tournament_id=tournament_id,
        key=key,
        reset=body.reset,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _state(session, tournament_id)


@router.post("/{tournament_id}/matches/{key}/result", summary="Enter or change a result")
def set_tournament_result(
    tournament_id: RowId,
    key: KeyInPath,
    body: MatchResult,
    admin: RunsTournaments,
    session: SessionDep,
) -> PlayState:
    """Decide a match whose two players are known; a live one is called off.

    Refused with the keys of matches that hang on it and have begun, unless `reset`.
    """
    corrections.set_result(
        session,
        tournament_id=tournament_id,
        key=key,
        winner=body.winner,
        ending=Ending(body.ending),
        reset=body.reset,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _state(session, tournament_id)


@router.post(
    "/{tournament_id}/participants/{username}/disqualify",
    summary="Take a player out, without a prize",
)
def disqualify_participant(
    tournament_id: RowId,
    username: Username,
    body: PlayReason,
    admin: RunsTournaments,
    session: SessionDep,
) -> PlayState:
    """Take a player out of a tournament under way, and bar them from its prizes."""
    corrections.disqualify(
        session,
        tournament_id=tournament_id,
        username=username,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _state(session, tournament_id)


@router.post(
    "/{tournament_id}/participants/{username}/reinstate",
    summary="Take a disqualification back",
)
def reinstate_participant(
    tournament_id: RowId,
    username: Username,
    body: PlayReason,
    admin: RunsTournaments,
    session: SessionDep,
) -> PlayState:
    """Take a player back in who was disqualified by mistake: their walkovers open again.

    Refused with the keys of matches that hang on it and have begun, once prizes are paid, and for
    who left or stayed away by themselves.
    """
    reinstatement.reinstate(
        session,
        tournament_id=tournament_id,
        username=username,
        admin=admin,
        reason=body.reason,
        now=utc_now(),
    )
    return _state(session, tournament_id)


def _state(session: SessionDep, tournament_id: int) -> PlayState:
    return PlayState.model_validate(board.play_state(session, tournament_id))
