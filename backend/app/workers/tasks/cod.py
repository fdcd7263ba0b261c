"""What the workers ask Activision: whether a player can be seen, and how a match ended."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience import cod_circuits, cod_hidden_players
from app.core.settings import get_settings
from app.domain.cod.records import Visibility
from app.integrations.cod import cod
from app.services.auth import game_accounts
from app.services.cod import lookup_jobs as cod_jobs
from app.services.cod import lookup_results as cod_findings
from app.workers.cod_lookup import Looking, blind_key
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 200
_LOOKS = 20  # so many at once: more than our budget allows in a round would only wait
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


@task(Job.LOOK_FOR_LOBBY)
def look_for_lobby(match_id: int) -> None:
    """Look once for a match; what is found is evidence, and nothing is found is none."""
    with transaction() as session:
        work = cod_jobs.claim(session, match_id=match_id, now=utc_now())
    if work is None:
        return
    if closed := cod_circuits.seconds_blocked(work.title):
        with transaction() as session:
            cod_findings.postpone(session, match_id=match_id, seconds=closed, now=utc_now())
        return
    look = Looking(cod(), work, now=utc_now()).look()
    with transaction() as session:
        finding = cod_findings.record(session, work, look=look, now=utc_now())
    logger.info("match %s: Activision says %s (%s)", match_id, finding.outcome, finding.grade)


@task(Job.SWEEP_LOBBIES)
def sweep_lobbies() -> None:
    """Plan looks for what was played, ask for those that are due, and end what is over."""
    is_on = get_settings().cod.enabled
    with transaction() as session:
        cod_jobs.close(session, now=utc_now(), is_on=is_on)
    if not is_on:
        return
    with transaction() as session:
        cod_jobs.plan(session, now=utc_now(), rows=_ROWS)
    with transaction() as session:
        cod_jobs.hand_out(session, now=utc_now(), rows=_LOOKS)
        game_accounts.enqueue_overdue_probes(session, now=utc_now(), rows=_LOOKS)
