"""While calls to M-Pesa hang, the workers still do all other jobs."""

import time
from collections.abc import Callable

from tests.chaos.audit import Auditor
from tests.chaos.player import eventually
from tests.chaos.scenario import Scenario, Step
from tests.chaos.system import System

_HANGING = "SELECT count(*) FROM deposits WHERE state = 'sending'"
_WAITING = "SELECT count(*) FROM deposits WHERE state = 'created'"


def test_hanging_calls_leave_worker_threads_for_other_jobs(
    system: System, new_scenarios: Callable[[int], list[Scenario]], auditor: Auditor
) -> None:
    scenarios = new_scenarios(4)
    for scenario in scenarios:
        scenario.play(until=Step.VERIFIED)
    scenarios[0].amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang", "times": 8})
    for scenario in scenarios:
        scenario.play(until=Step.DEPOSIT_REQUESTED)

    def hanging() -> int:
        return int(auditor.rows(_HANGING)[0][0])

    most = 0
    until = time.monotonic() + 3
    while time.monotonic() < until:
        most = max(most, hanging())
        time.sleep(0.05)
    assert 3 <= most <= 5, "a worker has eight threads"

    scenarios[0].amina.sims("DELETE", "/faults")
    eventually(lambda: auditor.rows(_WAITING)[0][0] == 0, "the sweep to send the others")
