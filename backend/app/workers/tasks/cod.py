"""What the workers ask Activision: whether a player can be seen, and how a match ended."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience import cod_circuits, cod_hidden_players
from app.core.settings import get_settings
from app.domain.cod.records import Visibility
from app.integrations.cod import cod
from app.services.auth import game_accounts
from app.services.cod import lookup_jobs, lookup_results
from app.workers.cod_lookup import RecordLookup, blind_key
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 200
_MAX_LOOKUPS = 20  # a round: more than the budget of calls allows would only wait
_TITLE = "mw"


@task(Job.PROBE_ACCOUNT)
def probe_account(account_id: int) -> None:
    """Look once whether a player's matches can be seen: green or red in his profile."""
    with transaction() as session:
        work = game_accounts.claim_probe(session, account_id=account_id)
    if work is None or cod_circuits.seconds_blocked(_TITLE):
        return
    probe = cod().probe_player(work.identity, title=_TITLE)
    key = blind_key(work.identity)
    if probe.visibility in {Visibility.PRIVATE, Visibility.NOT_FOUND}:
        cod_hidden_players.hide(key, seconds=cod_hidden_players.RECHECK_SECONDS)
    elif probe.visibility is not Visibility.UNKNOWN:
        cod_hidden_players.show(key)
    with transaction() as session:
        game_accounts.record_probe(session, work, probe=probe, now=utc_now())


@task(Job.LOOK_UP_MATCH)
def look_up_match(match_id: int) -> None:
    """Look once for a match; what is found is evidence, and nothing is found is none."""
    with transaction() as session:
        work = lookup_jobs.claim(session, match_id=match_id, now=utc_now())
    if work is None:
        return
    if closed := cod_circuits.seconds_blocked(work.title):
        with transaction() as session:
            lookup_results.postpone(session, match_id=match_id, seconds=closed, now=utc_now())
        return
    look = RecordLookup(cod(), work, now=utc_now()).look()
    with transaction() as session:
        finding = lookup_results.record(session, work, look=look, now=utc_now())
    logger.info("match %s: Activision says %s (%s)", match_id, finding.outcome, finding.grade)


@task(Job.SWEEP_LOOKUPS)
def sweep_lookups() -> None:
    """End lookups of matches that are over, plan those of played ones, and enqueue those due."""
    is_on, now = get_settings().cod.enabled, utc_now()
    over = partial(lookup_jobs.find_over, is_on=is_on)
    sweep_rows("lookup", now=now, find=over, apply=partial(lookup_jobs.close, is_on=is_on))
    if not is_on:
        return
    unplanned = partial(lookup_jobs.find_unplanned, now=now, rows=_ROWS)
    sweep_rows("lookup", now=now, find=unplanned, apply=lookup_jobs.plan)
    # A lookup that has just been planned is due at once when the tests shrink its schedule.
    now = utc_now()
    due = partial(lookup_jobs.find_due, now=now, rows=_MAX_LOOKUPS)
    sweep_rows(
        "lookup", now=now, find=due, apply=lookup_jobs.hand_out, postpone=lookup_jobs.postpone
    )
    with transaction() as session:
        game_accounts.ask_overdue(session, now=utc_now(), rows=_MAX_LOOKUPS)
