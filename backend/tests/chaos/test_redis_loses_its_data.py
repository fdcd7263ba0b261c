"""Redis holds nothing that cannot be rebuilt: its data are deleted and the scenario completes."""

import pytest
from redis import Redis

from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step.REGISTERED, id="before the codes are sent"),
        pytest.param(Step.DEPOSIT_REQUESTED, id="before M-Pesa is called"),
        pytest.param(Step.PAID, id="while callbacks come in"),
        pytest.param(Step.ONE_QUEUED, id="while one waits in the queue"),
    ],
)
def test_scenario_completes_after_flushall(system: System, scenario: Scenario, step: Step) -> None:
    scenario.play(until=step)

    with Redis.from_url(system.redis_url) as redis:
        redis.flushall()

    scenario.play()
    scenario.check_ending()


def test_scenario_completes_after_redis_restarts_empty(system: System, scenario: Scenario) -> None:
    scenario.play(until=Step.PAID)

    system.kill("redis")
    system.delete_redis_data()
    system.start("redis")

    scenario.play()
    scenario.check_ending()
