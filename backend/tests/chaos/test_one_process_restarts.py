"""One process is killed and started again, as under Docker, while the others run on."""

import pytest

from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System


@pytest.mark.parametrize(
    ("name", "step"),
    [
        pytest.param("api", Step.ONE_QUEUED, id="the API while one waits in the queue"),
        pytest.param("api", Step.ONE_REPORTED, id="the API after one report"),
        pytest.param("worker", Step.REGISTERED, id="the worker before the codes are sent"),
        pytest.param("worker", Step.PAID, id="the worker while callbacks come in"),
        pytest.param("beat", Step.ONE_QUEUED, id="beat while one waits in the queue"),
        pytest.param("redis", Step.PROMPTED, id="Redis while a prompt is on the phone"),
        pytest.param("redis", Step.ACTIVE, id="Redis while they play"),
        pytest.param("postgres", Step.PAID, id="PostgreSQL while callbacks come in"),
        pytest.param("postgres", Step.CREDITED, id="PostgreSQL between deposit and queue"),
    ],
)
def test_scenario_completes_after_sigkill_of(
    system: System, scenario: Scenario, name: str, step: Step
) -> None:
    scenario.play(until=step)

    system.kill(name)
    system.start(name)

    scenario.play()
    scenario.check_ending()


def test_beat_starts_with_any_file_that_sigkill_left(system: System, scenario: Scenario) -> None:
    """Celery's default schedule is a file that a crash can corrupt."""
    system.kill("beat")
    left = list(system.data_dir.glob("celerybeat*"))
    for file in left or [system.data_dir / "celerybeat-schedule.dat"]:
        file.write_bytes(b"\0" * 100)
    system.start("beat")
    system.pause("redis")  # so that the job is lost, and only a round of beat can do it
    scenario.play(until=Step.REGISTERED)
    system.resume("redis")

    scenario.play()
    scenario.check_ending()
