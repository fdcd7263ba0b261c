"""L1: matches settled through the service, beside pgbench's TPC-B on the same server.

Both with eight connections in two processes. The service's side is all of it: a transaction,
`settlement.settle` with escrow, prize, fee, player records and match events, the commit, and the
messages to both players through Redis.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from bench import pgbench
from bench.bulk_rows import make_matches, require_balanced, require_none
from bench.child_processes import ending, expect_line, write_line
from bench.testbed import Testbed

_PROCESSES, _THREADS = 2, 4


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (settlements a second, TPC-B transactions a second) of one round."""
    if round_number % 2:
        return _settle(testbed), pgbench.tpc_b(testbed)
    reference = pgbench.tpc_b(testbed)
    return _settle(testbed), reference


def _settle(testbed: Testbed) -> float:
    sizes = testbed.sizes
    matches = make_matches(testbed, sizes.settlements)
    # The app keeps its connections for days; PostgreSQL compiles and plans on the first calls of
    # each, so those are not measured.
    command = ("-m", "bench.figures.settlement", str(sizes.settlements_to_warm_up))
    with ending([testbed.start_python(*command) for _ in range(_PROCESSES)]) as clients:
        for number, client in enumerate(clients):
            write_line(client, json.dumps(matches[number::_PROCESSES]))
        for client in clients:
            expect_line(client, "ready")
        started = time.perf_counter()
        for client in clients:
            write_line(client, "go")
        for client in clients:
            expect_line(client, "done")
        seconds = time.perf_counter() - started
    require_all_settled(testbed)
    return (len(matches) - _PROCESSES * _THREADS * sizes.settlements_to_warm_up) / seconds


def require_all_settled(testbed: Testbed) -> None:
    """Raise AssertionError when a cent or a settlement was lost."""
    require_balanced(testbed)
    unsettled = "SELECT count(*) FROM matches WHERE status <> 'completed'"
    require_none(testbed, "a match was not settled", unsettled)


def _client(warm_up: int) -> None:
    """Settle the matches of the first line in four threads; all but the warm-up after the second.

    Prints "ready" when the warm-up of each thread is done, and "done" at the end.
    """
    from app.core.database import one_statement
    from app.domain.matches.decision import Reason, Result
    from app.services.matches.settlement import settle

    matches = json.loads(sys.stdin.readline())

    def settle_some(share: list[list[int]]) -> None:
        for match_id, player1, player2 in share:
            with one_statement() as statement:
                settle(
                    statement,
                    match_id=match_id,
                    player_ids=(player1, player2),
                    result=Result.PLAYER1,
                    reason=Reason.AGREED,
                    actor="bench",
                )

    shares = [matches[number::_THREADS] for number in range(_THREADS)]
    _in_threads([partial(settle_some, share[:warm_up]) for share in shares])
    print("ready", flush=True)
    sys.stdin.readline()
    _in_threads([partial(settle_some, share[warm_up:]) for share in shares])
    print("done", flush=True)


def _in_threads(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    _client(int(sys.argv[1]))
