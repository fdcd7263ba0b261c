"""Tasks that call Activision: whether a player can be seen, and how a match ended."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience import cod_circuits, cod_hidden_players
from app.core.settings import get_settings
from app.domain.cod.records import Visibility
from app.integrations.cod import cod
from app.integrations.cod.errors import CodOwnBudget
from app.services.auth import game_probes, name_claims
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
    """Check once whether a player's matches can be seen, for the mark in their profile."""
    with transaction() as session:
        request = game_probes.claim_probe(session, account_id=account_id)
    if request is None or cod_circuits.seconds_blocked(_TITLE):
        return
    try:
        probe = cod().probe_player(request.identity, title=_TITLE)
    except CodOwnBudget:
        return  # it stays due: the sweep enqueues it again
    key = blind_key(request.identity)
    if probe.visibility in {Visibility.PRIVATE, Visibility.NOT_FOUND}:
        cod_hidden_players.hide(key, seconds=cod_hidden_players.RECHECK_SECONDS)
    elif probe.visibility is not Visibility.UNKNOWN:
        cod_hidden_players.show(key)
    with transaction() as session:
        game_probes.record_probe(session, request, probe=probe, now=utc_now())


@task(Job.CHECK_NAME_CLAIM)
def check_name_claim(claim_id: int) -> None:
    """Look once for a game of a claimed name with the claim's code; the player asks again."""
    with transaction() as session:
        identity = name_claims.identity_of(session, claim_id=claim_id)
    if identity is None or cod_circuits.seconds_blocked(_TITLE):
        return
    try:
        probe = cod().probe_player(identity, title=_TITLE)
    except CodOwnBudget:
        return
    with transaction() as session:
        granted = name_claims.record_check(session, claim_id=claim_id, probe=probe, now=utc_now())
    logger.info("name claim %s: %s", claim_id, "granted" if granted else "no proof yet")


@task(Job.LOOK_UP_MATCH)
def look_up_match(match_id: int) -> None:
    """Look a match up once; what is found is evidence, and finding nothing is none."""
    with transaction() as session:
        request = lookup_jobs.claim(session, match_id=match_id, now=utc_now())
    if request is None:
        return
    if closed := cod_circuits.seconds_blocked(request.title):
        with transaction() as session:
            lookup_results.postpone(session, match_id=match_id, seconds=closed, now=utc_now())
        return
    answer = RecordLookup(cod(), request, now=utc_now()).run()
    with transaction() as session:
        finding = lookup_results.record(session, request, answer=answer, now=utc_now())
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
        game_probes.enqueue_overdue_probes(session, now=utc_now(), rows=_MAX_LOOKUPS)
