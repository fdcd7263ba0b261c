"""A primary of Redis dies or freezes: its sentinels choose another, and within ten seconds writes,
rate limits, tasks and live news are back without a restart.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from celery import Celery
from redis import RedisError

from app.cli import doctor_servers
from app.core import rate_limit
from app.core.jobs import Job
from app.core.redis import get_redis
from app.workers.broker import broker_configuration
from devstack import environment, instances, processes
from devstack.sentinels import Sentinels
from tests.support.api_process import ApiProcess
from tests.support.arena import Arena, Player
from tests.support.databases import fresh_database
from tests.support.servers.addresses import Addresses
from tests.support.ws_listener import WsListener, listen, publish

BACK = 10.0  # seconds


class Worker:
    """A Celery worker, as `make run` starts it."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self._log = folder / "worker.log"
        self._client = Celery()
        self._client.conf.update(task_default_queue="upkeep", **broker_configuration(redis_url))
        with self._log.open("wb") as log:
            self._process = processes.spawn(
                processes.Command(
                    environment.worker(),
                    instances.ROOT,
                    {"PYTHONPATH": f"{instances.ROOT / 'backend'}:{instances.ROOT}"},
                ),
                output=log,
            )

    def does(self, *, within: float) -> bool:
        """Return whether a task that is sent now, or soon, is done.

        One with an argument too many: what fails writes a line, what succeeds does not.
        """
        sent: list[str] = []
        for _ in processes.wait_until(time.monotonic() + within):
            log = self._log.read_text()
            if any(f"[{one}] raised" in log for one in sent):
                return True
            task_id = str(uuid.uuid4())
            with suppress(Exception):  # kombu's, while there is no primary
                self._client.send_task(Job.SWEEP_RULINGS.value, ["surplus"], task_id=task_id)
                sent.append(task_id)
        return False

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._client.close()
        processes.wait_or_kill(self._process, timeout=0)


@pytest.fixture(scope="module")
def sentinels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sentinels]:
    """A primary, two replicas, so that it can fail over twice, and three sentinels."""
    cluster = Sentinels(tmp_path_factory.mktemp("sentinels"), nodes=3)
    try:
        cluster.start_all()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def arena(addresses: Addresses, sentinels: Sentinels) -> Iterator[Arena]:
    """An API whose Redis is found by sentinels."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("REDIS_URL", sentinels.url)
        rate_limit.clear()
        database = stack.enter_context(fresh_database(addresses))
        api = stack.enter_context(ApiProcess())
        api.wait()
        yield Arena(api.url, database, stack)
    rate_limit.clear()


@pytest.fixture(scope="module")
def worker(
    arena: Arena, sentinels: Sentinels, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """A worker that is ready."""
    worker = Worker(tmp_path_factory.mktemp("worker"), sentinels.url)
    try:
        assert worker.does(within=60)
        yield worker
    finally:
        worker.end()


def seconds_until(works: Callable[[], object]) -> float:
    """Call `works` until it raises no error of Redis; return how long that took."""
    began = time.monotonic()
    while True:
        try:
            works()
        except RedisError:
            assert time.monotonic() - began < BACK
            time.sleep(0.05)
        else:
            return time.monotonic() - began


def write() -> None:
    get_redis().set("a-write", time.time())


def count_in_redis() -> None:
    """Count by the shared counters, not by those of this process."""
    rate_limit.count("1000/minute", "sentinel", "test")
    assert get_redis().keys("limits*sentinel*")


def hear(listener: WsListener, player: Player, number: int) -> None:
    """Publish a hint, and receive it."""
    publish(player, number)
    assert listener.receive_until("match.found")["data"]["match_id"] == number


def test_the_doctor_sees_all_sentinels(arena: Arena) -> None:
    said = [one.sentence for one in doctor_servers.of_redis()]
    assert "3 of 3 sentinels answer; three are needed" in said
    assert "it is the master, with 2 replicas" in said


def test_all_is_back_after_the_primary_was_killed(
    arena: Arena, sentinels: Sentinels, worker: Worker
) -> None:
    player = arena.player()
    with listen(player) as listener:
        hear(listener, player, 1)
        count_in_redis()
        get_redis().wait(2, 1_000)  # until the replicas have it
        began = time.monotonic()
        sentinels.kill(sentinels.primary())

        seconds_until(write)
        assert worker.does(within=BACK - (time.monotonic() - began))
        hear(listener, player, 2)
        assert time.monotonic() - began < BACK
        with listen(player) as another:
            assert another.base > 0
        rate_limit.clear()
        count_in_redis()
    assert worker.is_alive()


def test_all_is_back_after_the_primary_fell_silent(
    arena: Arena, sentinels: Sentinels, worker: Worker
) -> None:
    """Its connections stay open: who only waits for it to speak waits for ever."""
    player = arena.player()
    with listen(player) as listener:
        hear(listener, player, 3)
        get_redis().wait(1, 1_000)
        frozen = sentinels.primary()
        began = time.monotonic()
        sentinels.freeze(frozen)

        seconds_until(write)
        hear(listener, player, 4)
        assert time.monotonic() - began < BACK
        assert worker.does(within=BACK)
        sentinels.thaw(frozen)
        hear(listener, player, 5)
    assert worker.is_alive()
