"""Sweeps of the queue: tickets of players who are gone, and challenges that are over."""

from functools import partial

from app.core.clock import utc_now
from app.core.jobs import Job
from app.services.matchmaking import challenges, presence, suspensions
from app.workers.sweep import sweep_rows
from app.workers.task import task

_ROWS = 500


@task(Job.SWEEP_TICKETS)
def sweep_tickets() -> None:
    """Release the stakes of absent and suspended players and of overdue challenges, one each."""
    now = utc_now()
    absent = partial(presence.find_absent, now=now, rows=_ROWS)
    sweep_rows("search", now=now, find=absent, apply=presence.end_search)
    barred = partial(suspensions.find, now=now, rows=_ROWS)
    sweep_rows("search", now=now, find=barred, apply=suspensions.end)
    sweep_rows(
        "challenge",
        now=now,
        find=partial(challenges.find_overdue, now=now, rows=_ROWS),
        apply=challenges.expire,
        postpone=challenges.postpone,
    )
