"""Clients in processes of their own, which the parent starts together by lines over their pipes."""

from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen


@contextmanager
def ending(clients: "list[Popen[str]]") -> "Iterator[list[Popen[str]]]":
    """Wait for the clients at the end; kill them first if the block raised."""
    try:
        yield clients
    except BaseException:
        for client in clients:
            client.kill()
        raise
    finally:
        for client in clients:
            client.wait()


def write_line(client: "Popen[str]", line: str) -> None:
    """Write a line to a client."""
    assert client.stdin is not None
    client.stdin.write(f"{line}\n")
    client.stdin.flush()


def expect_line(client: "Popen[str]", expected: str) -> None:
    """Wait for a line; raises RuntimeError when it is another one, or the client has ended."""
    assert client.stdout is not None
    line = client.stdout.readline().strip()
    if line != expected:
        msg = f"a client printed {line!r} instead of {expected!r}"
        raise RuntimeError(msg)
