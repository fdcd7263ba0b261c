"""What a push service asks one worker to wait, every worker waits."""

import subprocess
import sys

import pytest
from redis import Redis

from app.core.resilience import service_pause
from app.core.resilience.service_pause import ServicePauses
from app.integrations.push import get_push_client
from tests.support.arena import Arena, Player
from tests.support.push_phone import Phone, push_service
from tests.workers.test_push import RunJobs, again, amina, phone, states, tell

__all__ = ["amina", "phone", "push_service"]

ORIGIN, OTHER = "https://push.example", "https://other.example"
IN_ANOTHER_PROCESS = f"""
from app.core.resilience.service_pause import ServicePauses
print(ServicePauses("push").left("{ORIGIN}"))
"""


def test_another_worker_does_not_call_a_service_that_said_wait(
    arena: Arena, amina: Player, phone: Phone, run_jobs: RunJobs
) -> None:
    phone.behaves(status=429, retry_after=60)
    tell(amina)
    run_jobs("push")
    phone.behaves()
    get_push_client().close()
    get_push_client.cache_clear()  # the other worker's: it has not heard it itself
    again(arena, run_jobs)
    assert states(arena) == [("queued", 2, "paused")]
    assert phone.calls == 1


def test_another_process_keeps_the_pause_of_that_service_and_of_no_other(redis: Redis) -> None:
    ServicePauses("push").start(ORIGIN, 60)
    told = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS], capture_output=True, text=True, check=True
    )
    assert 50 < float(told.stdout) <= 60
    assert ServicePauses("push").left(OTHER) == 0
    assert ServicePauses("another kind").left(ORIGIN) == 0


def test_a_longer_pause_is_not_made_shorter_and_a_shorter_one_longer(redis: Redis) -> None:
    elsewhere = ServicePauses("push")
    ServicePauses("push").start(ORIGIN, 30)
    ServicePauses("push").start(ORIGIN, 5)
    assert 25 < elsewhere.left(ORIGIN) <= 30
    ServicePauses("push").start(ORIGIN, 90)
    assert 85 < elsewhere.left(ORIGIN) <= 90


def test_without_redis_a_worker_keeps_what_it_was_told_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service_pause, "get_redis", lambda: Redis(port=1, socket_connect_timeout=1))
    told, other = ServicePauses("push"), ServicePauses("push")
    told.start(ORIGIN, 60)
    assert 50 < told.left(ORIGIN) <= 60
    assert other.left(ORIGIN) == 0
