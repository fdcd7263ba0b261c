"""What the workers can be asked to do, by name: one grep finds who asks and who does."""

from enum import StrEnum


class Job(StrEnum):
    """Names of tasks; each has exactly one task in `app/workers/tasks/`."""

    SEND_SMS_CODE = "sms.send_code"
    SEND_STK_PUSH = "mpesa.send_stk_push"
    QUERY_DEPOSIT = "mpesa.query_deposit"
    DRAIN_CALLBACKS = "mpesa.drain_callbacks"
    PAIR_PLAYERS = "play.pair"
    SWEEP_DEPOSITS = "sweeps.deposits"
    SWEEP_MATCHES = "sweeps.matches"
    SWEEP_SMS = "sweeps.sms"
    SWEEP_STALE = "sweeps.stale"


def queue_of(job: Job) -> str:
    """Return the Celery queue of `job`: one per stranger, so that a slow one delays no other."""
    return job.value.split(".", maxsplit=1)[0]
