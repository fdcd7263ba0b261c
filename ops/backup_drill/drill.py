"""Lose a database while money moves in it, and restore it: to a second, and to its end."""

import math
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from devstack import postgres
from ops.backup import base, restore
from ops.backup.restore import Restored
from ops.backup_drill.world import Acknowledged, World
from tests import invariants


@dataclass(frozen=True)
class Point:
    """One restore, compared with what was acknowledged."""

    restored: Restored
    expected: int  # acknowledged transactions that must be there
    missing: list[str]
    later: int  # transactions that began after the second and must not be there
    too_late: list[str]
    violations: list[str]

    @property
    def is_right(self) -> bool:
        """Whether everything is there that must be, and nothing else."""
        return not (self.missing or self.too_late or self.violations)


@dataclass(frozen=True)
class Figures:
    """What a drill has shown."""

    full: base.Taken
    incremental: base.Taken
    acknowledged: int
    to_second: Point
    to_end: Point
    lost_seconds: float  # between the last acknowledged and the last restored transaction

    @property
    def is_right(self) -> bool:
        """Whether both restores were as they must be."""
        return self.to_second.is_right and self.to_end.is_right


def run(root: Path, *, transactions: int, threads: int, say: Callable[[str], None]) -> Figures:
    """Run the drill in the empty folder `root`.

    About `transactions` are acknowledged before each of four moments: the full backup, the
    incremental one, the chosen second and the end.
    """
    with World(root) as world:
        say("a database of its own runs, archives and streams its WAL")
        world.start_players(threads)
        world.wait_for(transactions)
        full = base.take(world.settings, world.database.backup_url)
        say(f"full backup: {full.seconds:.1f} s, {full.stored_bytes / 1e6:.1f} MB")
        world.wait_for(transactions)
        incremental = base.take(world.settings, world.database.backup_url)
        say(
            f"incremental backup: {incremental.seconds:.1f} s, "
            f"{incremental.stored_bytes / 1e6:.1f} MB"
        )
        world.wait_for(transactions)
        second = math.ceil(time.time() + 0.2)
        time.sleep(second - time.time())
        world.wait_for(transactions)
        world.lose_everything()
        acknowledged = world.acknowledged()
        say(f"killed and the disk removed, after {len(acknowledged)} acknowledged transactions")
        to_second = _restore(world, acknowledged, second=float(second), name="to-second")
        say(f"restored to {to_second.restored.target}: {to_second.restored.seconds:.1f} s")
        to_end = _restore(world, acknowledged, second=None, name="to-end")
        say(f"restored to the end: {to_end.restored.seconds:.1f} s")
    lost = [entry.at for entry in acknowledged if set(entry.keys) & set(to_end.missing)]
    last = max(entry.at for entry in acknowledged)
    return Figures(
        full=full,
        incremental=incremental,
        acknowledged=len(acknowledged),
        to_second=to_second,
        to_end=to_end,
        lost_seconds=last - min(lost) if lost else 0.0,
    )


def _restore(
    world: World, acknowledged: list[Acknowledged], *, second: float | None, name: str
) -> Point:
    into = world.root / name
    try:
        moment = None if second is None else datetime.fromtimestamp(second, UTC)
        restored = restore.restore(world.settings, moment, into)
        with postgres.start(into) as server, closing(psycopg2.connect(server.url)) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT idempotency_key FROM transactions")
            there = {key for (key,) in cursor.fetchall()}
            violations = [*restored.answers.violations, *invariants.violations(connection)]
        before = _keys(one for one in acknowledged if second is None or one.at < second)
        after = _keys(one for one in acknowledged if second is not None and one.began > second)
        return Point(
            restored=restored,
            expected=len(before),
            missing=sorted(before - there),
            later=len(after),
            too_late=sorted(after & there),
            violations=violations,
        )
    finally:
        postgres.remove(into)


def _keys(entries: Iterable[Acknowledged]) -> set[str]:
    return {key for entry in entries for key in entry.keys}
