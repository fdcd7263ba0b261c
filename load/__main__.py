"""Start a WageWars of its own, let simulated players play in it, and check the results.

LOAD_PLAYERS (200), LOAD_MINUTES (10) and LOAD_SEED (254) in the environment; LOAD_KEEP=1 keeps the
folder with the logs. Exits with 1 when a check fails.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil

from devstack import postgres
from devstack.stack import Stack
from load.checks import run_checks
from load.counters import Counters
from load.ledger_check import LedgerCheck
from load.session import Session
from load.waiting_times import measure, percentile

# Deadlines short enough to end, within the run, what no player ends; the rules are unchanged.
_SETTINGS = {
    "LOG_LEVEL": "WARNING",
    "LOGIN_BCRYPT_ROUNDS": "4",
    "LOGIN_ACCESS_SECONDS": "180",  # so that apps must renew their tokens
    "MATCH_READY_SECONDS": "15",
    "MATCH_PLAY_SECONDS": "45",
    "MATCH_LATE_REPORT_SECONDS": "10",
    "MATCH_MINIMUM_GAME_SECONDS": "1",
    "MATCH_ANSWER_SECONDS": "12",
    "MATCH_UNREACHED_SECONDS": "12",
    "MATCH_FIRST_REMINDER_SECONDS": "4",
    "MATCH_SECOND_REMINDER_SECONDS": "8",
    "MATCH_CORRECTION_SECONDS": "8",
    "MATCH_EVIDENCE_SECONDS": "5",
    "MATCHMAKING_REMATCH_SECONDS": "0",
    "MATCHMAKING_MEETINGS_A_DAY": "100000",
    "MATCHMAKING_ABSENT_SECONDS": "10",
    "MATCHMAKING_KEEP_SECONDS": "10",
    "MATCHMAKING_COOLDOWN_SECONDS": "0,10,20",
    "MATCHMAKING_COOLDOWN_FORGOTTEN_SECONDS": "120",
    "STAFF_DRIFT_STEPS": "400",  # referees rule faster than their codes change
}


def main() -> int:
    """Run, print, and return 1 when a check fails."""
    players = int(os.environ.get("LOAD_PLAYERS") or 200)
    minutes = float(os.environ.get("LOAD_MINUTES") or 10)
    seed = int(os.environ.get("LOAD_SEED") or 254)
    folder = Path(tempfile.mkdtemp(prefix="wagewars-load-"))
    os.environ["STAFF_DRIFT_STEPS"] = _SETTINGS["STAFF_DRIFT_STEPS"]  # for the codes of referees
    try:
        return _run(folder, players=players, minutes=minutes, seed=seed)
    finally:
        postgres.remove(folder)
        if not os.environ.get("LOAD_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, *, players: int, minutes: float, seed: int) -> int:
    print(f"{players} players for {minutes:g} minutes, seed {seed}; starting", flush=True)
    with Stack(folder, settings=_SETTINGS) as stack:
        status, before = stack.status(), stack.log_path.stat().st_size
        ledger_check = LedgerCheck(database_url=status["DATABASE_URL"], sim_url=status["sim_url"])
        session = Session(players=players, minutes=minutes, seed=seed, ledger_check=ledger_check)
        began_at, used = time.monotonic(), _cpu_seconds(stack)
        asyncio.run(session.run(api_url=status["api_url"], sim_url=status["sim_url"]))
        passed = time.monotonic() - began_at
        shares = {name: (now - used[name]) / passed for name, now in _cpu_seconds(stack).items()}
        cpu = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
        waits = measure(session.counters.searches)
        log = stack.log_path.read_bytes()[before:].decode(errors="replace")
        checks = run_checks(session.counters, waits, ledger_check, wallets=session.wallets, log=log)
    _print_counts(session.counters)
    print(f"CPU of one core: {cpu}")
    print("\n".join(line for check in checks for line in check.lines()))
    return 0 if all(check.holds for check in checks) else 1


def _cpu_seconds(stack: Stack) -> dict[str, float]:
    """Return how many seconds of CPU each part of WageWars has taken, its children included."""
    used = {"the simulated players": time.process_time()}
    for name in stack.status()["processes"]:
        process = psutil.Process(stack.pid(name))
        family = [process, *process.children(recursive=True)]
        used[name] = sum(sum(one.cpu_times()[:2]) for one in family)
    return used


def _print_counts(counters: Counters) -> None:
    for title, counts in (
        ("actions", counters.actions),
        ("how matches ended", counters.endings),
        ("refusals", counters.refusals),
        ("answers", counters.answers),
    ):
        listed = ", ".join(f"{name} {number}" for name, number in counts.most_common())
        print(f"{title}: {listed or 'none'}")
    late = percentile(counters.lags, 95) * 1000
    print(f"this process itself was late by {late:.0f} ms (p95)")


if __name__ == "__main__":
    sys.exit(main())
