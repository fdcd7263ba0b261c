"""The Celery application: how jobs travel, and when the sweeps go round."""

from celery import Celery, signals
from kombu.entity import Exchange, Queue

from app.core.database import require_safe_start
from app.core.jobs import QUEUES
from app.core.logging import configure_logging
from app.core.settings import get_settings
from app.workers.schedule import SCHEDULE

celery_app = Celery(
    "wagewars",
    broker=get_settings().redis_url,
    include=[
        "app.workers.tasks.cod",
        "app.workers.tasks.evidence",
        "app.workers.tasks.deposits",
        "app.workers.tasks.withdrawals",
        "app.workers.tasks.paybill",
        "app.workers.tasks.matches",
        "app.workers.tasks.inquiries",
        "app.workers.tasks.ratings",
        "app.workers.tasks.reconciliation",
        "app.workers.tasks.refunds",
        "app.workers.tasks.matchmaking",
        "app.workers.tasks.otp",
        "app.workers.tasks.maintenance",
    ],
)
celery_app.conf.update(
    # A task is done when it is done, not when it was taken: a killed worker's task comes back, and
    # every task is idempotent by the state of its row.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
    task_default_queue="upkeep",
    broker_transport="app.workers.broker:Transport",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker outlives an outage of any length
    broker_transport_options={
        "visibility_timeout": 120,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        # Who enqueues must not wait for a dead Redis: six seconds a request, otherwise. The sweeps
        # make up for it. Workers and beat reconnect by rules of their own.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    },
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule=SCHEDULE,
    beat_scheduler="app.workers.beat:Rounds",
    beat_max_loop_interval=1,
    timezone="UTC",
)
celery_app.set_default()
configure_logging()


@signals.worker_init.connect
@signals.beat_init.connect
def _check_login(**_: object) -> None:
    require_safe_start()
