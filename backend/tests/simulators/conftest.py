"""One running simulation for all tests of a module, emptied before each of them."""

import itertools
from collections.abc import Iterator

import httpx
import pytest

from simulators.serving import serving
from simulators.settings import SimSettings
from tests.simulators.caller import Caller, Mailbox, open_mailbox

SPEED = 20.0
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """Our own web server, where callbacks arrive."""
    with open_mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """A client of a simulation that runs twenty times faster than real time."""
    with serving(SimSettings(speed=SPEED)) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.fixture
def caller(http: httpx.Client, mailbox: Mailbox) -> Caller:
    """An integrator with a phone and a callback path that no other test uses."""
    http.post("/_sim/reset")
    http.put("/_sim/switches", json={"query_noise": 0})
    number = next(_numbers)
    return Caller(http, mailbox, f"2547110{number:05d}", f"/hooks/{number}")
