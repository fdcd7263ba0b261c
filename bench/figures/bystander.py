"""H4: how long a bystander waits while one player keeps 24 requests in flight that lock rows.

The bystander asks for their wallet again and again over one connection, alone and beside each load
of `_loads`: requests that take the same locks, as one player can send them without end. Measured is
the longest wait within half a second, the median of all half seconds (one hiccup of the machine
does not count, a queue does), and of the loads the worst.
"""

import json
import time
from contextlib import closing
from http.client import HTTPConnection
from statistics import median

from bench import app_processes, http_load, signed_in_players
from bench.http_load import Request
from bench.testbed import Testbed
from devstack.api_client import PREFIX

_IN_FLIGHT = 24
_WINDOW_SECONDS = 0.5
_SETTLE_SECONDS = 0.3  # until all of them wait


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (longest wait beside a load, longest wait alone) of one round, in milliseconds."""
    settings = {"LOGIN_BCRYPT_ROUNDS": "4", "RATE_ADDRESS_FACTOR": "100000"}
    with app_processes.api(testbed, **settings) as port:
        names = signed_in_players.register(testbed, port, 3)
        signed_in_players.fund(testbed, names)
        player, bystander = (signed_in_players.sign_in(port, name) for name in names[:2])
        seconds = testbed.sizes.load_seconds
        watch = _Watch(port, bystander)
        watch.longest(seconds / 3)
        if round_number % 2:
            beside = max(_beside(watch, load, seconds) for load in _loads(player, names[2]))
            return beside, watch.longest(seconds)
        alone = watch.longest(seconds)
        return max(_beside(watch, load, seconds) for load in _loads(player, names[2])), alone


def _loads(player: str, other: str) -> list[list[Request]]:
    """Return the loads: pairs that undo each other, so that there is always something to do."""
    terms = {"wager_amount": 37, "title": "cw", "mode": "sd"}
    block = f"/users/me/blocks/{other}"
    return [
        [_order("POST", "/matchmaking/queue", player, terms), *_leave(player)],
        [_order("POST", "/matches/challenges", player, {"wager_amount": 37}), *_leave(player)],
        [_order("PUT", block, player), _order("DELETE", block, player)],
        [_order("PATCH", "/users/me", player, {"cod_username": f"Ace of {other}"})],
    ]


def _leave(player: str) -> list[Request]:
    return [_order("DELETE", "/matchmaking/queue", player)]


def _order(method: str, path: str, token: str, body: object = None) -> Request:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    text = "" if body is None else json.dumps(body)
    return {"method": method, "path": f"{PREFIX}{path}", "headers": headers, "body": text}


class _Watch:
    """The bystander, who asks for their wallet."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self._headers = {"Authorization": f"Bearer {token}"}

    def longest(self, seconds: float) -> float:
        """Ask for so long; return the longest wait of a half second, in milliseconds."""
        windows: dict[int, list[float]] = {}
        start = time.perf_counter()
        end = start + seconds
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            while (began := time.perf_counter()) < end:
                connection.request("GET", f"{PREFIX}/payments/wallet", headers=self._headers)
                response = connection.getresponse()
                response.read()
                assert response.status == 200, response.status
                window = windows.setdefault(int((began - start) / _WINDOW_SECONDS), [])
                window.append(time.perf_counter() - began)
        return median(max(waits) for waits in windows.values()) * 1000


def _beside(watch: _Watch, load: list[Request], seconds: float) -> float:
    sending = http_load.start(
        watch.port, load, connections=_IN_FLIGHT, seconds=seconds + 2 * _SETTLE_SECONDS
    )
    time.sleep(_SETTLE_SECONDS)
    longest = watch.longest(seconds)
    http_load.finish(sending, may_refuse=True)
    return longest
