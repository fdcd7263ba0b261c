"""Start a WageWars of its own, let a crowd play in it, and say whether every promise held.

LOAD_PLAYERS (200), LOAD_MINUTES (10) and LOAD_SEED (254) in the environment; LOAD_KEEP=1 keeps the
folder with the logs. Exits with 1 when a promise does not hold.
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
from load.books import Books
from load.evening import Evening
from load.joinable import measure, percentile
from load.tally import Tally
from load.verdict import judge

# Clocks that end within the run what nobody ends by hand; the rules themselves are as they are.
_SETTINGS = {
    "LOG_LEVEL": "WARNING",
    "LOGIN_BCRYPT_ROUNDS": "4",
    "LOGIN_ACCESS_SECONDS": "180",  # so that apps must renew their tokens
    "MATCH_READY_SECONDS": "15",
    "MATCH_PLAY_SECONDS": "45",
    "MATCH_LATE_REPORT_SECONDS": "10",
    "MATCH_ANSWER_SECONDS": "12",
    "MATCH_FIRST_REMINDER_SECONDS": "4",
    "MATCH_SECOND_REMINDER_SECONDS": "8",
    "MATCH_CORRECTION_SECONDS": "8",
    "MATCH_EVIDENCE_SECONDS": "5",
    "MATCHMAKING_REMATCH_SECONDS": "0",
    "MATCHMAKING_MEETINGS_A_DAY": "100000",
    "MATCHMAKING_ABSENT_SECONDS": "10",
    "MATCHMAKING_COOLDOWN_SECONDS": "0,10,20",
    "MATCHMAKING_COOLDOWN_FORGOTTEN_SECONDS": "120",
}


def main() -> int:
    """Run, print, and return 1 when a promise does not hold."""
    players = int(os.environ.get("LOAD_PLAYERS") or 200)
    minutes = float(os.environ.get("LOAD_MINUTES") or 10)
    seed = int(os.environ.get("LOAD_SEED") or 254)
    folder = Path(tempfile.mkdtemp(prefix="wagewars-load-"))
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
        books = Books(database_url=status["DATABASE_URL"], sim_url=status["sim_url"])
        evening = Evening(players=players, minutes=minutes, seed=seed, books=books)
        began_at, used = time.monotonic(), _cpu_seconds(stack)
        asyncio.run(evening.run(api_url=status["api_url"], sim_url=status["sim_url"]))
        passed = time.monotonic() - began_at
        shares = {name: (now - used[name]) / passed for name, now in _cpu_seconds(stack).items()}
        cpu = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
        waits = measure(evening.tally.stays)
        log = stack.log_path.read_bytes()[before:].decode(errors="replace")
        promises = judge(evening.tally, waits, books, wallets=evening.wallets, log=log)
    _print_counts(evening.tally)
    print(f"CPU of one core: {cpu}")
    print("\n".join(line for promise in promises for line in promise.lines()))
    return 0 if all(promise.holds for promise in promises) else 1


def _cpu_seconds(stack: Stack) -> dict[str, float]:
    """Return how many seconds of CPU each part of WageWars has taken, its children included."""
    used = {"the crowd": time.process_time()}
    for name in stack.status()["processes"]:
        process = psutil.Process(stack.pid(name))
        family = [process, *process.children(recursive=True)]
        used[name] = sum(sum(one.cpu_times()[:2]) for one in family)
    return used


def _print_counts(tally: Tally) -> None:
    for title, counts in (
        ("what they did", tally.deeds),
        ("how matches ended", tally.endings),
        ("refusals", tally.refusals),
        ("answers", tally.answers),
    ):
        told = ", ".join(f"{name} {number}" for name, number in counts.most_common())
        print(f"{title}: {told or 'none'}")
    late = percentile(tally.lags, 95) * 1000
    print(f"the crowd's own process was late by {late:.0f} ms (p95)")


if __name__ == "__main__":
    sys.exit(main())
