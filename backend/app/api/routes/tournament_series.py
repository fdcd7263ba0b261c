"""Series of tournaments, for everybody."""

from fastapi import APIRouter

from app.api import series_pages
from app.api.deps import RowId, SessionDep
from app.schemas.tournament_series import SeriesList, SeriesStandings
from app.services.tournaments.series import points, schedule

router = APIRouter(prefix="/tournaments/series", tags=["tournaments"])


@router.get("")
def list_series(session: SessionDep) -> SeriesList:
    """List the series: those that go on first, by their next event."""
    return SeriesList(items=[series_pages.series(one) for one in schedule.list_all(session)])


@router.get("/{series_id}/standings")
def get_series_standings(series_id: RowId, session: SessionDep) -> SeriesStandings:
    """Show the points of a series: the first hundred players, over its latest events."""
    return series_pages.standings(points.board(session, series_id=series_id))
