"""With Activision down, slow, lying or answering HTML, every scenario ends as without it.

Without it: switched off, as it is by default. The whole suite can be run like this, too:
`pytest --faults=down` (see docs/flows/verification.md).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from tests.scenarios.match_scenarios import SCENARIOS, outcome_of
from tests.support.arena import Arena, Json
from tests.support.fault_injection import HARMLESS, FaultInjector, injected_fault
from tests.support.fault_kinds import FaultKind

HELD = [["0.00", "500.00"], ["0.00", "500.00"]]

# What sound records of the wrong winner change, by the rows of cod-api.md §5.5 and §5.3. The second
# player won according to them. All others end the same, in money too.
CHANGED: dict[str, tuple[list[str | None], list[list[str]]]] = {
    # 5: data against a report are never paid by themselves.
    "agree": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "draw": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "play_a_draw_again": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "silence_with_proof": (["disputed", "evidence", None, "data_contradicts"], HELD),
    # They were disputed anyhow; the reason is another one.
    "silence_of_a_locked_phone": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "contradict": (["disputed", "evidence", None, "data_contradicts"], HELD),
    # 3: nobody objects to what they say.
    "nobody_reports": (
        ["completed", "settled", "player2", "game_data"],
        [["0.00", "0.00"], ["900.00", "0.00"]],
    ),
}

_baseline: dict[str, Json] = {}

Inject = Callable[[FaultKind], AbstractContextManager[FaultInjector]]


@pytest.fixture
def inject(request: pytest.FixtureRequest, evidence_folder: Any) -> Inject:
    """`inject("down")` switches Activision on, with that fault."""
    names = ("simulators_url", "database", "redis", "run_jobs")
    return partial(_fault_injector, *[request.getfixturevalue(name) for name in names])


def _fault_injector(url: str, database: Any, redis: Any, run_jobs: Any, fault: FaultKind) -> Any:
    return injected_fault(fault, url, database, redis, run_jobs)


def play_all(arena: Arena) -> dict[str, Json]:
    return {name: outcome_of(scenario(arena)) for name, scenario in SCENARIOS.items()}


def without_faults(arena: Arena) -> dict[str, Json]:
    """Play all scenarios once with Activision switched off, to compare with."""
    if not _baseline:
        _baseline.update(play_all(arena))
    return _baseline


@pytest.mark.parametrize("fault", HARMLESS)
def test_harmless_faults_change_no_result_and_no_balance(
    fault: FaultKind, arena: Arena, inject: Inject
) -> None:
    without = without_faults(arena)
    with inject(fault) as fault_injector, arena.under(fault_injector):
        assert play_all(arena) == without
        assert fault_injector.calls() > 0


def test_records_of_the_wrong_winner_change_only_the_listed_scenarios(
    arena: Arena, inject: Inject
) -> None:
    without = without_faults(arena)
    with inject("treacherous") as fault_injector, arena.under(fault_injector):
        ended = play_all(arena)
    the_same = SCENARIOS.keys() - CHANGED.keys()
    assert {name: ended[name] for name in the_same} == {name: without[name] for name in the_same}
    states = {name: ended[name]["state"] for name in CHANGED}
    wallets = {name: [list(wallet) for wallet in ended[name]["wallets"]] for name in CHANGED}
    assert {name: (states[name], wallets[name]) for name in CHANGED} == CHANGED
