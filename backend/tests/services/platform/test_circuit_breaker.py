"""While a provider is down few calls go through; the first answer closes the circuit for all."""

import pytest
from redis import Redis

from app.core import job_wakeup
from app.core.jobs import Job
from app.core.resilience import circuit_breaker
from app.core.resilience.circuit_breaker import CircuitBreaker, Policy
from app.core.resilience.mpesa_circuit import breaker


def test_fewer_failures_than_the_threshold_do_not_open_the_circuit(redis: Redis) -> None:
    for _ in range(breaker.policy.threshold - 1):
        breaker.failed()

    assert not breaker.is_open()
    assert all(breaker.may_call() for _ in range(10))


def test_while_it_is_open_one_call_of_all_workers_goes_through(redis: Redis) -> None:
    for _ in range(breaker.policy.threshold):
        breaker.failed()

    assert breaker.is_open()
    assert [breaker.may_call() for _ in range(10)] == [True] + [False] * 9


def test_the_first_answer_closes_the_circuit(redis: Redis) -> None:
    for _ in range(breaker.policy.threshold * 3):
        breaker.failed()

    breaker.answered()

    assert not breaker.is_open()
    assert all(breaker.may_call() for _ in range(10))


def test_an_open_circuit_closes_by_itself_after_two_minutes(redis: Redis) -> None:
    for _ in range(breaker.policy.threshold):
        breaker.failed()

    assert 0 < int(str(redis.ttl(breaker.open_key))) <= 120


def test_each_time_it_opens_again_the_pause_is_longer(redis: Redis) -> None:
    policy = Policy(threshold=2, window_seconds=60, pauses=(10, 20), clean_seconds=60)
    circuit = CircuitBreaker("test", policy)

    assert [circuit.failed() for _ in range(4)] == [0, 10, 20, 20]
    assert circuit.is_open()
    assert not circuit.may_call(), "without probes a pause lasts to its end"

    circuit.answered()

    assert circuit.is_open()
    assert [circuit.failed() for _ in range(2)] == [0, 10], "an answer begins anew"
    assert circuit.failed(at_least=300) == 300


def test_without_redis_every_call_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circuit_breaker, "get_redis", _nowhere)
    monkeypatch.setattr(job_wakeup, "get_redis", _nowhere)

    breaker.failed()
    breaker.answered()

    assert not breaker.is_open()
    assert breaker.may_call()
    assert job_wakeup.free_places(Job.SEND_PAYOUT, most=60) == 60


def test_a_sweep_may_fill_the_queue_up_to_its_limit(redis: Redis) -> None:
    redis.rpush("mpesa", *("job" for _ in range(50)))

    assert job_wakeup.free_places(Job.SEND_PAYOUT, most=60) == 10
    assert job_wakeup.free_places(Job.SEND_INQUIRY, most=40) == 0
    assert job_wakeup.free_places(Job.SEND_SMS_CODE, most=40) == 40


def _nowhere() -> Redis:
    return Redis(port=1, socket_connect_timeout=1)
