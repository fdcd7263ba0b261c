"""The leaderboards: one page for everybody from memory, and one's own place on it."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from starlette.concurrency import run_in_threadpool

from app.api.deps import Cursor, Limit, MaybeIdentity
from app.api.fast_path.leaderboard import CACHE_CONTROL, PATH, ROWS, tops, write
from app.core.clock import utc_now
from app.core.database import one_statement, transaction
from app.domain.ratings.boards import Board, Period
from app.schemas.leaderboard import Leaderboard, MyPlace
from app.services.ratings import leaderboards

router = APIRouter(tags=["people"])

_JSON = "application/json"


def _place(user_id: int, board: Board, period: Period) -> MyPlace:
    with one_statement() as statement:
        found = leaderboards.find_place(statement, user_id=user_id, board=board, period=period)
    if found is None:
        with transaction() as session:
            found = leaderboards.no_place(
                session, user_id=user_id, board=board, period=period, now=utc_now()
            )
    return MyPlace.model_validate(found)


@router.get(PATH, response_model=Leaderboard, responses={304: {}})
async def get_leaderboard(
    *,
    identity: MaybeIdentity,
    board: Board = Board.RATING,
    period: Period = Period.ALL,
    cursor: Cursor = None,
    limit: Limit = ROWS,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Show who leads, in this week, this month or ever; signed in, also where you stand.

    The page of everybody has an ETag, and is at most some seconds behind its `as_of`.
    """
    question = (board, period, int(cursor or 0), limit)
    if cursor is None:
        written = await tops.get(question)
    else:
        written = await run_in_threadpool(write, question)
    if identity is not None:
        me = await run_in_threadpool(_place, identity[0], board, period)
        page = written.page.model_copy(update={"me": me})
        return Response(page.model_dump_json(), media_type=_JSON)
    headers = {"ETag": written.etag, "Cache-Control": CACHE_CONTROL, "Vary": "Authorization"}
    if if_none_match is not None and written.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(written.body, media_type=_JSON, headers=headers)
