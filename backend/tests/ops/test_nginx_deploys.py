"""Containers are replaced behind the proxy, and no request of a player fails.

A name server of the test's own stands for Docker's: it gives the addresses of the containers that
there are, and nginx asks it by the configuration that is deployed.
"""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack import ports
from ops.proxy_layout import INCLUDED
from tests.support.proxy import Echo, Proxy, require_nginx


class Names:
    """A name server on a port of this machine that gives `addresses` for every name."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            question, sender = self._socket.recvfrom(512)
            if not question:
                return
            found = [
                b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x02\x58\x00\x04" + socket.inet_aton(address)
                for address in self.addresses
            ]
            counts = b"\x00\x01" + len(found).to_bytes(2, "big") + b"\x00\x00\x00\x00"
            asked = question[12 : question.index(b"\x00", 12) + 5]
            self._socket.sendto(
                question[:2] + b"\x81\x80" + counts + asked + b"".join(found), sender
            )


@pytest.fixture
def names() -> Iterator[Names]:
    require_nginx()
    server = Names("127.0.0.2")
    yield server
    server.stop()


def test_a_replaced_container_is_found_and_no_request_fails(names: Names, tmp_path: Path) -> None:
    port = ports.free_port()
    upstreams = (
        (INCLUDED / "upstreams.conf")
        .read_text()
        .replace("127.0.0.11", f"127.0.0.1:{names.port}")
        .replace("api:8000", f"api:{port}")
    )
    old = Echo("old", host="127.0.0.2", port=port)
    proxy = Proxy(tmp_path, upstreams)
    new = None
    answered: list[str] = []
    try:
        with proxy.client() as client:

            def ask_until(by: str, *, times: int = 1) -> None:
                deadline, count = time.monotonic() + 30, 0
                while count < times:
                    answer = client.post("/api/v1/payments/deposits", content=b"{}")
                    assert answer.status_code == 200, answer.text
                    answered.append(answer.json()["by"])
                    count += answered[-1] == by
                    assert time.monotonic() < deadline, f"{by} was not found"
                    time.sleep(0.02)

            ask_until("old", times=5)
            new = Echo("new", host="127.0.0.3", port=port)
            names.addresses = ("127.0.0.2", "127.0.0.3")
            ask_until("new")
            old.stop()
            ended = len(answered)
            ask_until("new", times=20)  # the old one is still tried first, half of the time
            names.addresses = ("127.0.0.3",)
            ask_until("new", times=20)
    finally:
        proxy.stop()
        old.stop()
        if new is not None:
            new.stop()
    assert set(answered[:ended]) == {"old", "new"}
    assert set(answered[ended:]) == {"new"}
