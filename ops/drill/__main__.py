"""Build the cluster, break it round after round, and print what was lost and for how long.

DRILL_ROUNDS (1) of each kill; DRILL_KILLS="Redis primary,API host" for some of them; DRILL_WRITE=1
writes the table to docs/drill.md; DRILL_KEEP=1 keeps the folder with the logs. Exits with 1 if an
acknowledged command was lost, an invariant of the ledger is broken, or something took too long.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from devstack.errors import StackError
from load.ledger_check import LedgerCheck
from ops.drill import report, tools
from ops.drill.cluster import Cluster
from ops.drill.kills import KILLS, Kill
from ops.drill.load import DEPOSIT_SECONDS, Load, longest_gap, lost

_BEFORE_SECONDS = 5.0
_AFTER_SECONDS = 4.0  # of writes and deposits, once both are back
_GIVE_UP_SECONDS = 90.0


def main() -> int:
    """Run the drill; return 1 if something was lost or took too long, 2 if it cannot run."""
    chosen = os.environ.get("DRILL_KILLS")
    kills = [KILLS[name.strip()] for name in chosen.split(",")] if chosen else list(KILLS.values())
    number = int(os.environ.get("DRILL_ROUNDS") or 1)
    folder = Path(tempfile.mkdtemp(prefix="wagewars-drill-"))
    folder.chmod(0o755)  # PostgreSQL and PgBouncer run as another account than root
    try:
        tools.require()
        rounds = _run(Cluster(folder), kills * number)
    except StackError as error:
        print(error, file=sys.stderr)
        print(f"logs: {folder}", file=sys.stderr)
        return 2
    if not os.environ.get("DRILL_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)
    text = report.table(sorted(rounds, key=lambda one: list(KILLS).index(one.kill)))
    print(text)
    failures = [failure for one in rounds for failure in one.failures()]
    print("\n".join(failures) or "nothing was lost, and everything was back in time")
    if os.environ.get("DRILL_WRITE"):
        report.write(text)
    return 1 if failures else 0


def _run(cluster: Cluster, kills: list[Kill]) -> list[report.Round]:
    try:
        cluster.start()
        load = Load(api_url=cluster.api_url, sim_url=cluster.sim_url)
        load.prepare()
        return [_round(cluster, load, kill) for kill in kills]
    finally:
        cluster.stop()


def _round(cluster: Cluster, load: Load, kill: Kill) -> report.Round:
    load.start()
    time.sleep(_BEFORE_SECONDS)
    killed = time.monotonic()
    mend = kill.act(cluster)
    _wait_until_back(load, killed)
    until = time.monotonic()
    counts = load.counts
    gaps = [longest_gap(times, killed, until) for times in (counts.writes, counts.finished)]
    mend()
    cluster.restore()
    load.stop()
    found = report.Round(
        kill=kill.name,
        acknowledged=len(counts.acknowledged),
        lost=lost(counts),
        violations=_violations(cluster),
        without_write=gaps[0],
        without_deposit=gaps[1],
    )
    print(
        f"{kill.name}: {found.acknowledged} acknowledged, {len(found.lost)} lost, {gaps[0]:.1f} s"
        f" without a write, {gaps[1]:.1f} s without a deposit;"
        f" {len(counts.unfinished)} deposits still open after {DEPOSIT_SECONDS:.0f} s; tried again:"
        f" {len(counts.errors)}, such as {sorted(set(counts.errors))[:6]}",
        flush=True,
    )
    for deposit in _open_deposits(cluster, counts.unfinished):
        print(f"  open: {deposit}", flush=True)
    return found


def _wait_until_back(load: Load, killed: float) -> None:
    """Return when writes and deposits have come for some seconds after the kill."""
    give_up_at = killed + _GIVE_UP_SECONDS
    while time.monotonic() < give_up_at:
        time.sleep(0.2)
        now = time.monotonic()
        recent = [
            sum(moment > now - _AFTER_SECONDS for moment in times)
            for times in (load.counts.writes, load.counts.finished)
        ]
        if now > killed + 3 * _AFTER_SECONDS and all(count >= 2 for count in recent):
            return


def _violations(cluster: Cluster) -> list[str]:
    """Return what is wrong with the ledger, or differs from M-Pesa's statement."""
    check = LedgerCheck(database_url=cluster.owner_url, sim_url=cluster.sim_url)
    return check.violations() or check.paybill()


def _open_deposits(cluster: Cluster, ids: list[int]) -> list[Any]:
    """Return where each of these deposits stands, and why (docs/flows/deposit.md)."""
    check = LedgerCheck(database_url=cluster.owner_url, sim_url=cluster.sim_url)
    return check.rows(
        "SELECT id, state, doubt, checkout_request_id, created_at::text, due_at::text"
        " FROM deposits WHERE id = ANY(%s)",
        ids,
    )


if __name__ == "__main__":
    sys.exit(main())
