"""HTTP requests over keep-alive connections, sent by a Node process that costs little CPU."""

import json
import subprocess
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from bench.testbed import ROOT


class Request(TypedDict):
    """One HTTP request."""

    method: str
    path: str
    headers: NotRequired[dict[str, str]]
    body: NotRequired[str]


@dataclass(frozen=True)
class Responses:
    """What the requests of a load were answered."""

    done: int
    statuses: dict[str, int]
    seconds: float
    sent: list[float]  # if each was sent once: when, in milliseconds since 1970
    p99: float  # milliseconds within which 99 of 100 were answered

    @property
    def rate(self) -> float:
        """Responses a second."""
        return self.done / self.seconds


def start(
    port: int, requests: list[Request], *, connections: int, seconds: float | None = None
) -> "subprocess.Popen[str]":
    """Start sending the requests: each once, or again and again for so many seconds."""
    client = subprocess.Popen(
        ["node", str(ROOT / "bench" / "http_load.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin is not None
    order = {"port": port, "connections": connections, "seconds": seconds, "requests": requests}
    client.stdin.write(json.dumps(order) + "\n")
    client.stdin.close()
    return client


def finish(client: "subprocess.Popen[str]", *, may_refuse: bool = False) -> Responses:
    """Wait for a load to end; raises AssertionError when any response was not 200.

    With `may_refuse` any below 500 will do.
    """
    assert client.stdout is not None
    printed = client.stdout.read()
    assert client.wait() == 0, "the load client failed"
    responses = Responses(**json.loads(printed))
    if may_refuse:
        assert max(responses.statuses) < "500", responses.statuses
    else:
        assert set(responses.statuses) == {"200"}, responses.statuses
    return responses


def run(
    port: int, requests: list[Request], *, connections: int, seconds: float | None = None
) -> Responses:
    """Send the requests and wait for the end."""
    return finish(start(port, requests, connections=connections, seconds=seconds))
