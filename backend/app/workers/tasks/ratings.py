"""Tasks that rate finished matches and build leaderboards."""

from datetime import datetime
from functools import partial
from typing import Any

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services.ratings import leaderboard_builds, ratings
from app.workers.sweep import run_each, sweep_rows
from app.workers.task import task

_ROWS = 500


@task(Job.RATE_MATCHES)
def rate_matches() -> None:
    """Rate the matches that ended, in one transaction each."""
    now = utc_now()
    unrated = partial(ratings.unrated, rows=_ROWS)
    sweep_rows("rating", now=now, find=unrated, apply=ratings.rate_finished)
    with transaction() as session:
        ratings.note_progress(session, now=utc_now())


@task(Job.BUILD_LEADERBOARDS)
def build_leaderboards() -> None:
    """Build the leaderboards that are due, in one transaction each."""
    now = utc_now()
    with transaction() as session:
        due = {
            f"{board}-{period}": (board, period)
            for board, period in leaderboard_builds.due(session, now=now)
        }

    def build(name: str) -> None:
        board, period = due[name]
        with transaction() as session:
            leaderboard_builds.build(session, board=board, period=period, now=utc_now())

    def postpone(session: Any, name: str, *, until: datetime) -> None:
        board, period = due[name]
        leaderboard_builds.postpone(session, board=board, period=period, until=until)

    run_each("leaderboard", list(due), run=build, now=now, postpone=postpone)
