"""Tasks of the queue and of matches: pairing, passed deadlines, risk scores, verification."""

import logging
from datetime import datetime
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.conduct.rings.detection import detect
from app.domain.matches.states import MatchStatus
from app.services.conduct import rings, risk
from app.services.matchmaking import pairing
from app.services.results import no_shows, reports, verification
from app.workers.sweep import run_each, sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500
_PLAYERS = 200
_MAX_WAITING = 20_000


@task(Job.PAIR_PLAYERS)
def pair_players() -> None:
    """Find pairs among the waiting players, and open their matches in one transaction each."""
    now = utc_now()
    with transaction() as session:
        pairs = dict(pairing.find_pairs(session, now=now, rows=_MAX_WAITING))

    def open_match(ticket_id: int) -> None:
        with transaction() as session:
            ticket_ids = (ticket_id, pairs[ticket_id])
            pairing.open_pair(session, ticket_ids=ticket_ids, now=utc_now())

    run_each("ticket", list(pairs), run=open_match, now=now)


@task(Job.SWEEP_MATCHES)
def sweep_matches() -> None:
    """Move every match on whose deadline has passed, in one transaction each."""
    now = utc_now()
    with transaction() as session:
        overdue = reports.find_overdue(session, now=now, rows=_ROWS)
    statuses = {late.match_id: late.status for late in overdue}
    run_each(
        "match",
        list(statuses),
        run=lambda match_id: _move_on(match_id, status=statuses[match_id]),
        now=now,
        postpone=reports.postpone,
    )


@task(Job.SCORE_RISKS)
def score_risks() -> None:
    """Score the players who finished a match, ask for money, or were last scored a day ago."""
    now = utc_now()
    due = partial(risk.due, now=now, rows=_PLAYERS)
    sweep_rows("risk", now=now, find=due, apply=risk.score)


@task(Job.FIND_RINGS)
def find_rings() -> None:
    """Search the matches of sixty days for rings, and score whoever is newly under suspicion."""
    now = utc_now()
    with transaction() as session:
        facts = rings.gather(session, now=now)
    found = detect(facts)
    with transaction() as session:
        players = rings.record(session, found, now=now)
    run_each("risk", players, run=partial(_score, now=now), now=now)


def _score(user_id: int, *, now: datetime) -> None:
    with transaction() as session:
        risk.score(session, user_id, now=now)


def _move_on(match_id: int, *, status: MatchStatus) -> None:
    handle = no_shows.lapse if status is MatchStatus.PENDING else reports.handle_deadline
    with transaction() as session:
        reason = handle(session, match_id=match_id, now=utc_now())
    if reason is not None:
        logger.info("match %s passed its deadline: %s", match_id, reason)


@task(Job.VERIFY_MATCH)
def verify_match(match_id: int) -> None:
    """Decide a match again, because something new is known of it; repeating it is harmless."""
    with transaction() as session:
        verification.verify(session, match_id=match_id, now=utc_now())
