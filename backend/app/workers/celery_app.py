"""The Celery application: how jobs are delivered, and when sweeps run."""

import time
from contextlib import suppress

from celery import Celery, signals
from kombu.entity import Exchange, Queue
from redis import RedisError

from app.core.database import require_safe_start
from app.core.jobs import QUEUES
from app.core.logging import configure_logging
from app.core.redis import get_redis
from app.core.safe_servers import require_safe_servers
from app.core.settings import get_settings
from app.core.telemetry import error_reports, tracing
from app.workers import (
    heartbeat,
    signal_lines,  # noqa: F401  # these two connect to Celery's signals
    telemetry,  # noqa: F401
)
from app.workers.broker import broker_configuration
from app.workers.schedule import SCHEDULE

celery_app = Celery(
    "wagewars",
    include=[
        "app.workers.tasks.cod",
        "app.workers.tasks.evidence",
        "app.workers.tasks.deposits",
        "app.workers.tasks.withdrawals",
        "app.workers.tasks.paybill",
        "app.workers.tasks.matches",
        "app.workers.tasks.identity",
        "app.workers.tasks.inquiries",
        "app.workers.tasks.ratings",
        "app.workers.tasks.reconciliation",
        "app.workers.tasks.refunds",
        "app.workers.tasks.matchmaking",
        "app.workers.tasks.otp",
        "app.workers.tasks.maintenance",
        "app.workers.tasks.notifications",
        "app.workers.tasks.protection",
        "app.workers.tasks.pushes",
        "app.workers.tasks.sms_inbound",
        "app.workers.tasks.tournaments",
    ],
)
celery_app.conf.update(
    # Acknowledge a task when it has ended: a killed worker's task is delivered again, and every
    # task is idempotent by the state of its row.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
    task_default_queue="upkeep",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker outlives an outage of any length
    **broker_configuration(get_settings().redis_url),
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule=SCHEDULE,
    # In memory: sweeps run every few seconds, so there is nothing to remember on disk.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=1,
    timezone="UTC",
)
celery_app.set_default()
configure_logging()
heartbeat.connect(get_settings().heartbeat_path)
error_reports.start()
tracing.start()


BEAT_STARTED = "beat:started_at"


@signals.beat_init.connect
def _report_start(**_: object) -> None:
    """Store when beat started (seconds since 1970), for those who wait for it."""
    with suppress(RedisError):
        get_redis().set(BEAT_STARTED, time.time())


@signals.worker_init.connect
@signals.beat_init.connect
def _check_login(**_: object) -> None:
    require_safe_start()
    require_safe_servers()
