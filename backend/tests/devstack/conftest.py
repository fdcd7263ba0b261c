"""Ports for the tests of devstack."""

import socket
from collections.abc import Iterator

import pytest

from devstack import ports


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_ports() -> dict[str, str]:
    """Settings with ports on which nothing listens."""
    return {name: str(ports.free_port()) for name in ("WEB_PORT", "API_PORT", "SIM_PORT")}
