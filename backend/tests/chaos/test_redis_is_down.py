"""Without Redis players can still stake, play and be paid, with delays of a few seconds."""

import time
from collections.abc import Callable

import pytest

from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System

NOTICED = 2.0  # seconds after which a silent Redis is given up
TIRED = 1.5  # what a busy machine may add


@pytest.fixture(params=["killed", "silent"])
def without_redis(request: pytest.FixtureRequest, system: System) -> Callable[[], None]:
    """Call it to kill Redis, or to pause it so that it accepts connections and does not answer."""
    return lambda: (system.kill if request.param == "killed" else system.pause)("redis")


def test_match_is_played_and_paid_without_redis(
    scenario: Scenario, without_redis: Callable[[], None]
) -> None:
    scenario.play(until=Step.CREDITED)

    without_redis()
    began = time.monotonic()
    while scenario.step < Step.OVER:
        step = time.monotonic()
        scenario.play(until=Step(scenario.step + 1))
        assert time.monotonic() - step < NOTICED + TIRED, scenario.step.name
    took = time.monotonic() - began

    scenario.check_ending()
    assert took < 2 * NOTICED + 2 * TIRED


def test_requests_are_answered_without_redis(
    system: System, scenario: Scenario, without_redis: Callable[[], None]
) -> None:
    scenario.play(until=Step.CREDITED)

    without_redis()
    timed: dict[str, Callable[[], object]] = {
        "requesting a deposit": lambda: scenario.amina.do(
            "/payments/deposits", {"amount": 100}, intent="more"
        ),
        "signing in": lambda: scenario.brian.sign_in(scenario.brian.name),
        "a ticket for live updates": lambda: scenario.brian.post_once("/ws/ticket"),
        "readiness": lambda: system.answers(f"{system.api_url}/readyz"),
    }
    for what, act in timed.items():
        began = time.monotonic()
        act()
        assert time.monotonic() - began < 2 * NOTICED + TIRED, what

    system.restore()
    scenario.amina.pay_prompt()
    scenario.amina.await_deposits()


def test_new_players_are_verified_once_redis_is_back(system: System, scenario: Scenario) -> None:
    system.kill("redis")
    scenario.play(until=Step.REGISTERED)
    system.start("redis")

    scenario.play()
    scenario.check_ending()


def test_api_starts_and_pairs_players_without_redis(system: System, scenario: Scenario) -> None:
    scenario.play(until=Step.CREDITED)
    system.kill("redis")
    system.kill("api")
    system.start("api")

    scenario.play()
    scenario.check_ending()
