"""L2: proven deposits credited by the workers' drain, beside pgbench's TPC-B at 16 connections.

The inbox holds the callbacks of as many players. Two worker processes drain it: each message is
parsed and decided by the rules, the ledger posts, deposit, event and inbox are written, and the
players are notified through Redis.
"""

import sys
import time
from contextlib import closing

from bench import mpesa_callbacks, pgbench
from bench.bulk_rows import MAKE_DEPOSITS, MAKE_PLAYERS, require_balanced, require_none
from bench.child_processes import ending, expect_line, write_line
from bench.testbed import Testbed

_PROCESSES = 2


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (deposits credited a second, TPC-B transactions a second) of one round."""
    if round_number % 2:
        return _drain(testbed), pgbench.tpc_b(testbed, connections=16)
    reference = pgbench.tpc_b(testbed, connections=16)
    return _drain(testbed), reference


def _drain(testbed: Testbed) -> float:
    deposits = testbed.sizes.deposits
    command = ("-m", "bench.figures.crediting")
    with ending([testbed.start_python(*command) for _ in range(_PROCESSES)]) as clients:
        _fill_inbox(testbed, testbed.sizes.deposits_to_warm_up)
        for client in clients:
            write_line(client, "warm up")
        for client in clients:
            expect_line(client, "ready")
        _fill_inbox(testbed, deposits)
        started = time.perf_counter()
        for client in clients:
            write_line(client, "go")
        for client in clients:
            expect_line(client, "done")
        seconds = time.perf_counter() - started
    require_balanced(testbed)
    require_none(testbed, "a deposit was lost", _NOT_CREDITED)
    return deposits / seconds


_FILL_INBOX = f"""
{MAKE_PLAYERS}
{MAKE_DEPOSITS}
INSERT INTO mpesa_callbacks (kind, token_sha256, body_sha256, body, deposit_id)
  SELECT 'stk', d.token_sha256, d.token_sha256,
         replace(%(body)s, 'UKB0000001', 'L' || lpad(d.id::text, 9, '0'))::bytea, d.id
  FROM prompted p JOIN deposits d ON d.id = p.id;
"""
_NOT_CREDITED = """
SELECT count(*) FROM mpesa_callbacks c JOIN deposits d ON d.id = c.deposit_id
WHERE (c.verdict, d.state) IS DISTINCT FROM ('credited', 'credited')
"""


def _fill_inbox(testbed: Testbed, players: int) -> None:
    """Make so many new players, and the callback that reports the deposit of each as paid."""
    # Each prompt has its own id at M-Pesa; here it is the receipt once more.
    one = mpesa_callbacks.body(1)
    body = one.replace("ws_CO_22112026" + "1".zfill(14), "ws_CO_UKB0000001")
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_FILL_INBOX, {"players": players, "body": body})
    testbed.analyze()


def _client() -> None:
    """Drain the inbox after each of two lines, and print "ready" and "done" when it is empty."""
    from app.core.database import one_statement, transaction
    from app.workers.tasks.deposits import drain_callbacks

    with transaction():  # a worker has connected long before
        pass
    for finished in ("ready", "done"):
        sys.stdin.readline()
        is_empty = False
        while not is_empty:
            drain_callbacks()
            with one_statement() as statement:
                statement.cursor.execute(
                    "SELECT NOT EXISTS (SELECT FROM mpesa_callbacks WHERE judged_at IS NULL)"
                )
                is_empty = statement.cursor.fetchone() == (True,)
        print(finished, flush=True)


if __name__ == "__main__":
    _client()
