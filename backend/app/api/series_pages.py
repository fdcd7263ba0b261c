"""What the API shows of a series."""

from app.domain.tournaments.series import Weekday
from app.domain.tournaments.templates import TemplateName
from app.models.tournament import TournamentSeries
from app.schemas.tournament_series import Series, SeriesEvent, SeriesStanding, SeriesStandings
from app.services.tournaments.series.points import Board


def series(row: TournamentSeries) -> Series:
    """Show one series."""
    return Series(
        id=row.id,
        name=row.name,
        template=TemplateName(row.template),
        weekday=list(Weekday)[row.weekday],
        local_time=f"{row.local_time:%H:%M}",
        ahead_days=row.ahead_days,
        is_active=row.is_active,
        next_at=row.next_at if row.is_active else None,
    )


def standings(board: Board) -> SeriesStandings:
    """Show the standings of one series."""
    return SeriesStandings(
        series=series(board.series),
        events=[SeriesEvent.model_validate(event) for event in board.events],
        items=[
            SeriesStanding(
                username=line.username,
                points=line.standing.points,
                wins=line.standing.wins,
                events=list(line.events),
                place_first=line.placing.first,
                place_last=line.placing.last,
            )
            for line in board.lines
        ],
    )
