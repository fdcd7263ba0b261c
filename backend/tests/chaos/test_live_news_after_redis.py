"""Live news after Redis was killed or fell silent: they flow again soon, and none is missed.

Redis is away for eight seconds; `CHAOS_LONG=1` makes it 31.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.chaos.player import Player, eventually
from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System
from tests.support.arena import Json
from tests.support.ws_listener import WsListener

# Seconds; the watchdog gives a silent Redis four.
AWAY = 31.0 if os.environ.get("CHAOS_LONG") else 8.0  # noqa: TID251  # not the app's
FLOWS_AGAIN = 15.0  # seconds after Redis is back
# Said by other processes in their own time: only the news of one process keep their order.
_OF_WORKERS = {"notification.new", "rating.changed"}


def listen(system: System, player: Player) -> WsListener:
    """Open a live socket."""
    listener = WsListener(system.api_url)
    listener.send(
        {"ticket": player.do("/ws/ticket", intent=f"ticket {time.monotonic()}")["ticket"]}
    )
    assert listener.receive()["type"] == "ready"
    return listener


@pytest.fixture
def listeners(system: System, scenario: Scenario) -> Iterator[list[WsListener]]:
    """Open sockets of both players, who are paired."""
    scenario.play(until=Step.PAIRED)
    with ExitStack() as stack:
        yield [stack.enter_context(listen(system, player)) for player in scenario.both]


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_news_flow_again_and_none_is_missed(
    system: System, scenario: Scenario, listeners: list[WsListener], how: str
) -> None:
    began = time.monotonic()
    time.sleep(1.2)  # what Redis has written by then is on disk
    (system.kill if how == "killed" else system.pause)("redis")
    scenario.play(until=Step.OVER)
    time.sleep(max(0.0, AWAY - (time.monotonic() - began)))

    system.restore()
    back = time.monotonic()
    for listener in listeners:
        received: list[Json] = []
        while not received or received[-1]["type"] != "wallet.changed":
            received.append(listener.receive(within=FLOWS_AGAIN - (time.monotonic() - back)))
        news = [message["type"] for message in received]
        assert [kind for kind in news if kind not in _OF_WORKERS] == [
            "match.ready",
            "match.ready",
            "match.reported",
            "match.settled",
            "wallet.changed",
        ]
        first = received[0]["id"]
        assert [message["id"] for message in received] == list(range(first, first + len(news)))

    eventually(lambda: system.answers(f"{system.api_url}/readyz"), "the API")
    scenario.amina.do("/matchmaking/queue", {"wager_amount": 100}, intent="another game")
    assert listeners[0].receive_until("queue.changed")
    scenario.amina.leave_queue()
