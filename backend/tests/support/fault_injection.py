"""Bad weather at Activision, over every match of a test: it must change nothing.

Every player of the arena is known in the game, every match that is played is looked for at once and
all the time, and every answer is as bad as the weather says. `pytest --faults=down` runs any
tests so; without the option Activision is switched off, as it is by default.
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
from app.integrations.cod import cod
from tests.support.activision import QUICK, Activision
from tests.support.databases import Database, read_settings_anew
from tests.support.fault_kinds import FaultKind

HARMLESS: tuple[FaultKind, ...] = ("down", "slow", "lying", "html")
_LIARS: tuple[FaultKind, ...] = ("lying", "treacherous")

_FAULTS: dict[FaultKind, dict[str, Any]] = {
    "down": {"kind": "http_500"},
    "slow": {"kind": "slow", "ms": 60},
    "lying": {"kind": "missing_fields"},  # its records name no winner, though they are of the game
    "html": {"kind": "html_body"},
}
_MATCH = re.compile(r"/matches/(\d+)/")
_TIMEOUT = "0.1"  # seconds: on a busy machine what is slow comes too late as well

# A game of a minute that fits into a test: their clock is half a minute ahead, and shows it now.
JUST_NOW: dict[str, Any] = {
    "ended_ago_s": -30.0,
    "duration_s": 65.0,
    "delays": {"p1": -3_000.0, "p2": -3_000.0},
}


class Sky:
    """Bad weather over one test: who is there, what is played, and how often we look."""

    def __init__(
        self, weather: FaultKind, activision: Activision, database: Database, redis: Redis
    ) -> None:
        self._weather = weather
        self._activision = activision
        self._lies = weather in _LIARS
        self._connection = database.connect()
        self._redis = redis
        self._names: dict[int, str] = {}  # by the ids of players
        self._played: set[tuple[int, int]] = set()  # (match, replay)
        self._last = 0  # the match that was touched last
        self._busy = Lock()

    def over(self, http: httpx.Client) -> None:
        """Look at all matches after each step of a player, and before he looks at his money."""
        http.event_hooks = {"request": [self._before], "response": [self._after]}

    def meet(self, user_id: int) -> None:
        """Let a player be known in the game, and visible."""
        name = self._names[user_id] = f"Player{user_id}#{user_id}"
        uno = self._activision.player(name)
        self._sql(
            f"INSERT INTO game_ids (uno, user_id) VALUES ('{uno}', {user_id});"
            "INSERT INTO game_accounts (user_id, platform, username, uno, visibility)"
            f" VALUES ({user_id}, 'battle', '{name}', '{uno}', 'visible')"
        )

    def _before(self, request: httpx.Request) -> None:
        if request.url.path.endswith("/payments/wallet"):
            self._look(self._last)

    def _after(self, answer: httpx.Response) -> None:
        touched = _MATCH.search(answer.request.url.path)
        if answer.request.method == "POST" and touched is not None:
            self._last = int(touched[1])
            self._look(self._last)

    def _look(self, match_id: int) -> None:
        """Look for a match as if its moment had come, unless somebody does so just now."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            live = self._sql(
                "SELECT id, replays, player1_id, player2_id FROM matches"
                f" WHERE id = {match_id} AND status IN ('active', 'disputed')"
            )
            if self._lies:
                self._lie(live)
            if live:
                for _ in range(1 + self._lies):  # what is read twice is believed
                    self._look_once(match_id)
        finally:
            self._busy.release()

    def _lie(self, live: list[tuple[int, ...]]) -> None:
        """Let Activision tell of games that were not: the second always won, a stranger as well."""
        for match_id, replay, one, two in live:
            names = [self._names.get(user_id) for user_id in (one, two)]
            if (match_id, replay) in self._played or None in names:
                continue
            self._played.add((match_id, replay))
            when = JUST_NOW
            first, second = (str(name) for name in names)
            self._activision.play(first, second, winner="p2", **when)
            if self._weather == "lying":
                self._activision.player(f"Stranger{match_id}#{replay}")
                self._activision.play(first, f"Stranger{match_id}#{replay}", winner="p2", **when)
                self._activision.play(first, second, winner="p2", mode="war", **when)

    def _look_once(self, match_id: int) -> None:
        from app.workers.tasks.matches import look_again  # it reads the settings

        self._sql(
            "INSERT INTO verification_jobs (match_id, replay, priority, started_at, next_poll_at)"
            " SELECT id, replays, 4, now(), now() FROM matches"
            f" WHERE id = {match_id} ON CONFLICT DO NOTHING;"
            "UPDATE verification_jobs SET next_poll_at = now(), lease_until = NULL"
            f" WHERE match_id = {match_id} AND state = 'waiting'"
        )
        self._activision.round()
        queue = queue_of(Job.LOOK_AGAIN)
        # Other jobs wait there as well, and a test may count them.
        news = [raw for raw in self._redis.lrange(queue, 0, -1) if Job.LOOK_AGAIN in str(raw)]
        for raw in news:
            self._redis.lrem(queue, 1, str(raw))
        if news:
            look_again(match_id)

    def calls(self) -> int:
        """Return how often Activision was called."""
        return len(self._activision.calls())

    def close(self) -> None:
        """Forget the database."""
        self._connection.close()

    def _sql(self, statement: str) -> list[tuple[Any, ...]]:
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def bad_weather(
    weather: FaultKind, simulators_url: str, database: Database, redis: Redis, run_jobs: Any
) -> Iterator[Sky]:
    """Switch Activision on, in this weather."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUICK.items():
            patch.setenv(name, value)
        patch.setenv("COD_API_TIMEOUT", _TIMEOUT if weather == "slow" else "1")
        patch.setenv("COD_API_BASE_URL", f"{simulators_url}/cod/api/papi-client")
        read_settings_anew()
        cod.cache_clear()
        with httpx.Client(base_url=f"{simulators_url}/_sim", verify=False) as control:
            control.post("/reset").raise_for_status()
            activision = Activision(control, run_jobs)
            activision.switch(
                private_matches="visible" if weather in _LIARS else "hidden",
                ingest_delay_s=0,
                privacy_lag_s=0,
                rate_calls=100_000,
            )
            if weather in _FAULTS:
                activision.fault(count=None, **_FAULTS[weather])
            sky = Sky(weather, activision, database, redis)
            try:
                yield sky
            finally:
                sky.close()
        cod().close()
        cod.cache_clear()
    read_settings_anew()


@pytest.fixture
def sky(request: pytest.FixtureRequest) -> Iterator[Sky | None]:
    """The weather that the run was asked for; None if none was, or if the test makes its own.

    A test marked `nameless` is about players whose names in the game we do not know.
    """
    weather: FaultKind | None = request.config.getoption("--faults")
    own = "activision" in request.fixturenames or request.node.get_closest_marker("nameless")
    if weather is None or own:
        yield None
        return
    database, redis = (request.getfixturevalue(name) for name in ("database", "redis"))
    simulators_url, run_jobs = (
        request.getfixturevalue(name) for name in ("simulators_url", "run_jobs")
    )
    with bad_weather(weather, simulators_url, database, redis, run_jobs) as over_all:
        yield over_all
