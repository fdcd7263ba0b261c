"""SIGKILL at each step between an event and its SMS: it is told once, and at most one SMS leaves.

A process is held at the step, by a lock that a trigger waits for or by a network that does not
answer, and killed there. Then the sweeps and workers of another process go on.
"""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.models.user import User
from app.workers.tasks.notifications import sweep_deliveries
from tests.support.databases import Database, one_row
from tests.support.killed_processes import Process, Steps, eventually

PHONE = "254712000001"

_TELL = """
from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.notifications.kinds import Kind
from app.services.notifications.notify import Notice, notify
with transaction() as session:
    notice = Notice({user_id}, Kind.PAYOUTS_RELEASED, subject="payouts", event="a")
    notify(session, [notice], now=utc_now())
"""
_SWEEP = """
import app.workers.celery_app
from app.workers.tasks.notifications import sweep_deliveries
sweep_deliveries()
"""
_SEND = """
from app.workers.tasks.notifications import send_notification
send_notification({delivery_id})
"""


class World:
    """A player, and what waits for them."""

    def __init__(
        self,
        database: Database,
        player: User,
        sms_network: httpx.Client,
        run_jobs: Callable[[str], list[str]],
    ) -> None:
        self._database = database
        self._player = player
        self._run_jobs = run_jobs
        self.steps = Steps(database)
        self.sms_network = sms_network

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(self._database.connect()) as connection, connection, connection.cursor() as c:
            c.execute(statement)
            return c.fetchall() if c.description else []

    def tell(self) -> Process:
        return Process(_TELL.format(user_id=self._player.id))

    def send(self) -> Process:
        ((delivery_id,),) = self.sql("SELECT id FROM notification_deliveries")
        return Process(_SEND.format(delivery_id=delivery_id))

    def let_time_come(self) -> None:
        self.sql(
            "UPDATE notification_deliveries SET due_at = now() - interval '1 second'"
            " WHERE state IN ('queued', 'sending')"
        )

    def go_on(self) -> None:
        """Let the sweeps and workers of another process do what is left, and more than once."""
        for _ in range(3):
            self.let_time_come()
            sweep_deliveries()
            self._run_jobs("sms")

    def state(self) -> list[tuple[Any, ...]]:
        return self.sql("SELECT state FROM notification_deliveries")

    def told(self) -> int:
        ((count,),) = self.sql("SELECT count(*) FROM notifications")
        return int(count)

    def received(self) -> int:
        return len(self.sms_network.get(f"/phones/{PHONE}").json()["sms"])


@pytest.fixture
def world(
    database: Database,
    new_player: Callable[..., User],
    sms_network: httpx.Client,
    run_jobs: Callable[[str], list[str]],
) -> World:
    return World(database, new_player(phone=PHONE), sms_network, run_jobs)


@pytest.fixture(autouse=True)
def _by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no night: this kind would wait for the morning."""
    monkeypatch.setenv("NOTIFICATION_QUIET_FROM", "7")


@pytest.mark.parametrize("table", ["notifications", "notification_deliveries"])
def test_killed_while_it_tells(world: World, table: str) -> None:
    with world.steps.held("INSERT", table):
        process = world.tell()
        world.steps.await_waiter()
        process.kill()
    assert (world.told(), world.state()) == (0, []), "the change and its news are both not there"
    world.tell().finish()
    world.tell().finish()
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, 1, [("sent",)])


def test_killed_while_it_sweeps(world: World) -> None:
    world.tell().finish()
    world.let_time_come()
    with world.steps.held("UPDATE", "notification_deliveries"):
        process = Process(_SWEEP)
        world.steps.await_waiter()
        process.kill()
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, 1, [("sent",)])


def test_killed_before_it_has_claimed(world: World) -> None:
    world.tell().finish()
    with world.steps.held("UPDATE", "notification_deliveries", "WHEN (NEW.state = 'sending')"):
        process = world.send()
        world.steps.await_waiter()
        process.kill()
    assert world.state() == [("queued",)]
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, 1, [("sent",)])


@pytest.mark.parametrize(("kind", "received"), [("hang", 0), ("hang_after_processing", 1)])
def test_killed_while_it_calls(world: World, kind: str, received: int) -> None:
    """Nobody knows whether the network has it: it is not sent again."""
    world.tell().finish()
    fault = {"api": "sms", "kind": kind, "seconds": 300}
    world.sms_network.post("/faults", json=fault).raise_for_status()
    process = world.send()
    eventually(lambda: world.state() == [("sending",)], "the claim")
    eventually(lambda: _is_called(world), "the call")
    process.kill()
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, received, [("unclear",)])


def test_killed_before_it_has_recorded(world: World) -> None:
    world.tell().finish()
    with world.steps.held("UPDATE", "notification_deliveries", "WHEN (NEW.state = 'sent')"):
        process = world.send()
        world.steps.await_waiter()
        process.kill()
    assert world.state() == [("sending",)]
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, 1, [("unclear",)])


def test_killed_after_it_has_recorded(world: World, owner: Connection) -> None:
    world.tell().finish()
    world.send().finish()
    world.send().finish()
    world.go_on()
    assert (world.told(), world.received(), world.state()) == (1, 1, [("sent",)])
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT provider_id FROM notification_deliveries")
        assert str(one_row(cursor)[0]).startswith("ATXid_")


def _is_called(world: World) -> bool:
    return any("/sms/" in one["path"] for one in world.sms_network.get("/requests").json())
