"""L2: proven deposits credited by the workers' drain, beside pgbench's TPC-B at 16 connections.

The inbox holds 5,000 callbacks of as many players. Two worker processes drain it: each message is
read and decided by the rules, the ledger posts, deposit, event and inbox are written, and the news
go to the players through Redis.
"""

import sys
import time
from contextlib import closing

from bench.callbacks import callback_body
from bench.players import MAKE_DEPOSITS, MAKE_PLAYERS
from bench.settlement import hear, say, tpc_b
from bench.site import Site

DEPOSITS_A_ROUND = 5000
_PROCESSES = 2
_WARM_UP = 400


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (deposits credited a second, TPC-B transactions a second) of one round."""
    if round_number % 2:
        return _drain(site), tpc_b(site, connections=16)
    reference = tpc_b(site, connections=16)
    return _drain(site), reference


def _drain(site: Site) -> float:
    clients = [site.python("-m", "bench.crediting") for _ in range(_PROCESSES)]
    _fill(site, _WARM_UP)
    for client in clients:
        say(client, "warm up")
    for client in clients:
        assert hear(client) == "ready"
    _fill(site, DEPOSITS_A_ROUND)
    started = time.perf_counter()
    for client in clients:
        say(client, "go")
    for client in clients:
        assert hear(client) == "done"
    seconds = time.perf_counter() - started
    for client in clients:
        client.wait()
    _check(site)
    return DEPOSITS_A_ROUND / seconds


_FILL = f"""
{MAKE_PLAYERS}
{MAKE_DEPOSITS}
INSERT INTO mpesa_callbacks (kind, token_sha256, body_sha256, body, deposit_id)
  SELECT 'stk', d.token_sha256, d.token_sha256,
         replace(%(body)s, 'UKB0000001', 'L' || lpad(d.id::text, 9, '0'))::bytea, d.id
  FROM prompted p JOIN deposits d ON d.id = p.id;
"""


def _fill(site: Site, players: int) -> None:
    """Let each of so many new players have paid, and M-Pesa have told us so."""
    # Each prompt has its own id at M-Pesa; here it is the receipt once more.
    body = callback_body(1).replace("ws_CO_22112026" + "1".zfill(14), "ws_CO_UKB0000001")
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_FILL, {"players": players, "body": body})
    with closing(site.connect()) as owner:
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")


def _check(site: Site) -> None:
    """Refuse a figure that lost a cent or a message."""
    with closing(site.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(derived) FROM derived_balances),"
            " (SELECT count(*) FROM derived_balances WHERE tracked AND cached <> derived),"
            " (SELECT count(*) FROM mpesa_callbacks c JOIN deposits d ON d.id = c.deposit_id"
            "   WHERE d.account_reference LIKE 'B%' AND (c.verdict, d.state)"
            "   IS DISTINCT FROM ('credited', 'credited'))"
        )
        assert cursor.fetchone() == (0, 0, 0), "a deposit was lost by the benchmark"


def _client() -> None:
    """Drain the inbox when the parent says so."""
    from app.core.database import one_statement, transaction
    from app.workers.tasks.deposits import drain_callbacks

    with transaction():  # what a worker has done long since
        pass
    for answer in ("ready", "done"):
        sys.stdin.readline()
        while True:
            drain_callbacks()
            with one_statement() as statement:
                statement.cursor.execute(
                    "SELECT EXISTS (SELECT FROM mpesa_callbacks WHERE judged_at IS NULL)"
                )
                if statement.cursor.fetchone() == (False,):
                    break
        print(answer, flush=True)


if __name__ == "__main__":
    _client()
