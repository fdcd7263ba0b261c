"""Simulated players exist in development only, under the names whose accounts the seed creates."""

import pytest

from app import seed
from app.core.settings import Settings
from demo_players.cast import NAMES, PASSWORD
from demo_players.settings import read_environment
from devstack import environment, instances

GOOD = {"ENVIRONMENT": "development", "API_URL": "http://127.0.0.1:8000", "DEMO_PLAYERS": "16"}


def test_they_are_whom_the_seed_creates() -> None:
    assert NAMES == seed.SIMULATED_PLAYERS
    assert PASSWORD == seed.PASSWORD
    assert read_environment(GOOD).names == NAMES[:16]
    limits = [str(limit) for limit in Settings.model_fields["demo_players"].metadata]
    assert f"Le(le={len(NAMES)})" in limits


@pytest.mark.parametrize(
    "changes",
    [
        {"ENVIRONMENT": "production"},
        {"ENVIRONMENT": ""},
        {"DEMO_PLAYERS": "0"},
        {"DEMO_PLAYERS": "25"},
        {"DEMO_PLAYERS": "many"},
    ],
)
def test_they_do_not_start_elsewhere(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"development|DEMO_PLAYERS|many"):
        read_environment(GOOD | changes)


@pytest.mark.parametrize(("given", "players"), [({}, "16"), ({"DEMO_PLAYERS": "0"}, "0")])
def test_make_run_starts_sixteen_unless_told_otherwise(
    given: dict[str, str],
    players: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ports = {"API_PORT": 8000, "SIM_PORT": 9000}
    instance = instances.Instance(tmp_path_factory.mktemp("data"), given, ports)
    env = environment.build(instance, database_url="", redis_url="")
    assert env["DEMO_PLAYERS"] == players
