"""Read leaderboards: a page of one, and a player's place on it; each by walks on indexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, case, func, select, text
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.domain.ratings.boards import Board, Period, WhyNot
from app.domain.ratings.glicko2 import on_leaderboards
from app.models.leaderboard import Leaderboard, Standing
from app.models.rating import RatingChange
from app.models.risk import PlayerRisk
from app.models.user import PlayerStats, User
from app.services.ratings import player_stats
from app.services.ratings.leaderboard_builds import begins_at

NEIGHBOURS = 5  # above, and as many below


@dataclass(frozen=True)
class Entry:
    """One row; equals share a `rank`. `value` is points, KES or victories, as the board has it."""

    position: int
    rank: int
    username: str
    value: Decimal
    is_simulated: bool = False
    is_me: bool = False


@dataclass(frozen=True)
class Page:
    """Rows of one edition; `edition` and `as_of` are None until the first has been built."""

    edition: int | None
    board: Board
    period: Period
    starts_at: datetime | None
    as_of: datetime | None
    players: int
    items: list[Entry]
    next_cursor: str | None


@dataclass(frozen=True)
class MyPlace:
    """Where a player stands, with their neighbours; or why they are not on the board."""

    rank: int | None
    value: Decimal | None
    why_not: WhyNot | None
    neighbours: list[Entry]


@dataclass(frozen=True)
class FoundPlace:
    """A player's place in one edition: `place` is None if they are not on that board."""

    edition: int | None
    place: MyPlace | None


def read_one_edition(session: Session) -> None:
    """Let all reads of this transaction see one state; call it before the first of them."""
    session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def page(session: Session, *, board: Board, period: Period, after: int, rows: int) -> Page:
    """Return up to `rows` rows of the current edition, from below position `after`."""
    # One statement, and so one edition: between two, the next could take its place.
    found: Sequence[Row[Leaderboard, Standing | None, str, bool]] = session.execute(
        select(Leaderboard, Standing, User.shown_name, User.is_simulated)
        .outerjoin(
            Standing,
            (Standing.edition == Leaderboard.edition)
            & Standing.position.between(after + 1, after + rows),
        )
        .outerjoin(User, User.id == Standing.user_id)
        .where(Leaderboard.board == board, Leaderboard.period == period)
        .order_by(Standing.position)
    ).all()
    if not found:
        return Page(None, board, period, None, None, 0, [], None)
    row: Leaderboard = found[0][0]
    items = [
        Entry(standing.position, standing.rank, name, standing.value, is_simulated)
        for _, standing, name, is_simulated in found
        if standing is not None
    ]
    more = bool(items) and items[-1].position < row.players
    return Page(
        edition=row.edition,
        board=board,
        period=period,
        starts_at=row.starts_at,
        as_of=row.as_of,
        players=row.players,
        items=items,
        next_cursor=str(items[-1].position) if more else None,
    )


# The player and their neighbours, by two walks on indexes. The subqueries force this plan: the
# planner's statistics never know the newest edition, and a join of a million rows takes seconds.
_PLACE = """
WITH current AS MATERIALIZED (
  SELECT edition FROM leaderboards WHERE board = %s AND period = %s
), mine AS MATERIALIZED (
  SELECT edition, position FROM standings
  WHERE user_id = %s AND edition = (SELECT edition FROM current)
)
SELECT current.edition, near.* FROM current LEFT JOIN LATERAL (
  SELECT s.position, s.rank, CASE WHEN u.shows_name THEN u.username ELSE u.handle END, s.value,
    u.is_simulated, s.user_id = %s AS is_me
  FROM standings s JOIN users u ON u.id = s.user_id
  WHERE s.edition = (SELECT edition FROM mine)
    AND s.position BETWEEN (SELECT position FROM mine) - %s AND (SELECT position FROM mine) + %s
  ORDER BY s.position LIMIT %s
) near ON true
ORDER BY near.position
"""


def find_place(session: Unit, *, user_id: int, board: Board, period: Period) -> FoundPlace:
    """Return where a player stands in the current edition, with their neighbours. One statement."""
    cursor = cursor_of(session)
    around = (NEIGHBOURS, NEIGHBOURS, 2 * NEIGHBOURS + 1)
    cursor.execute(_PLACE, (board, period, user_id, user_id, *around))
    rows = cursor.fetchall()
    edition = rows[0][0] if rows else None
    neighbours = [Entry(*row) for _, *row in rows if row[0] is not None]
    me = next((entry for entry in neighbours if entry.is_me), None)
    if me is None:
        return FoundPlace(edition, None)
    place = MyPlace(rank=me.rank, value=me.value, why_not=None, neighbours=neighbours)
    return FoundPlace(edition, place)


def no_place(
    session: Session, *, user_id: int, board: Board, period: Period, now: datetime
) -> MyPlace:
    """Return why a player is not on a board."""
    why_not = _why_not(session, user_id, board=board, begins=begins_at(period, now), now=now)
    return MyPlace(rank=None, value=None, why_not=why_not, neighbours=[])


# As `domain.ratings.weights.on_boards` says.
_ON_BOARDS = case(
    (RatingChange.weight == 1, RatingChange.net), else_=func.least(RatingChange.net, 0)
)


def _why_not(
    session: Session, user_id: int, *, board: Board, begins: datetime | None, now: datetime
) -> WhyNot:
    since = select(
        func.count(),
        func.count().filter(RatingChange.outcome == "won", RatingChange.weight == 1),
        func.coalesce(func.sum(_ON_BOARDS), 0),
    ).where(RatingChange.user_id == user_id, RatingChange.reversed_at.is_(None))
    if begins is not None:
        since = since.where(RatingChange.played_at >= begins)
    played, won, net = session.execute(since).one()
    if not played:
        return WhyNot.NOT_PLAYED
    risk = session.get(PlayerRisk, user_id, populate_existing=True)
    if risk is not None and risk.frozen:
        return WhyNot.ON_HOLD
    if board is Board.RATING:
        row = session.get_one(PlayerStats, user_id)
        is_sure = on_leaderboards(player_stats.rating_of(row, now=now))
        return WhyNot.SOON if is_sure else WhyNot.TOO_FEW_MATCHES
    value = won if board is Board.STREAK else max(net, 0)
    return WhyNot.SOON if value else WhyNot.NOTHING_WON
