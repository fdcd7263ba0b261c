"""Bring both compose files up from the tree, play the main story, replace containers under traffic.

Prints a table as it goes; exits with 1 when a request failed, or a player was not told of a
settlement. Needs root or a Docker engine, and the images of `make images`, which it makes where
they are missing. LONG=1 in the environment deploys ten times, otherwise twice.
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
    """Deploy so many times: each replaces all services, one after the other."""
    counts, rows = Counts(), []
    async with traffic.flowing(stack, counts):
        await asyncio.sleep(10)  # the traffic alone, to compare with
        rows.append(_print(Row("nothing replaced", 1, 10, *counts.sums())))
        parts: dict[str, list[Row]] = {service: [] for service in SERVICES}
        for _ in range(times):
            for service in SERVICES:
                parts[service].append(await _replace_once(stack, service, counts))
        rows += [_print(_sum(parts[service])) for service in SERVICES]
    counts.give_up(after_seconds=0)
    print(f"{counts.posts} of {counts.requests} were POSTs, {counts.sockets_broken} sockets cut")
    if counts.lost:
        print(f"never told by a socket: {counts.lost}")
        rows.append(_print(Row("all: settlements not told", 1, 0, 0, 0, 0, len(counts.lost))))
    return rows


async def _replace_once(stack: Stack, service: str, counts: Counts) -> Row:
    before, began = counts.sums(), time.monotonic()
    await asyncio.to_thread(replace, stack.compose, service)
    await asyncio.sleep(5)
    seconds = time.monotonic() - began
    since = (now - then for now, then in zip(counts.sums(), before, strict=True))
    row = _print(Row(f"{service} replaced", 1, seconds, *since))
    slowest, request = counts.slowest
    print(f"  slowest answer {slowest:.1f} s ({request}); load {os.getloadavg()[0]:.0f}")
    for reason, times in counts.reasons.items():
        print(f"  failed {times} times so far: {reason}")
    counts.slowest = (0.0, "")
    return row


def _sum(rows: list[Row]) -> Row:
    return Row(
        f"all: {rows[0].what}",
        len(rows),
        sum(row.seconds for row in rows) / len(rows),
        sum(row.requests for row in rows),
        sum(row.failed for row in rows),
        sum(row.settled for row in rows),
        sum(row.lost for row in rows),
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
