"""A simulated Activision, switched on, and the hand that moves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.core.settings import get_settings
from app.integrations.cod import cod
from tests.support.databases import Database, read_settings_anew

# Nobody waits for a turn, and a game may be read twice at once; the moments to look stay as they
# are, and a test that does not want to wait moves `verification_jobs.next_poll_at`.
QUICK = {
    "COD_API_ENABLED": "true",
    "COD_API_KEY": "wagewars-simulator-sso",
    "COD_API_TIMEOUT": "1",
    "COD_API_RETRY_SECONDS": "0",
    "COD_API_MIN_SPACING": "0",
    "COD_API_CALLS_PER_HOUR": "3600000",
    "COD_API_START_SECONDS": "1200",
    "COD_API_REREAD_SECONDS": "0",
}


@dataclass
class Activision:
    """What stands behind `/cod` for one test."""

    control: httpx.Client
    run_jobs: Callable[[str], list[str]]

    def player(self, name: str, platform: str = "battle", **facts: Any) -> str:
        """Make somebody whose data are open; return his id."""
        body = {"names": {platform: name}, **facts}
        answer = self.control.post("/cod/players", json=body)
        assert answer.status_code == 201, answer.text
        uno: str = answer.json()["uno"]
        return uno

    def play(self, one: str, other: str, **told: Any) -> Any:
        """Let a gunfight have been played that ended a minute ago."""
        body = {"p1": one, "p2": other, "ended_ago_s": 60, **told}
        answer = self.control.post("/cod/matches", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def switch(self, **switches: Any) -> None:
        """Change how Activision behaves."""
        self.control.put("/cod/switches", json=switches).raise_for_status()

    def fault(self, kind: str, **spec: Any) -> None:
        """Let something go wrong."""
        self.control.post("/cod/faults", json={"kind": kind, **spec}).raise_for_status()

    def mend(self) -> None:
        """Let everything go right."""
        self.control.delete("/cod/faults").raise_for_status()

    def calls(self) -> list[str]:
        """Return the paths that were asked for, newest first."""
        found = self.control.get("/requests", params={"path": "/cod/", "limit": 1000}).json()
        return [row["path"] for row in found]

    def round(self) -> list[str]:
        """Let the round go round once and its jobs be done; what is remembered is forgotten."""
        from app.workers.tasks.cod import sweep_lookups

        cod().forget()
        sweep_lookups()
        return self.run_jobs("cod")


@pytest.fixture
def activision(
    simulators_url: str,
    database: Database,
    run_jobs: Callable[[str], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Activision]:
    """Activision, empty, without faults or delays, showing private matches too."""
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COD_API_BASE_URL", f"{simulators_url}/cod/api/papi-client")
    read_settings_anew()
    cod.cache_clear()
    with httpx.Client(base_url=f"{simulators_url}/_sim") as control:
        control.post("/reset").raise_for_status()
        world = Activision(control, run_jobs)
        world.switch(private_matches="visible", ingest_delay_s=0, privacy_lag_s=0)
        yield world
    cod().close()
    cod.cache_clear()
    get_settings.cache_clear()
