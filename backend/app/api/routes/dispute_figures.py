"""How well disputes are dealt with, for everybody to see."""

from fastapi import APIRouter, Response

from app.api.deps import SessionDep
from app.core.clock import utc_now
from app.schemas.dispute_figures import DisputeFigures, DisputeMonth
from app.services.disputes import stats

router = APIRouter(prefix="/disputes", tags=["matches"])


@router.get("/figures")
def show_dispute_figures(session: SessionDep, response: Response) -> DisputeFigures:
    """Publish, month by month, how long rulings take and how many are overturned."""
    response.headers["Cache-Control"] = "public, max-age=300"
    found = stats.monthly(session, now=utc_now())
    return DisputeFigures(items=[DisputeMonth.model_validate(month) for month in found])
