"""Systems that tests may kill: `stack` runs as under `make run`, `system` process by process."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from devstack import postgres
from devstack.stack import Stack
from tests.chaos.audit import Auditor
from tests.chaos.scenario import Scenario
from tests.chaos.system import System
from tests.support.servers.settings import SETTINGS

# Delays shorter than in production; all other settings are those of `make run`.
_DELAYS = {
    "LOGIN_BCRYPT_ROUNDS": "4",
    "LOGIN_SMS_CLAIM_SECONDS": "3",
    "DEPOSIT_FIRST_QUERY_SECONDS": "3",
    "DEPOSIT_QUERY_EVERY_SECONDS": "2",
    "DEPOSIT_RETRY_SECONDS": "2",
    "DEPOSIT_CLAIM_SECONDS": "6",
    "MPESA_READ_TIMEOUT": "4",
}


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Processes under one supervisor: when one dies all end, and `start` starts all."""
    folder = tmp_path_factory.mktemp("stack")
    # What the harness has set for tests in this process is not meant for a whole system.
    stack = Stack(folder, settings=dict.fromkeys(SETTINGS, "") | _DELAYS | {"LOG_LEVEL": "INFO"})
    try:
        with stack:
            yield stack
    finally:
        postgres.remove(folder)


@pytest.fixture(scope="package")
def _running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = System(tmp_path_factory.mktemp("system"), settings=_DELAYS)
    with closing(system):
        system.start_all()
        yield system


@pytest.fixture
def system(_running_system: System) -> Iterator[System]:
    """Processes that are killed one by one; all run again when the test is over."""
    yield _running_system
    _running_system.restore()


@pytest.fixture
def auditor(system: System) -> Iterator[Auditor]:
    """Checks of the ledger and of M-Pesa's statement; they also run when the test is over."""
    auditor = Auditor(database_url=system.database_url, sim_url=system.sim_url)
    yield auditor
    system.restore()
    auditor.check()


@pytest.fixture
def scenario(system: System, auditor: Auditor) -> Iterator[Scenario]:
    """Two players who have not registered yet."""
    with closing(Scenario(api_url=system.api_url, sim_url=system.sim_url)) as scenario:
        yield scenario


@pytest.fixture
def new_scenarios(system: System) -> Iterator[Callable[[int], list[Scenario]]]:
    """`new_scenarios(4)` makes four scenarios with two new players each."""
    made: list[Scenario] = []

    def make(number: int) -> list[Scenario]:
        made.extend(Scenario(api_url=system.api_url, sim_url=system.sim_url) for _ in range(number))
        return made

    yield make
    for scenario in made:
        scenario.close()
