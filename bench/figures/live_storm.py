"""W4: two API processes with the sockets of signed-in players, while hints flow without pause.

Two times: from publishing a player's `match.found` until their socket has it, and, after all
connections were cut at once, until the last socket is back. Each comes back as our app does: after
a pause drawn at random it asks for a ticket through HTTP and resumes behind the last id that it
has. No hint may be missed or come twice, also of those that were published meanwhile.
"""

import json
import random
import threading
import time
from contextlib import ExitStack, closing
from typing import Any

from redis import Redis

from bench import app_processes
from bench.bulk_rows import MAKE_PLAYERS
from bench.sockets import clients, servers
from bench.sockets.clients import Clients
from bench.testbed import Testbed

_SIGN_IN = """
INSERT INTO login_sessions (user_id, user_agent, expires_at)
SELECT id, 'bench', now() + interval '1 hour' FROM fresh RETURNING user_id, id
"""


def measure(testbed: Testbed) -> tuple[list[float], list[float]]:
    """Return the times of one round in milliseconds: of each hint, and until all are back."""
    sizes = testbed.sizes
    with ExitStack() as stack:
        redis = stack.enter_context(Redis.from_url(testbed.environment["REDIS_URL"]))
        ports = [
            stack.enter_context(app_processes.api(testbed, RATE_ADDRESS_FACTOR="100000"))
            for _ in range(2)
        ]
        players = _sign_in(testbed, sizes.storm_sockets)
        opened = stack.enter_context(clients.started())
        opened.open(
            [{"port": ports[at % 2], "token": token} for at, (_, token) in enumerate(players)]
        )
        user_ids = [player for player, _ in players]
        _send_to_all(opened, redis, user_ids)
        flow = _Flow(opened, redis, user_ids, sizes.storm_rate)
        opened.mark()
        with flow:
            time.sleep(sizes.load_seconds)
        latencies, _ = opened.take()
        opened.check().require_exact()

        opened.mark()
        with flow:
            opened.start_drop()
            seconds = opened.end_drop()
        opened.take()
        checked = opened.check()
        checked.require_exact()
        assert checked.resyncs == 0, checked
        return latencies, [seconds * 1_000] * 2  # a percentile needs two


def _sign_in(testbed: Testbed, number: int) -> list[tuple[int, str]]:
    """Make players who are signed in; return (user id, access token) of each."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(MAKE_PLAYERS + _SIGN_IN, {"players": number})
        pairs: list[Any] = cursor.fetchall()
    child = testbed.start_python("-m", "bench.sockets.tokens")
    printed, _ = child.communicate(json.dumps(pairs))
    assert child.returncode == 0, "no tokens"
    return [
        (user_id, token) for (user_id, _), token in zip(pairs, json.loads(printed), strict=True)
    ]


def _send_to_all(opened: Clients, redis: Redis, user_ids: list[int]) -> None:
    """Send everybody a hint: behind none there is nothing to resume from."""
    for number in range(len(user_ids)):
        opened.expect(number)
    servers.publish(redis, servers.hint(tuple(user_ids), 1))
    opened.take()


class _Flow:
    """A thread that publishes hints for random players, so many a second, while it is entered."""

    def __init__(self, opened: Clients, redis: Redis, players: list[int], rate: float) -> None:
        self._opened = opened
        self._redis = redis
        self._players = players
        self._rate = rate
        self._is_over = threading.Event()
        self._thread = threading.Thread()

    def __enter__(self) -> None:
        self._is_over.clear()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        draw = random.Random(2)  # the same players in each round
        while not self._is_over.wait(1 / self._rate):
            number = draw.randrange(len(self._players))
            one = servers.hint((self._players[number],), self._opened.expect(number))
            servers.publish(self._redis, one)
