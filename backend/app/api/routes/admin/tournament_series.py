"""Routes of staff: tournaments from templates, and series that publish themselves."""

from fastapi import APIRouter

from app.api import series_pages, tournament_pages
from app.api.deps import RowId, SessionDep
from app.api.staff import RunsTournaments
from app.core.clock import utc_now
from app.domain.tournaments.series import Weekday
from app.domain.tournaments.templates import terms_of
from app.schemas.tournament import TournamentDetail
from app.schemas.tournament_series import FromTemplate, NewSeries, Series
from app.services.platform import audit
from app.services.tournaments import publication
from app.services.tournaments.series import schedule

router = APIRouter(prefix="/admin", tags=["admin: tournaments"])


@router.post("/tournament-drafts", status_code=201, summary="Create a draft from a template")
def create_from_template(
    body: FromTemplate, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Create a tournament that nobody but staff sees until it is published."""
    terms = terms_of(
        body.template,
        start_date=body.start_date,
        name=body.name,
        entry_fee=body.entry_fee,
        guarantee=body.guarantee,
    )
    made = publication.create(session, terms=terms, now=utc_now(), created_by=admin.id)
    audit.record(
        session,
        admin_id=admin.id,
        action="tournament.create",
        subject=f"tournament:{made.id}",
        name=made.name,
        template=body.template.value,
    )
    return tournament_pages.detail(session, made.id, drafts=True)


@router.post("/series", status_code=201, summary="Start a series")
def create_series(body: NewSeries, admin: RunsTournaments, session: SessionDep) -> Series:
    """Start a series: each next event is published by itself, the first within a minute if due."""
    made = schedule.create(
        session,
        name=body.name,
        template=body.template,
        weekday=list(Weekday).index(body.weekday),
        at=body.at,
        ahead_days=body.ahead_days,
        entry_fee=body.entry_fee,
        guarantee=body.guarantee,
        admin_id=admin.id,
        now=utc_now(),
    )
    audit.record(
        session,
        admin_id=admin.id,
        action="series.create",
        subject=f"series:{made.id}",
        name=made.name,
        template=body.template.value,
    )
    return series_pages.series(made)


@router.post("/series/{series_id}/stop", summary="Stop a series")
def stop_series(series_id: RowId, admin: RunsTournaments, session: SessionDep) -> Series:
    """Publish no more events of a series; those that are out go on."""
    stopped = schedule.stop(session, series_id=series_id)
    audit.record(session, admin_id=admin.id, action="series.stop", subject=f"series:{stopped.id}")
    return series_pages.series(stopped)
