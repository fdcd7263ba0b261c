"""One process dies, the supervisor ends all others; the scenario completes after a new start."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from devstack.stack import Stack
from tests.chaos.audit import Auditor
from tests.chaos.scenario import Scenario, Step


@pytest.fixture
def scenario(stack: Stack) -> Iterator[Scenario]:
    """Two new players; ledger and M-Pesa's statement are compared at the end."""
    status = stack.status()
    urls = {"api_url": status["api_url"], "sim_url": status["sim_url"]}
    with closing(Scenario(**urls)) as scenario:
        yield scenario
    Auditor(database_url=status["DATABASE_URL"], sim_url=status["sim_url"]).check()


@pytest.mark.parametrize(
    ("name", "step"),
    [
        pytest.param("worker", Step.PROMPTED, id="the worker while a prompt is on the phone"),
        pytest.param("api", Step.PAID, id="the API while the callback is on its way"),
        pytest.param("beat", Step.CREDITED, id="beat between deposit and queue"),
        pytest.param("redis", Step.ONE_QUEUED, id="Redis while one waits in the queue"),
        pytest.param("postgres", Step.ONE_REPORTED, id="PostgreSQL after one report"),
    ],
)
def test_scenario_completes_after_sigkill_of(
    stack: Stack, scenario: Scenario, name: str, step: Step
) -> None:
    scenario.play(until=step)

    stack.kill(name)
    assert stack.wait() == 1
    stack.start()

    scenario.play()
    scenario.check_ending()


def test_scenario_completes_after_sigkill_of_the_supervisor(
    stack: Stack, scenario: Scenario
) -> None:
    scenario.play(until=Step.ACTIVE)

    stack.kill_supervisor()
    stack.start()

    scenario.play()
    scenario.check_ending()
