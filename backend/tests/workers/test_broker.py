"""A worker outlives its connection to Redis, also with a task in hand."""

from typing import Any

import pytest
from redis import Redis


def test_a_channel_that_outlives_its_connection_raises_an_error_that_celery_knows(
    redis: Redis,
) -> None:
    """Celery collects what broke, then closes it, and kombu wants to put tasks back meanwhile."""
    from app.workers.celery_app import celery_app

    connection = celery_app.connection_for_read()
    channel: Any = connection.default_channel
    connection.collect(socket_timeout=1)

    with pytest.raises(connection.connection_errors):
        _ = channel.pool
    assert redis.ping()
