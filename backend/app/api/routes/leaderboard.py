"""The leaderboards: pages from the cache, and the caller's place on them."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from starlette.concurrency import run_in_threadpool

from app.api import leaderboard_cache
from app.api.contract.declare import ALSO_FOR_GUESTS, header
from app.api.deps import Cursor, Limit, MaybeIdentity
from app.api.leaderboard_cache import PageQuery, top_pages
from app.domain.ratings.boards import Board, Period
from app.schemas.leaderboard import Leaderboard

router = APIRouter(tags=["people"])

_JSON = "application/json"


@router.get(
    leaderboard_cache.PATH,
    response_model=Leaderboard,
    responses={
        200: {"headers": header("ETag")},
        304: {"description": "The guest has this edition.", "headers": header("ETag")},
    },
    openapi_extra=ALSO_FOR_GUESTS,
)
async def get_leaderboard(
    *,
    identity: MaybeIdentity,
    board: Board = Board.RATING,
    period: Period = Period.ALL,
    cursor: Cursor = None,
    limit: Limit = leaderboard_cache.DEFAULT_ROWS,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Show who leads, in this week, this month or ever; signed in, also where you stand.

    A guest's page has an ETag. `me` and the page are of one edition.
    """
    query = PageQuery(board, period, int(cursor or 0), limit)
    if identity is not None:
        page = await _page_with_place(query, identity[0])
        return Response(page.model_dump_json(), media_type=_JSON)
    if query.after == 0:
        rendered = await top_pages.get(query)
    else:
        rendered = await run_in_threadpool(leaderboard_cache.load, query)
    headers = {
        "ETag": rendered.etag,
        "Cache-Control": leaderboard_cache.CACHE_CONTROL,
        "Vary": "Authorization",
    }
    if if_none_match is not None and rendered.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(rendered.body, media_type=_JSON, headers=headers)


async def _page_with_place(query: PageQuery, user_id: int) -> Leaderboard:
    """Return a page and the caller's place, both of one edition.

    The page comes from memory unless a newer edition has been built since it was read.
    """
    if query.after == 0:
        rendered = await top_pages.get(query)
        edition, place = await run_in_threadpool(leaderboard_cache.load_place, query, user_id)
        if edition == rendered.edition:
            return rendered.page.model_copy(update={"me": place})
    rendered, place = await run_in_threadpool(leaderboard_cache.load_with_place, query, user_id)
    if query.after == 0:
        top_pages.put(query, rendered)
    return rendered.page.model_copy(update={"me": place})
