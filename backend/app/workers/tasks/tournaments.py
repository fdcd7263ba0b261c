"""Tasks of tournaments: everything that happens at its time."""

from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services.tournaments import advance, sweep
from app.services.tournaments.bracket import forecasts
from app.services.tournaments.series import schedule
from app.workers.sweep import sweep_rows
from app.workers.task import task

_ROWS = 200
_FORECASTS = 50


@task(Job.ADVANCE_TOURNAMENT)
def advance_tournament(tournament_id: int) -> None:
    """Take in how matches of a running tournament ended; repeating it is harmless."""
    with transaction() as session:
        advance.hinted(session, tournament_id=tournament_id, now=utc_now())


@task(Job.SWEEP_TOURNAMENTS)
def sweep_tournaments() -> None:
    """Open and close check-ins, seed, start, move on and pay, in one transaction each."""
    now = utc_now()
    sweep_rows(
        "tournament",
        now=now,
        find=partial(sweep.due, now=now, limit=_ROWS),
        apply=sweep.step,
        postpone=sweep.postpone,
    )


@task(Job.SWEEP_SERIES)
def sweep_series() -> None:
    """Publish the next events of series, in one transaction each."""
    now = utc_now()
    sweep_rows(
        "series",
        now=now,
        find=partial(schedule.due, now=now, rows=_ROWS),
        apply=schedule.step,
        postpone=schedule.postpone,
    )


@task(Job.FORECAST_TOURNAMENTS)
def forecast_tournaments() -> None:
    """Compute the forecasts that are older than they may be, in one transaction each."""
    now = utc_now()
    find = partial(forecasts.find_stale, now=now, rows=_FORECASTS)
    sweep_rows("forecast", now=now, find=find, apply=forecasts.refresh)
