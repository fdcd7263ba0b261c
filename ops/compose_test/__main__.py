"""Bring both compose files up from the tree, play the main story, replace containers under traffic.

Prints a table as it goes; exits with 1 when a request failed, or a player was not told of a
settlement. Needs root or a Docker engine, and the images of `make images`, which it makes where
they are missing. LONG=1 in the environment replaces each container ten times, otherwise twice.
"""

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ops.compose_test import stacks, story, traffic
from ops.compose_test.counts import Counts
from ops.compose_test.stacks import Stack
from ops.containers.replace import SERVICES, replace
from ops.docker import Docker, engine
from ops.errors import OpsError
from ops.images.__main__ import provide, registry_answers


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, how often, and what it did to the players."""

    what: str
    times: int
    seconds: float
    requests: int
    failed: int
    settled: int
    lost: int


def main() -> int:
    """Run everything, printing each line of the table as it comes; returns the exit code."""
    times = 10 if os.environ.get("LONG") == "1" else 2
    try:
        with engine() as docker, tempfile.TemporaryDirectory(prefix="wagewars-") as folder:
            rows = asyncio.run(_test(docker, Path(folder), times=times))
    except OpsError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if any(row.failed or row.lost for row in rows) else 0


async def _test(docker: Docker, folder: Path, *, times: int) -> list[Row]:
    began = time.monotonic()
    provide(docker, pull=registry_answers())
    stacks.build(docker)
    print(f"\n{'':32} {'times':>5} {'s each':>7} {'requests':>9} failed {'matches':>8} untold")
    rows = [_print(Row("images", 1, time.monotonic() - began, 0, 0, 0, 0))]
    with stacks.trial(docker) as stack:
        rows += await _play(stack)
    with stacks.production(docker, folder) as stack:
        rows += await _play(stack)
        rows += await _replace(stack, times=times)
    return rows


async def _play(stack: Stack) -> list[Row]:
    up = _print(Row(f"{stack.name}: up", 1, stack.up_seconds, 0, 0, 0, 0))
    counts, began = Counts(), time.monotonic()
    await story.play(stack, counts)
    seconds = time.monotonic() - began
    told = Row(f"{stack.name}: story", 1, seconds, counts.requests, counts.failed, 1, 0)
    return [up, _print(told)]


async def _replace(stack: Stack, *, times: int) -> list[Row]:
    counts, rows = Counts(), []
    async with traffic.flowing(stack, counts):
        await asyncio.sleep(10)  # the traffic alone, to compare with
        rows.append(_print(_row("nothing replaced", 1, 10, counts, since=Counts())))
        for service in SERVICES:
            before, began = _copy(counts), time.monotonic()
            for _ in range(times):
                await asyncio.to_thread(replace, stack.compose, service)
            await asyncio.sleep(5)
            seconds = (time.monotonic() - began) / times
            rows.append(_print(_row(f"{service} replaced", times, seconds, counts, since=before)))
            _say_more(counts)
    counts.give_up(after_seconds=0)
    print(f"{counts.posts} of {counts.requests} were POSTs, {counts.sockets_broken} sockets cut")
    if counts.lost:
        print(f"never told by a socket: {counts.lost}")
        lost = Row("all: settlements not told", 1, 0, 0, 0, counts.settled, len(counts.lost))
        rows.append(_print(lost))
    return rows


def _say_more(counts: Counts) -> None:
    seconds, request = counts.slowest
    load = " ".join(f"{load:.0f}" for load in os.getloadavg())
    print(f"  slowest answer {seconds:.1f} s ({request}); load {load}", flush=True)
    for reason, times in counts.reasons.items():
        print(f"  failed {times} times so far: {reason}", flush=True)
    counts.slowest = (0.0, "")


def _copy(counts: Counts) -> Counts:
    return Counts(
        requests=counts.requests,
        failed=counts.failed,
        settled=counts.settled,
        lost=[*counts.lost],
    )


def _row(what: str, times: int, seconds: float, counts: Counts, *, since: Counts) -> Row:
    return Row(
        what,
        times,
        seconds,
        counts.requests - since.requests,
        counts.failed - since.failed,
        counts.settled - since.settled,
        len(counts.lost) - len(since.lost),
    )


def _print(row: Row) -> Row:
    print(
        f"{row.what:32} {row.times:5} {row.seconds:7.0f} {row.requests:9} {row.failed:6}"
        f" {row.settled:8} {row.lost:6}",
        flush=True,
    )
    return row


if __name__ == "__main__":
    sys.exit(main())
