"""A simulated Activision, switched on, and a client of its control API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.core.settings import get_settings
from app.integrations.cod import cod
from tests.support.databases import Database

# No spacing between calls, and records may be read twice at once. The times of lookups stay as they
# are; a test that does not want to wait moves `verification_jobs.next_poll_at`.
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
    """The simulated provider behind `/cod` during one test."""

    control: httpx.Client
    run_jobs: Callable[[str], list[str]]

    def player(self, name: str, platform: str = "battle", **facts: Any) -> str:
        """Add a player with a public profile; return their id."""
        body = {"names": {platform: name}, **facts}
        answer = self.control.post("/cod/players", json=body)
        assert answer.status_code == 201, answer.text
        uno: str = answer.json()["uno"]
        return uno

    def add_game(self, one: str, other: str, **facts: Any) -> Any:
        """Add a gunfight that ended a minute ago, unless `facts` say otherwise."""
        body = {"p1": one, "p2": other, "ended_ago_s": 60, **facts}
        answer = self.control.post("/cod/matches", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def switch(self, **switches: Any) -> None:
        """Change switches of the provider."""
        self.control.put("/cod/switches", json=switches).raise_for_status()

    def fault(self, kind: str, **spec: Any) -> None:
        """Add a fault."""
        self.control.post("/cod/faults", json={"kind": kind, **spec}).raise_for_status()

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.control.delete("/cod/faults").raise_for_status()

    def calls(self) -> list[str]:
        """Return the paths of all requests, newest first."""
        found = self.control.get("/requests", params={"path": "/cod/", "limit": 1000}).json()
        return [row["path"] for row in found]

    def run_lookups(self) -> list[str]:
        """Run the sweep of lookups and its jobs once, with an empty cache."""
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
    """An empty Activision without faults or delays that shows private matches too."""
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COD_API_BASE_URL", f"{simulators_url}/cod/api/papi-client")
    get_settings.cache_clear()
    cod.cache_clear()
    with httpx.Client(base_url=f"{simulators_url}/_sim") as control:
        control.post("/reset").raise_for_status()
        world = Activision(control, run_jobs)
        world.switch(private_matches="visible", ingest_delay_s=0, privacy_lag_s=0)
        yield world
    cod().close()
    cod.cache_clear()
    get_settings.cache_clear()
