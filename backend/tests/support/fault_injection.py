"""Faults of the simulated Activision during every match of a test: results must not change.

All players of the arena have game accounts, every match is looked up after each step of a player,
and every answer has the fault. `pytest --faults=down` runs any tests so; without the option
Activision is switched off, as it is by default.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import httpx
import pytest
from redis import Redis

from app.core.jobs import Job, queue_of
from app.core.settings import get_settings
from app.integrations.cod import cod
from tests.support.activision import QUICK, Activision
from tests.support.databases import Database
from tests.support.fault_kinds import FaultKind

HARMLESS: tuple[FaultKind, ...] = ("down", "slow", "lying", "html")
_LYING: tuple[FaultKind, ...] = ("lying", "treacherous")

_FAULTS: dict[FaultKind, dict[str, Any]] = {
    "down": {"kind": "http_500"},
    "slow": {"kind": "slow", "ms": 60},
    "lying": {"kind": "missing_fields"},  # its records are of the game and name no winner
    "html": {"kind": "html_body"},
}
_MATCH = re.compile(r"/matches/(\d+)/")
_TIMEOUT = "0.1"  # seconds: a slow answer shall come too late also on a busy machine

# A game of one minute that is already over: the provider's clock is half a minute ahead.
JUST_NOW: dict[str, Any] = {
    "ended_ago_s": -30.0,
    "duration_s": 65.0,
    "delays": {"p1": -3_000.0, "p2": -3_000.0},
}


class FaultInjector:
    """One fault during a test: looks up matches, and adds false games where records lie."""

    def __init__(
        self, fault: FaultKind, activision: Activision, database: Database, redis: Redis
    ) -> None:
        self._fault = fault
        self._activision = activision
        self._is_lying = fault in _LYING
        self._connection = database.connect()
        self._redis = redis
        self._names: dict[int, str] = {}  # by the ids of players
        self._played: set[tuple[int, int]] = set()  # (match, replay)
        self._last = 0  # the match of the last request
        self._busy = Lock()

    def watch(self, http: httpx.Client) -> None:
        """Look up the match after each POST of a player, and before they read their wallet."""
        hooks = http.event_hooks  # staff's codes stay
        http.event_hooks = {
            "request": [*hooks["request"], self._before],
            "response": [*hooks["response"], self._after],
        }

    def add_player(self, user_id: int) -> None:
        """Give the name that a player has in the game a public profile."""
        named = f"user_id = {user_id} AND platform = 'acti'"
        for (name,) in self._sql(f"SELECT username FROM game_accounts WHERE {named}"):
            self._names[user_id] = name
            uno = self._activision.player(name, platform="uno")
            self._sql(
                f"INSERT INTO game_ids (uno, user_id) VALUES ('{uno}', {user_id});"
                f"UPDATE game_accounts SET uno = '{uno}', visibility = 'visible' WHERE {named}"
            )

    def _before(self, request: httpx.Request) -> None:
        if request.url.path.endswith("/payments/wallet"):
            self._lookup(self._last)

    def _after(self, answer: httpx.Response) -> None:
        found = _MATCH.search(answer.request.url.path)
        if answer.request.method == "POST" and found is not None:
            self._last = int(found[1])
            self._lookup(self._last)

    def _lookup(self, match_id: int) -> None:
        """Look up a match as if it were due, unless another thread is doing so."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            live = self._sql(
                "SELECT id, replays, player1_id, player2_id FROM matches"
                f" WHERE id = {match_id} AND status IN ('active', 'disputed')"
            )
            if self._is_lying:
                self._add_false_games(live)
            if live:
                for _ in range(1 + self._is_lying):  # records count once they were read twice
                    self._lookup_once(match_id)
        finally:
            self._busy.release()

    def _add_false_games(self, live: list[tuple[int, ...]]) -> None:
        """Add games that were not played: player 2 always wins, also against a third player."""
        for match_id, replay, one, two in live:
            names = [self._names.get(user_id) for user_id in (one, two)]
            if (match_id, replay) in self._played or None in names:
                continue
            self._played.add((match_id, replay))
            when = JUST_NOW
            first, second = (str(name) for name in names)
            self._activision.add_game(first, second, winner="p2", **when)
            if self._fault == "lying":
                self._activision.player(f"Third{match_id}#{replay}")
                self._activision.add_game(first, f"Third{match_id}#{replay}", winner="p2", **when)
                self._activision.add_game(first, second, winner="p2", mode="war", **when)

    def _lookup_once(self, match_id: int) -> None:
        from app.workers.tasks.matches import verify_match  # it reads the settings

        self._sql(
            "INSERT INTO verification_jobs (match_id, replay, priority, started_at, next_poll_at)"
            " SELECT id, replays, 4, now(), now() FROM matches"
            f" WHERE id = {match_id} ON CONFLICT DO NOTHING;"
            "UPDATE verification_jobs SET next_poll_at = now(), lease_until = NULL"
            f" WHERE match_id = {match_id} AND state = 'waiting'"
        )
        self._activision.run_lookups()
        queue = queue_of(Job.VERIFY_MATCH)
        # Other jobs wait there as well, and a test may count them.
        waiting = [raw for raw in self._redis.lrange(queue, 0, -1) if Job.VERIFY_MATCH in str(raw)]
        for raw in waiting:
            self._redis.lrem(queue, 1, str(raw))
        if waiting:
            verify_match(match_id)

    def calls(self) -> int:
        """Return the number of requests to Activision."""
        return len(self._activision.calls())

    def close(self) -> None:
        """Close the connection to the database."""
        self._connection.close()

    def _sql(self, statement: str) -> list[tuple[Any, ...]]:
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def injected_fault(
    fault: FaultKind, simulators_url: str, database: Database, redis: Redis, run_jobs: Any
) -> Iterator[FaultInjector]:
    """Switch Activision on, with this fault."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUICK.items():
            patch.setenv(name, value)
        patch.setenv("COD_API_TIMEOUT", _TIMEOUT if fault == "slow" else "1")
        patch.setenv("COD_API_BASE_URL", f"{simulators_url}/cod/api/papi-client")
        get_settings.cache_clear()
        cod.cache_clear()
        with httpx.Client(base_url=f"{simulators_url}/_sim", verify=False) as control:
            control.post("/reset").raise_for_status()
            activision = Activision(control, run_jobs)
            activision.switch(
                private_matches="visible" if fault in _LYING else "hidden",
                ingest_delay_s=0,
                privacy_lag_s=0,
                rate_calls=100_000,
            )
            if fault in _FAULTS:
                activision.fault(count=None, **_FAULTS[fault])
            injector = FaultInjector(fault, activision, database, redis)
            try:
                yield injector
            finally:
                injector.close()
        cod().close()
        cod.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def fault_injector(request: pytest.FixtureRequest) -> Iterator[FaultInjector | None]:
    """The fault of `--faults`; None without the option or if the test sets up its own.

    A test marked `nameless` is about players without game accounts.
    """
    fault: FaultKind | None = request.config.getoption("--faults")
    own = "activision" in request.fixturenames or request.node.get_closest_marker("nameless")
    if fault is None or own:
        yield None
        return
    database, redis = (request.getfixturevalue(name) for name in ("database", "redis"))
    simulators_url, run_jobs = (
        request.getfixturevalue(name) for name in ("simulators_url", "run_jobs")
    )
    with injected_fault(fault, simulators_url, database, redis, run_jobs) as injector:
        yield injector
