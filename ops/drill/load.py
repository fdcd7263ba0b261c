"""Players who never stop: what was acknowledged to them, when, and whether it is still there.

Writers join and leave the queue, each join under an Idempotency-Key that is repeated until it is
acknowledged; depositors pay in, which needs a host of the API, a worker, Redis and M-Pesa.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, pairwise

import httpx

from devstack.api_client import Refused, means_later
from tests.chaos.player import Player

_STAKES = (20, 50, 100, 200, 500)  # one writer each, so that nobody is paired
_DEPOSITORS = 3
_MONEY = 2_000
_AMOUNTS = range(10, 200)  # M-Pesa refuses the same amount again within minutes
_PAUSE = 0.05
_REQUEST_SECONDS = 8.0
DEPOSIT_SECONDS = 90.0


@dataclass
class Acknowledged:
    """One answer of success: the command, its key, and the answer."""

    player: Player
    path: str
    body: dict[str, int]
    intent: str
    answer: object


@dataclass
class Counts:
    """What all players of one round saw; appended to by their threads."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)  # monotonic times of acknowledgements
    finished: list[float] = field(default_factory=list)  # of deposits that were credited
    errors: list[str] = field(default_factory=list)  # answers and breaks that were tried again
    unfinished: list[int] = field(default_factory=list)  # deposits that are still open


class Load:
    """The players; `counts` is replaced by each round."""

    def __init__(self, *, api_url: str, sim_url: str) -> None:
        players = [
            Player(api_url=api_url, sim_url=sim_url) for _ in range(len(_STAKES) + _DEPOSITORS)
        ]
        for player in players:
            player.http.timeout = httpx.Timeout(_REQUEST_SECONDS)
        self._writers, self._depositors = players[: len(_STAKES)], players[len(_STAKES) :]
        self.counts = Counts()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def prepare(self) -> None:
        """Register all players, and give the writers money."""
        for player in (*self._writers, *self._depositors):
            player.register()
            player.verify()
        for player in self._writers:
            player.do("/payments/deposits", {"amount": _MONEY}, intent="the first deposit")
        for player in self._writers:
            player.await_deposits()

    def start(self) -> None:
        """Let all players begin."""
        self.counts = Counts()
        self._stop.clear()
        writers = zip(self._writers, _STAKES, strict=True)
        self._threads = [
            *(threading.Thread(target=self._write, args=one, daemon=True) for one in writers),
            *(
                threading.Thread(target=self._pay, args=(one,), daemon=True)
                for one in self._depositors
            ),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> Counts:
        """Let all players finish what they are at; return what they saw."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.counts

    def _write(self, player: Player, stake: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            intent = f"join {time.monotonic()} {number}"
            self._command(player, "/matchmaking/queue", {"wager_amount": stake}, intent)
            leave = partial(player.request_once, "DELETE", "/matchmaking/queue")
            while not self._try(player, leave):
                time.sleep(_PAUSE)
            time.sleep(_PAUSE)

    def _pay(self, player: Player) -> None:
        amounts = cycle(_AMOUNTS)
        while not self._stop.is_set():
            intent = f"deposit {time.monotonic()}"
            amount = next(amounts)
            made = self._command(player, "/payments/deposits", {"amount": amount}, intent)
            give_up_at = time.monotonic() + DEPOSIT_SECONDS
            while time.monotonic() < give_up_at:
                time.sleep(_PAUSE * 4)
                with contextlib.suppress(httpx.HTTPError, Refused):
                    seen = player.get(f"/payments/deposits/{made['id']}")
                    if seen["status"] == "completed":
                        self.counts.finished.append(time.monotonic())
                    if seen["status"] != "pending":
                        break
            else:
                self.counts.unfinished.append(made["id"])

    def _command(
        self, player: Player, path: str, body: dict[str, int], intent: str
    ) -> dict[str, int]:
        """Send a command under one key until it is acknowledged."""
        answers: list[httpx.Response] = []

        def send() -> httpx.Response:
            answers.append(player.post_once(path, body, intent=intent))
            return answers[-1]

        while not self._try(player, send):
            time.sleep(_PAUSE * 2)
        answer: dict[str, int] = answers[-1].json()
        self.counts.acknowledged.append(Acknowledged(player, path, body, intent, answer))
        self.counts.writes.append(time.monotonic())
        return answer

    def _try(self, player: Player, send: Callable[[], httpx.Response]) -> bool:
        try:
            answer = send()
        except httpx.HTTPError as error:
            self.counts.errors.append(type(error).__name__)
            return False
        if answer.is_success:
            return True
        self.counts.errors.append(str(answer.status_code))
        if answer.status_code == 401:
            with contextlib.suppress(httpx.HTTPError, Refused):
                player.sign_in(player.name)
        elif not means_later(answer):
            self.counts.errors.append(answer.text[:200])
        return False


def lost(counts: Counts) -> list[str]:
    """Send every acknowledged command again; return those that the API does not remember."""
    forgotten = []
    for one in counts.acknowledged:
        answer = one.player.request(
            "POST", one.path, key=one.player.key_of(one.intent), json=one.body
        )
        is_known = answer.headers.get("Idempotent-Replayed") == "true"
        if not is_known or answer.json() != one.answer:
            forgotten.append(f"{one.player.name}: {one.intent}: {answer.status_code}")
            one.player.leave_queue()
    return forgotten


def longest_gap(times: list[float], since: float, until: float) -> float:
    """Return the longest time without an event that ended after `since`; to `until` at the end."""
    before = [moment for moment in times if moment <= since] or [since]
    moments = [max(before), *sorted(moment for moment in times if moment > since), until]
    return max(later - sooner for sooner, later in pairwise(moments))
