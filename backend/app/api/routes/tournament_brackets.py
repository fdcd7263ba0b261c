"""Brackets, standings and figures of tournaments, for everybody, from memory."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from app.api.bracket_cache import CACHE_CONTROL, PageQuery, View, pages
from app.api.contract.declare import Responses, header
from app.api.deps import RowId
from app.schemas.tournament import Rounds, Standings, TournamentStats
from app.schemas.tournament_export import Bracket

router = APIRouter(prefix="/tournaments", tags=["tournaments"])

_CACHED: Responses = {
    200: {"headers": header("ETag")},
    304: {"description": "The caller has this edition.", "headers": header("ETag")},
}
IfNoneMatch = Annotated[str | None, Header()]


@router.get("/{tournament_id}/bracket", response_model=Bracket, responses=_CACHED)
async def get_tournament_bracket(
    tournament_id: RowId, if_none_match: IfNoneMatch = None
) -> Response:
    """Return the bracket in the shape of `brackets-model`, which many viewers draw."""
    return await _page(tournament_id, View.BRACKET, if_none_match)


@router.get("/{tournament_id}/rounds", response_model=Rounds, responses=_CACHED)
async def get_tournament_rounds(
    tournament_id: RowId, if_none_match: IfNoneMatch = None
) -> Response:
    """Return the rounds as our own pages show them; every player is known by their seed."""
    return await _page(tournament_id, View.ROUNDS, if_none_match)


@router.get("/{tournament_id}/standings", response_model=Standings, responses=_CACHED)
async def get_tournament_standings(
    tournament_id: RowId, if_none_match: IfNoneMatch = None
) -> Response:
    """Return who stands where; in a bracket the places that somebody can still have."""
    return await _page(tournament_id, View.STANDINGS, if_none_match)


@router.get("/{tournament_id}/stats", response_model=TournamentStats, responses=_CACHED)
async def get_tournament_stats(tournament_id: RowId, if_none_match: IfNoneMatch = None) -> Response:
    """Return what happened so far in figures."""
    return await _page(tournament_id, View.STATS, if_none_match)


async def _page(tournament_id: int, view: View, if_none_match: str | None) -> Response:
    rendered = await pages.get(PageQuery(tournament_id, view))
    headers = {"ETag": rendered.etag, "Cache-Control": CACHE_CONTROL}
    if if_none_match is not None and rendered.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(rendered.body, media_type="application/json", headers=headers)
