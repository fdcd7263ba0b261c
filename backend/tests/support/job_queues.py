"""Jobs that services enqueue in the tests' Redis, where no worker runs them."""

import json
from collections.abc import Callable

import pytest
from redis import Redis

from app.core.jobs import QUEUES


@pytest.fixture
def celery(redis: Redis) -> None:
    """Jobs are enqueued in the tests' Redis, where no worker runs them."""
    # Reads the settings when it is imported.
    from app.workers.celery_app import celery_app

    celery_app.set_current()


@pytest.fixture
def jobs(redis: Redis, celery: None) -> Callable[[], list[str]]:
    """Call it to empty the queues and get the names of their jobs."""

    def take() -> list[str]:
        waiting = []
        for queue in QUEUES:
            while (raw := redis.rpop(queue)) is not None:
                waiting.append(str(json.loads(str(raw))["headers"]["task"]))
        return waiting

    return take
