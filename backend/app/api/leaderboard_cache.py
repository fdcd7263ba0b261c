"""Rendered pages of the leaderboards in this process's memory, for the route and the fast path."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import one_statement, transaction
from app.core.resilience.stale_while_revalidate import Snapshots
from app.domain.ratings.boards import Board, Period
from app.schemas.leaderboard import Leaderboard, MyPlace
from app.services.ratings import leaderboards

PATH = "/leaderboard"
DEFAULT_ROWS, MAX_ROWS = 50, 100
CACHE_CONTROL = "public, max-age=1"
_SECONDS = 1.0


class PageQuery(NamedTuple):
    """Which page: the `rows` rows after position `after`."""

    board: Board
    period: Period
    after: int = 0
    rows: int = DEFAULT_ROWS


@dataclass(frozen=True)
class RenderedPage:
    """A page, the bytes of its answer, their ETag, and the edition it was read from."""

    page: Leaderboard
    body: bytes
    etag: str
    edition: int | None


def load(query: PageQuery) -> RenderedPage:
    """Read a page of the current edition and render it."""
    with transaction() as session:
        found = _find(session, query)
    return _render(found)


def load_with_place(query: PageQuery, user_id: int) -> tuple[RenderedPage, MyPlace]:
    """Read a page and a player's place on the board from one edition."""
    with transaction() as session:
        leaderboards.read_one_edition(session)
        page = _find(session, query)
        found = leaderboards.find_place(
            session, user_id=user_id, board=query.board, period=query.period
        )
        place = found.place or _no_place(session, query, user_id)
    return _render(page), MyPlace.model_validate(place)


def load_place(query: PageQuery, user_id: int) -> tuple[int | None, MyPlace]:
    """Return the current edition of the board, and a player's place in it."""
    with one_statement() as statement:
        found = leaderboards.find_place(
            statement, user_id=user_id, board=query.board, period=query.period
        )
    place = found.place
    if place is None:
        with transaction() as session:
            place = _no_place(session, query, user_id)
    return found.edition, MyPlace.model_validate(place)


def _no_place(session: Session, query: PageQuery, user_id: int) -> leaderboards.MyPlace:
    return leaderboards.no_place(
        session, user_id=user_id, board=query.board, period=query.period, now=utc_now()
    )


def _find(session: Session, query: PageQuery) -> leaderboards.Page:
    return leaderboards.page(
        session, board=query.board, period=query.period, after=query.after, rows=query.rows
    )


def _render(found: leaderboards.Page) -> RenderedPage:
    page = Leaderboard.model_validate(found)
    body = page.model_dump_json().encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return RenderedPage(page, body, etag, found.edition)


top_pages = Snapshots(load, seconds=_SECONDS)
