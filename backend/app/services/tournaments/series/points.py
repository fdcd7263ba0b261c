"""The points of a series, counted from the places of its latest events that are paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.domain.tournaments import series as rules
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.series import Appearance, Standing
from app.domain.tournaments.vocabulary import Ending, Placing
from app.models.tournament import (
    Tournament,
    TournamentMatch,
    TournamentParticipant,
    TournamentSeries,
)
from app.models.user import User

_OVER = (TournamentStatus.PAID, TournamentStatus.ARCHIVED)
MOST = 100  # players on the page


@dataclass(frozen=True)
class Line:
    """A player by name: what they have, their place, and their points in each event.

    `events` is None where they did not take part.
    """

    username: str
    standing: Standing
    placing: Placing
    events: Sequence[int | None]


@dataclass(frozen=True)
class Board:
    """A series, the events that count with the latest first, and its first `MOST` players."""

    series: TournamentSeries
    events: Sequence[Tournament]
    lines: Sequence[Line]


def board(session: Session, *, series_id: int) -> Board:
    """Return the standings of a series; raises NotFound."""
    series = session.get(TournamentSeries, series_id)
    if series is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such series.")
    events = _events(session, series_id)
    known = _appearances(session, events)
    found = rules.standings(known)[:MOST]
    names = {
        row.id: row.shown_name
        for row in session.execute(
            select(User.id, User.shown_name).where(User.id.in_([one.player for one, _ in found]))
        )
    }
    points = {(one.player, one.week): one.points for one in known}
    weeks = range(len(events), 0, -1)
    lines = [
        Line(names[one.player], one, placing, [points.get((one.player, week)) for week in weeks])
        for one, placing in found
    ]
    return Board(series, events, lines)


def points_of(session: Session, *, series_id: int, user_ids: Collection[int]) -> dict[int, int]:
    """Return the points of these players in a series; who has none is left out."""
    found = rules.standings(_appearances(session, _events(session, series_id)))
    return {one.player: one.points for one, _ in found if one.player in user_ids}


def _events(session: Session, series_id: int) -> list[Tournament]:
    return list(
        session.scalars(
            select(Tournament)
            .where(Tournament.series_id == series_id, Tournament.status.in_(_OVER))
            .order_by(Tournament.start_date.desc(), Tournament.id.desc())
            .limit(rules.WEEKS)
        )
    )


def _appearances(session: Session, events: Sequence[Tournament]) -> list[Appearance]:
    """Return who was in the field of these events, latest first: their wins, and their places.

    Who has neither played a match to its end nor won one was not there.
    """
    weeks = {event.id: week for week, event in enumerate(reversed(events), 1)}
    seat, game = TournamentParticipant, TournamentMatch
    won = game.winner_id == seat.user_id
    was_there = or_(game.ending == Ending.PLAYED, won)
    rows = session.execute(
        select(
            seat.tournament_id,
            seat.user_id,
            seat.place_first,
            seat.is_barred,
            func.count(case((was_there, 1))).label("games"),
            func.count(case((and_(won, game.ending == Ending.PLAYED), 1))).label("wins"),
        )
        .outerjoin(
            game,
            and_(
                game.tournament_id == seat.tournament_id,
                or_(game.home_id == seat.user_id, game.away_id == seat.user_id),
                game.replaced_at.is_(None),
            ),
        )
        .where(seat.tournament_id.in_(list(weeks)), seat.seed.is_not(None))
        .group_by(seat.id)
    )
    return [
        Appearance(
            player=row.user_id,
            week=weeks[row.tournament_id],
            place=row.place_first if row.games and not row.is_barred else None,
            wins=row.wins,
        )
        for row in rows
    ]
