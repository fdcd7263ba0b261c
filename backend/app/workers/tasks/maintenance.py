"""Maintenance tasks: delete stale rows, check the ledger, publish reserves, lapse proposals."""

from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.once_every import once_every
from app.core.settings import get_settings
from app.core.telemetry import audit_figures, ledger_figures
from app.domain.payments.mpesa.operator_password import last_day, needs_change
from app.domain.platform.audit_chain import Head
from app.domain.reconciliation.comparison import day_of
from app.services.auth import roles, sessions
from app.services.auth.factor import resets
from app.services.auth.passkeys import challenges
from app.services.disputes import appeals
from app.services.disputes import rulings as match_rulings
from app.services.notifications import delivery_reports, inbox, subscriptions
from app.services.payments.rulings import rulings
from app.services.platform import alerts, audit_watch, idempotency
from app.services.proposals import proposals
from app.services.reconciliation import ledger_checks
from app.services.reserves import publication as reserves
from app.services.rooms import retention
from app.services.sms import inbound as sms_inbound
from app.services.tournaments.money import advances, clawbacks, recovery, sponsor
from app.workers.sweep import sweep_rows
from app.workers.task import task

_TEN_MINUTES = 600
_A_DAY = 86_000  # a little less, so that the hour of the reminder stays


@task(Job.DELETE_STALE)
def delete_stale() -> None:
    """Delete old answers under idempotency keys, what ended sessions left, old messages."""
    with transaction() as session:
        idempotency.delete_old(session)
    with transaction() as session:
        sessions.delete_old_tokens(session, now=utc_now())
        challenges.delete_old(session, now=utc_now())
    with transaction() as session:
        subscriptions.delete_ended(session, now=utc_now())
    with transaction() as session:
        inbox.delete_old(session, now=utc_now())
    with transaction() as session:
        delivery_reports.delete_old(session, now=utc_now())
    with transaction() as session:
        sms_inbound.delete_old(session, now=utc_now())
    with transaction() as session:
        retention.delete_old(session, now=utc_now())
    with transaction() as session:
        reserves.delete_old(session, now=utc_now())


@task(Job.CHECK_LEDGER)
def check_ledger() -> None:
    """Check that the ledger adds up; suspends withdrawals where money is at risk."""
    with transaction() as session:
        found = ledger_checks.check(session, now=utc_now())
    ledger_figures.store(
        checked_at=utc_now().timestamp(),
        sum=found.total,
        drifted=found.drifted,
        at_mpesa=found.coverage.at_mpesa,
        players_money=found.coverage.players_money,
    )
    if once_every("clearing", seconds=_TEN_MINUTES):
        with transaction() as session:
            oldest = ledger_checks.check_clearing(session, now=utc_now())
        ledger_figures.store(clearing_oldest=oldest.total_seconds())


@task(Job.PUBLISH_RESERVES)
def publish_reserves() -> None:
    """Publish the proof of reserves of this hour once M-Pesa has told our balance.

    If players' money and the ledger differ nothing is published, and an alert is raised.
    """
    now = utc_now()
    with transaction() as session:
        if not reserves.is_due(session, now=now):
            return
    with transaction() as session:
        outcome = reserves.publish(session, now=now)
    if outcome.is_refused:
        with transaction() as session:
            reserves.report(session, outcome, now=now)
    elif outcome.number is not None:
        ledger_figures.store(reserves_published_at=now.timestamp())


@task(Job.CHECK_AUDIT)
def check_audit() -> None:
    """Check the audit's hash chain from its first entry, and log where it ends."""
    kept = audit_figures.read()
    known = Head(int(kept["count"]), bytes.fromhex(kept["head"])) if "head" in kept else None
    with transaction() as session:
        found = audit_watch.check(session, known=known, now=utc_now())
    if found.fault is not None:
        audit_figures.store_broken(checked_at=utc_now().timestamp())
        return
    audit_figures.store(
        count=found.head.count, head=found.head.hash.hex(), checked_at=utc_now().timestamp()
    )


@task(Job.SWEEP_RULINGS)
def sweep_rulings() -> None:
    """End proposals that nobody decided within a day, and raise alerts about late appeals.

    Prizes that were taken back are passed on as they are recovered.
    """
    now = utc_now()
    for subject, service in (
        ("ruling", rulings),
        ("match_ruling", match_rulings),
        ("sponsor_funding", sponsor),
        ("prize_clawback", clawbacks),
        ("prize_advance", advances),
        ("role_change", roles),
        ("proposal", proposals),
        ("factor_reset", resets),
    ):
        overdue = partial(service.find_overdue, now=now)
        sweep_rows(subject, now=now, find=overdue, apply=service.lapse)
    sweep_rows(
        "recovery",
        now=now,
        find=partial(recovery.find_due, now=now),
        apply=recovery.step,
        postpone=recovery.postpone,
    )
    sweep_rows(
        "appeal",
        now=now,
        find=partial(appeals.find_overdue, now=now),
        apply=appeals.remind,
        postpone=appeals.postpone,
    )


@task(Job.CHECK_OPERATOR)
def check_operator() -> None:
    """Remind daily, from day 76 on: our operator's password at M-Pesa expires after 90 days."""
    set_on = get_settings().mpesa.initiator_password_set_on
    now = utc_now()
    if set_on is None or not needs_change(set_on, today=day_of(now)):
        return
    if not once_every("operator_password", seconds=_A_DAY):
        return
    with transaction() as session:
        alerts.raise_alert(
            session,
            kind="operator_password_is_old",
            subject="mpesa",
            now=now,
            last_day=last_day(set_on),
        )
