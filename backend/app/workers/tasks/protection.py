"""Pauses of who chases losses, which begin by themselves."""

from functools import partial

from app.core.clock import utc_now
from app.core.jobs import Job
from app.services.players import exclusion
from app.services.protection import play_sessions
from app.workers.sweep import sweep_rows
from app.workers.task import task


@task(Job.SWEEP_PAUSES)
def sweep_pauses() -> None:
    """Begin the pauses that are due; until then the database refuses each stake."""
    now = utc_now()
    find = partial(play_sessions.find_pauses_due, now=now)
    sweep_rows("pause", now=now, find=find, apply=exclusion.pause)
