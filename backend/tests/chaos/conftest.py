"""Two ways to run a WageWars that tests may kill: as `make run` does, and process by process."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from devstack import postgres
from devstack.stack import Stack
from tests.chaos.audit import Auditor
from tests.chaos.story import Story
from tests.chaos.system import House
from tests.support.servers.settings import SETTINGS

# The clocks of production, run faster; all else is as `make run` has it.
_CLOCKS = {
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
    """Everything under one supervisor: when one process dies all end, and `start` starts all."""
    folder = tmp_path_factory.mktemp("stack")
    # What the harness has set for tests in this process is not meant for a whole system.
    stack = Stack(folder, settings=dict.fromkeys(SETTINGS, "") | _CLOCKS | {"LOG_LEVEL": "INFO"})
    try:
        with stack:
            yield stack
    finally:
        postgres.remove(folder)


@pytest.fixture(scope="package")
def _open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"), settings=_CLOCKS)
    with closing(house):
        house.open()
        yield house


@pytest.fixture
def house(_open_house: House) -> Iterator[House]:
    """Processes that die alone; whole again when the test is over."""
    yield _open_house
    _open_house.heal()


@pytest.fixture
def auditor(house: House) -> Iterator[Auditor]:
    """Looks into the books of the house, also when the test is over."""
    auditor = Auditor(database_url=house.database_url, sim_url=house.sim_url)
    yield auditor
    house.heal()
    auditor.check()


@pytest.fixture
def story(house: House, auditor: Auditor) -> Iterator[Story]:
    """Two strangers come to the house."""
    with closing(Story(api_url=house.api_url, sim_url=house.sim_url)) as story:
        yield story


@pytest.fixture
def new_stories(house: House) -> Iterator[Callable[[int], list[Story]]]:
    """`new_stories(4)` brings eight strangers."""
    made: list[Story] = []

    def make(number: int) -> list[Story]:
        made.extend(Story(api_url=house.api_url, sim_url=house.sim_url) for _ in range(number))
        return made

    yield make
    for story in made:
        story.close()
