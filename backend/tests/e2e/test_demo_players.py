"""One person alone finds a simulated opponent, plays, and is paid."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import seed
from devstack.api_client import ApiClient
from tests.e2e.player import Player, eventually
from tests.e2e.system import System
from tests.support.servers.cluster_cache import REPOSITORY

PLAYERS = 4  # one of them waits, at KES 100


@pytest.fixture
def simulated(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator["subprocess.Popen[bytes]"]:
    """The process of the simulated players, as `make run` starts it."""
    names = seed.create_simulated(PLAYERS)
    assert len(names) == PLAYERS
    monkeypatch.setenv("API_URL", system.api_url)
    monkeypatch.setenv("DEMO_PLAYERS", str(PLAYERS))
    with (tmp_path / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo_players"], cwd=REPOSITORY, stdout=log, stderr=log
        )
    yield process
    process.terminate()
    assert process.wait(10) == 0, (tmp_path / "demo.log").read_text()
    for name in names:  # or they would wait for the next test's players
        client = ApiClient(system.api_url)
        client.sign_in(name)
        client.delete("/matchmaking/queue")
        client.close()


def test_one_person_alone_plays_and_is_paid(
    system: System,
    simulated: "subprocess.Popen[bytes]",
    sign_up: Callable[[str], Player],
) -> None:
    person = sign_up("mgeni")
    person.wait_for(person.deposit(500), "credited")
    waiting = "SELECT count(*) FROM matchmaking_queue WHERE wager_amount = 100"
    eventually(lambda: system.rows(waiting)[0][0])

    began = time.monotonic()
    person.post("/matchmaking/queue", {"wager_amount": 100})
    match_id = eventually(lambda: person.get("/matchmaking/queue")["match_id"], within=10)
    assert time.monotonic() - began < 10
    match = person.get(f"/matches/{match_id}")
    sides = {
        side["username"]: side["is_simulated"] for side in (match["player1"], match["player2"])
    }
    assert sides.pop("mgeni") is False
    assert list(sides.values()) == [True]

    person.post(f"/matches/{match_id}/ready")
    eventually(lambda: person.get(f"/matches/{match_id}")["status"] == "active", within=20)
    person.post(f"/matches/{match_id}/report", {"outcome": "won"})
    eventually(lambda: person.get(f"/matches/{match_id}")["status"] == "completed", within=20)
    assert person.money() == "580.00"
    # Another one has taken the place, for the next person.
    eventually(lambda: system.rows(waiting)[0][0])
