"""While M-Pesa is down few calls find out; the first answer opens the way for all."""

import pytest
from redis import Redis

from app.core import job_wakeup as wakeup
from app.core.jobs import Job
from app.core.resilience import circuit_breaker as breaker


def test_a_few_failures_are_no_outage(redis: Redis) -> None:
    for _ in range(breaker.FAILURES - 1):
        breaker.failed()

    assert not breaker.is_down()
    assert all(breaker.may_call() for _ in range(10))


def test_while_it_is_down_one_call_of_all_workers_goes_through(redis: Redis) -> None:
    for _ in range(breaker.FAILURES):
        breaker.failed()

    assert breaker.is_down()
    assert [breaker.may_call() for _ in range(10)] == [True] + [False] * 9


def test_the_first_answer_opens_the_way_for_all(redis: Redis) -> None:
    for _ in range(breaker.FAILURES * 3):
        breaker.failed()

    breaker.answered()

    assert not breaker.is_down()
    assert all(breaker.may_call() for _ in range(10))


def test_an_outage_is_forgotten_when_nobody_calls(redis: Redis) -> None:
    for _ in range(breaker.FAILURES):
        breaker.failed()

    assert 0 < int(str(redis.ttl("mpesa:failures"))) <= 120


def test_without_redis_nobody_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "get_redis", _nowhere)
    monkeypatch.setattr(wakeup, "get_redis", _nowhere)

    breaker.failed()
    breaker.answered()

    assert not breaker.is_down()
    assert breaker.may_call()
    assert wakeup.room_for(Job.SEND_PAYOUT, most=60) == 60


def test_a_crowd_is_let_into_the_queue_as_far_as_there_is_room(redis: Redis) -> None:
    redis.rpush("mpesa", *("job" for _ in range(50)))

    assert wakeup.room_for(Job.SEND_PAYOUT, most=60) == 10
    assert wakeup.room_for(Job.ASK_MPESA, most=40) == 0
    assert wakeup.room_for(Job.SEND_SMS_CODE, most=40) == 40


def _nowhere() -> Redis:
    return Redis(port=1, socket_connect_timeout=1)
