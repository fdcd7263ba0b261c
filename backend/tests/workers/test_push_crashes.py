"""SIGKILL at each step between an event and its push: it is told once, and shown as one notice.

A push service knows no key by which it could recognise a push that is sent again, so a browser may
get it twice; it then shows one notice, because both carry the same tag (RFC 8030 §5.4 has the
topic replace the first while the browser is away).
"""

from collections.abc import Callable

import httpx
import pytest

from app.workers.tasks.notifications import sweep_deliveries
from tests.support.arena import Arena, Player
from tests.support.killed_processes import Process, Steps, eventually
from tests.support.push_phone import Phone, push_service

__all__ = ["push_service"]

DELIVERIES = "notification_deliveries"

_TELL = """
from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.notifications.kinds import Kind
from app.services.notifications.notify import Notice, notify
with transaction() as session:
    variables = {{"opponent": "baraka"}}
    notice = Notice(
        {user_id}, Kind.OPPONENT_READY, subject="match:12", event="a", variables=variables
    )
    notify(session, [notice], now=utc_now())
"""
_SWEEP = """
import app.workers.celery_app
from app.workers.tasks.notifications import sweep_deliveries
sweep_deliveries()
"""
_SEND = """
from app.workers.tasks.pushes import send_push
send_push({delivery_id})
"""


class World:
    """A player with one browser, and the push that is on its way to it."""

    def __init__(
        self, arena: Arena, push_service: httpx.Client, run_jobs: Callable[[str], list[str]]
    ) -> None:
        self._arena = arena
        self._run_jobs = run_jobs
        self._player: Player = arena.player(username="amina")
        self.phone = Phone(push_service, self._player)
        self.steps = Steps(arena.database)

    def tell(self) -> Process:
        return Process(_TELL.format(user_id=self._player.id))

    def send(self) -> Process:
        ((delivery_id,),) = self._arena.sql(f"SELECT id FROM {DELIVERIES} WHERE channel = 'push'")
        return Process(_SEND.format(delivery_id=delivery_id))

    def let_time_come(self) -> None:
        self._arena.sql(
            f"UPDATE {DELIVERIES} SET due_at = now() - interval '1 second'"
            " WHERE state IN ('queued', 'sending') AND channel = 'push'"
        )

    def go_on(self) -> None:
        """Let the sweeps and workers of another process do what is left, and more than once."""
        for _ in range(3):
            self.let_time_come()
            sweep_deliveries()
            self._run_jobs("push")

    def states(self) -> list[str]:
        rows = self._arena.sql(f"SELECT state FROM {DELIVERIES} WHERE channel = 'push'")
        return [state for (state,) in rows]

    def told(self) -> int:
        ((count,),) = self._arena.sql("SELECT count(*) FROM notifications")
        return int(count)

    def notices(self) -> int:
        """Return how many notices stand on the phone: a later one of a tag replaces the first."""
        return len({one["message"]["tag"] for one in self.phone.shown})


@pytest.fixture
def world(arena: Arena, push_service: httpx.Client, run_jobs: Callable[[str], list[str]]) -> World:
    return World(arena, push_service, run_jobs)


def is_told_once(world: World, *, pushes: int = 1) -> bool:
    return (world.told(), world.notices(), len(world.phone.shown), world.states()) == (
        1,
        1,
        pushes,
        ["sent"],
    )


@pytest.mark.parametrize("table", ["notifications", DELIVERIES])
def test_killed_while_it_tells(world: World, table: str) -> None:
    with world.steps.held("INSERT", table):
        process = world.tell()
        world.steps.await_waiter()
        process.kill()
    assert (world.told(), world.states()) == (0, []), "the change and its news are both not there"
    world.tell().finish()
    world.tell().finish()
    world.go_on()
    assert is_told_once(world)


def test_killed_while_it_sweeps(world: World) -> None:
    world.tell().finish()
    world.let_time_come()
    with world.steps.held("UPDATE", DELIVERIES):
        process = Process(_SWEEP)
        world.steps.await_waiter()
        process.kill()
    world.go_on()
    assert is_told_once(world)


def test_killed_before_it_has_claimed(world: World) -> None:
    world.tell().finish()
    with world.steps.held("UPDATE", DELIVERIES, "WHEN (NEW.state = 'sending')"):
        process = world.send()
        world.steps.await_waiter()
        process.kill()
    assert world.states() == ["queued"]
    world.go_on()
    assert is_told_once(world)


def test_killed_while_it_calls(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The push service took nothing yet: it gets the push from the next worker."""
    world.tell().finish()
    monkeypatch.setenv("PUSH_TIMEOUT", "60")
    world.phone.behaves(seconds=300)
    process = world.send()
    eventually(lambda: world.phone.calls == 1, "the call")
    process.kill()
    world.phone.behaves()
    world.go_on()
    assert is_told_once(world)


def test_killed_before_it_has_recorded(world: World) -> None:
    """Nobody knows that the service took it: it is sent again, and replaces the first."""
    world.tell().finish()
    with world.steps.held("UPDATE", DELIVERIES, "WHEN (NEW.state = 'sent')"):
        process = world.send()
        world.steps.await_waiter()
        process.kill()
    assert world.states() == ["sending"]
    world.go_on()
    assert is_told_once(world, pushes=2)


def test_killed_after_it_has_recorded(world: World) -> None:
    world.tell().finish()
    world.send().finish()
    world.send().finish()
    world.go_on()
    assert is_told_once(world)
