"""Routes of tournaments: what everybody may read, and what players do before the first match."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse

from app.api import tournament_pages
from app.api.contract.declare import header, refuses
from app.api.deps import (
    CurrentPlayer,
    Cursor,
    IdempotencyKey,
    Limit,
    RowId,
    SessionDep,
    VerifiedPlayer,
)
from app.api.free_seats import FreeSeatsFilled
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.errors import NotFound
from app.domain.tournaments.lifecycle import Phase
from app.schemas.tournament import (
    MyPart,
    MyTournament,
    MyTournaments,
    Participant,
    ParticipantList,
    TournamentDetail,
    TournamentList,
)
from app.services.tournaments.entry import check_in, registration
from app.services.tournaments.views import listing, my_part

router = APIRouter(prefix="/tournaments", tags=["tournaments"])


@router.get("")
def list_tournaments(
    session: SessionDep,
    status: Annotated[
        Phase | None, Query(description="only those that can be entered, are played, or are over")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> TournamentList:
    """List tournaments: the next to begin first, behind them those that are over, latest first."""
    after = min(int(cursor), 2**62) if cursor else None
    found = listing.list_published(session, phase=status, after=after, rows=limit + 1)
    page = found[:limit]
    return TournamentList(
        items=[tournament_pages.summary(one) for one in page],
        next_cursor=str(page[-1].tournament.id) if len(found) > limit else None,
    )


@router.get("/mine")
def list_my_tournaments(player: CurrentPlayer, session: SessionDep) -> MyTournaments:
    """List the caller's tournaments that are not over, with what they can do there now."""
    found = my_part.list_open(session, player=player, now=utc_now())
    lines = listing.lines(session, [tournament for tournament, _ in found])
    return MyTournaments(
        items=[
            MyTournament(tournament=tournament_pages.summary(line), me=MyPart.model_validate(part))
            for line, (_, part) in zip(lines, found, strict=True)
        ]
    )


@router.get(
    "/{tournament_id}",
    response_model=TournamentDetail,
    responses={
        200: {"headers": header("ETag")},
        304: {"description": "The caller has this edition.", "headers": header("ETag")},
    },
)
def get_tournament(
    tournament_id: RowId, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """Show a tournament: its terms, what a place is worth with the pool of now, what was paid."""
    return tournament_pages.details.answer(tournament_id, if_none_match)


@router.get("/{tournament_id}/participants")
def list_participants(tournament_id: RowId, session: SessionDep) -> ParticipantList:
    """List the field and the waiting list, in order of seeds, before that of joining."""
    found = listing.participants(session, tournament_id=tournament_id)
    return ParticipantList(items=[Participant.model_validate(one) for one in found])


@router.get("/{tournament_id}/me")
def get_my_part(tournament_id: RowId, player: CurrentPlayer, session: SessionDep) -> MyPart:
    """Say what the caller is in a tournament, what they may do now, and why they cannot join."""
    return _my_part(session, tournament_id, player)


@router.post("/{tournament_id}/join", response_model=MyPart, responses=refuses(NotFound))
def join_tournament(
    tournament_id: RowId,
    _: FreeSeatsFilled,
    player: VerifiedPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Take a seat, for which the entry fee is held, or a place on the waiting list without one."""

    def act() -> MyPart:
        registration.join(session, tournament_id=tournament_id, user_id=player.id, now=utc_now())
        return _my_part(session, tournament_id, player)

    intent = f"POST /tournaments/{tournament_id}/join"
    return answer_once(session, user_id=player.id, key=key, intent=intent, status=200, act=act)


@router.post("/{tournament_id}/leave", response_model=MyPart)
def leave_tournament(
    tournament_id: RowId, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Give the seat back until check-in closes; the whole fee is back when this answers.

    Once the tournament runs this is dropping out: the others go on, and the fee stays.
    """

    def act() -> MyPart:
        registration.leave(session, tournament_id=tournament_id, user_id=player.id, now=utc_now())
        return _my_part(session, tournament_id, player)

    intent = f"POST /tournaments/{tournament_id}/leave"
    return answer_once(session, user_id=player.id, key=key, intent=intent, status=200, act=act)


@router.post("/{tournament_id}/check-in")
def check_in_to_tournament(
    tournament_id: RowId, player: CurrentPlayer, session: SessionDep
) -> MyPart:
    """Say that one is here: without it a seat is lost when check-in closes; twice is as once."""
    check_in.check_in(session, tournament_id=tournament_id, user_id=player.id, now=utc_now())
    return _my_part(session, tournament_id, player)


def _my_part(session: SessionDep, tournament_id: int, player: CurrentPlayer) -> MyPart:
    part = my_part.get(session, tournament_id=tournament_id, player=player, now=utc_now())
    return MyPart.model_validate(part)
