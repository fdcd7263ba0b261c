"""The schedule of beat: how often each sweep runs (seconds)."""

from typing import Any

from app.core.jobs import Job, queue_of


def _every(seconds: float, job: Job) -> dict[str, Any]:
    # A run that was missed is done by the next one: let it expire.
    return {
        "task": job.value,
        "schedule": seconds,
        "options": {"queue": queue_of(job), "expires": max(seconds * 2, 5)},
    }


SCHEDULE = {
    entry["task"]: entry
    for entry in (
        _every(1, Job.PAIR_PLAYERS),
        _every(1, Job.SWEEP_MATCHES),
        _every(1, Job.SWEEP_PAUSES),
        _every(1, Job.SWEEP_TOURNAMENTS),
        _every(1, Job.RATE_MATCHES),
        _every(2, Job.DRAIN_CALLBACKS),
        _every(3, Job.SWEEP_DEPOSITS),
        _every(3, Job.SWEEP_INQUIRIES),
        _every(3, Job.SWEEP_WITHDRAWALS),
        _every(5, Job.FORECAST_TOURNAMENTS),
        _every(5, Job.SWEEP_TICKETS),
        _every(5, Job.SWEEP_SMS_CODES),
        _every(5, Job.SWEEP_DELIVERIES),
        _every(5, Job.SWEEP_SMS_INBOUND),
        _every(5, Job.SWEEP_IDENTITY),
        _every(5, Job.SWEEP_PAYBILL),
        _every(5, Job.SWEEP_REFUNDS),
        _every(5, Job.BUILD_LEADERBOARDS),
        _every(10, Job.PULL_TRANSACTIONS),
        _every(15, Job.SWEEP_LOOKUPS),
        _every(15, Job.SCORE_RISKS),
        _every(20, Job.RECONCILE),
        _every(60, Job.CHECK_LEDGER),
        _every(60, Job.PUBLISH_RESERVES),
        _every(60, Job.SWEEP_SERIES),
        _every(300, Job.WATCH_SMS),
        _every(60, Job.SWEEP_RULINGS),
        _every(60, Job.SWEEP_EVIDENCE),
        _every(3600, Job.DELETE_STALE),
        _every(3600, Job.FIND_RINGS),
        _every(3600, Job.CHECK_AUDIT),
        _every(3600, Job.CHECK_OPERATOR),
    )
}
