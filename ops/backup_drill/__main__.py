"""Run the drill and print its figures (`make restore-drill`)."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from devstack.errors import StackError
from ops.backup import settings
from ops.backup.errors import BackupError
from ops.backup.folder import Folder
from ops.backup_drill import drill


def _print(figures: drill.Figures) -> None:
    full, incremental = figures.full, figures.incremental
    print(
        f"\nfull backup          {full.seconds:6.1f} s  {full.backup.unpacked_bytes / 1e6:8.1f} MB,"
        f" encrypted {full.stored_bytes / 1e6:.1f} MB"
        f"\nincremental backup   {incremental.seconds:6.1f} s "
        f" {incremental.backup.unpacked_bytes / 1e6:8.1f} MB,"
        f" encrypted {incremental.stored_bytes / 1e6:.1f} MB"
    )
    for name, point in (("to a second", figures.to_second), ("to the end", figures.to_end)):
        print(
            f"restored {name:11} {point.restored.seconds:6.1f} s  "
            f"{point.expected - len(point.missing)} of {point.expected} acknowledged before it"
            f" are there, {len(point.too_late)} of {point.later} after it"
        )
        for violation in point.violations:
            print(f"  WRONG: {violation}")
    print(
        f"RPO {figures.lost_seconds:.1f} s ({len(figures.to_end.missing)} acknowledged"
        f" transactions lost)   RTO {figures.to_end.restored.seconds:.1f} s"
    )


def main() -> int:
    """Run from the command line; 0 if everything was as it must be."""
    parser = argparse.ArgumentParser(prog="make restore-drill", description=__doc__)
    parser.add_argument("--transactions", type=int, default=400, help="before each moment")
    parser.add_argument("--threads", type=int, default=4, choices=range(1, 6))
    options = parser.parse_args()
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)

    try:
        with tempfile.TemporaryDirectory(prefix="wagewars-drill-") as folder:
            figures = drill.run(
                Path(folder), transactions=options.transactions, threads=options.threads, say=say
            )
        _print(figures)
        if figures.is_right:
            _note(figures)
    except StackError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0 if figures.is_right else 1


def _note(figures: drill.Figures) -> None:
    """Write down that it succeeded, where backups are kept; without such a folder nowhere."""
    try:
        folder = Folder(settings.read().folder)
    except BackupError:
        return
    folder.create()
    folder.note(
        "last-restore-drill.json",
        rpo_seconds=figures.lost_seconds,
        rto_seconds=figures.to_end.restored.seconds,
    )


if __name__ == "__main__":
    sys.exit(main())
