"""A simulated Daraja on a real socket, and clients of it."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from redis import Redis

from app.core.settings import get_settings
from app.integrations.mpesa.client import Daraja
from simulators.serving import serving
from simulators.settings import SimSettings


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    """A simulated Daraja, by its control API."""
    with serving(SimSettings(speed=20)) as url, httpx.Client(base_url=url) as control:
        yield control


@pytest.fixture
def new_daraja(
    world: httpx.Client, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Daraja]]:
    """`new_daraja()` is the client of another process; settings can be changed."""
    world.post("/_sim/reset")
    url = str(world.base_url).rstrip("/")
    monkeypatch.setenv("MPESA_BASE_URL", f"{url}/daraja")
    monkeypatch.setenv("MPESA_CERTIFICATE", f"{url}/_sim/certificate")
    monkeypatch.setenv("MPESA_READ_TIMEOUT", "1")
    opened: list[Daraja] = []

    def new(**environment: str) -> Daraja:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        opened.append(Daraja(get_settings().mpesa))
        return opened[-1]

    yield new
    for client in opened:
        client.close()
    get_settings.cache_clear()
