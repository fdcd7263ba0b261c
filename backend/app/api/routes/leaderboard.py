"""The leaderboards: one page for everybody from memory, and one's own place on it."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Response
from starlette.concurrency import run_in_threadpool

from app.api.deps import Cursor, Limit, MaybeIdentity
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.snapshot import Snapshots
from app.domain.boards import Board, Period
from app.schemas.leaderboard import Leaderboard, MyPlace
from app.services import leaderboards

router = APIRouter(tags=["people"])

_SECONDS = 1.0
_FOR_EVERYBODY = f"public, max-age={_SECONDS:.0f}"
_JSON = "application/json"


@dataclass(frozen=True)
class _Written:
    """A page as it is and as it goes out, and a word that changes when the page does."""

    page: Leaderboard
    body: bytes
    etag: str


def _look(question: tuple[Board, Period, int, int]) -> _Written:
    board, period, after, rows = question
    with transaction() as session:
        found = leaderboards.page(session, board=board, period=period, after=after, rows=rows)
    page = Leaderboard.model_validate(found)
    body = page.model_dump_json().encode()
    return _Written(page, body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


tops = Snapshots(_look, seconds=_SECONDS)


def _place(user_id: int, board: Board, period: Period) -> MyPlace:
    with transaction() as session:
        found = leaderboards.place_of(
            session, user_id=user_id, board=board, period=period, now=utc_now()
        )
    return MyPlace.model_validate(found)


@router.get("/leaderboard", response_model=Leaderboard, responses={304: {}})
async def get_leaderboard(
    *,
    identity: MaybeIdentity,
    board: Board = Board.RATING,
    period: Period = Period.ALL,
    cursor: Cursor = None,
    limit: Limit = 50,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Show who leads, in this week, this month or ever; signed in, also where you stand.

    The page of everybody has an ETag, and is at most some seconds behind its `as_of`.
    """
    question = (board, period, int(cursor or 0), limit)
    if cursor is None:
        written = await tops.get(question)
    else:
        written = await run_in_threadpool(_look, question)
    if identity is not None:
        me = await run_in_threadpool(_place, identity[0], board, period)
        page = written.page.model_copy(update={"me": me})
        return Response(page.model_dump_json(), media_type=_JSON)
    headers = {"ETag": written.etag, "Cache-Control": _FOR_EVERYBODY, "Vary": "Authorization"}
    if if_none_match is not None and written.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(written.body, media_type=_JSON, headers=headers)
