"""L1: matches settled through the service, beside pgbench's TPC-B on the same server.

Both with eight connections in two processes. The service's side is the whole of it: a transaction,
`settlement.settle` with escrow, prize, fee, player records and match events, the commit, and the
news to both players through Redis.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from subprocess import Popen

from bench.players import MAKE_PLAYERS
from bench.site import Site, pgbench, tps

MATCHES_A_ROUND = 3000
_PROCESSES, _THREADS = 2, 4
# The app keeps its connections for days; PostgreSQL compiles and plans on the first calls of each.
_WARM_UP = 25
_STAKE = 100


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (settlements a second, TPC-B transactions a second) of one round."""
    if round_number % 2:
        return _settle(site), tpc_b(site)
    reference = tpc_b(site)
    return _settle(site), reference


def tpc_b(site: Site, *, connections: int = 8) -> float:
    """Return how many of TPC-B's transactions PostgreSQL makes a second."""
    options = ("-M", "prepared", "-c", str(connections), "-j", "2", "-T", "2", "-n")
    return tps(pgbench(site, *options))


def _settle(site: Site) -> float:
    matches = make_matches(site, MATCHES_A_ROUND)
    clients = [site.python("-m", "bench.settlement") for _ in range(_PROCESSES)]
    for number, client in enumerate(clients):
        say(client, json.dumps(matches[number::_PROCESSES]))
    for client in clients:
        assert hear(client) == "ready"
    started = time.perf_counter()
    for client in clients:
        say(client, "go")
    for client in clients:
        assert hear(client) == "done"
    seconds = time.perf_counter() - started
    for client in clients:
        client.wait()
    check(site)
    return (len(matches) - _PROCESSES * _THREADS * _WARM_UP) / seconds


def say(client: "Popen[str]", line: str) -> None:
    """Write a line to a client of a benchmark."""
    assert client.stdin is not None
    client.stdin.write(f"{line}\n")
    client.stdin.flush()


def hear(client: "Popen[str]") -> str:
    """Read a line from a client of a benchmark."""
    assert client.stdout is not None
    return client.stdout.readline().strip()


_MOVE = """
INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT t.id, s.seq, s.debit, s.credit, {stake}
  FROM steps s JOIN transactions t ON t.idempotency_key = s.key WHERE s.number = {number};
"""
_MAKE = f"""
{MAKE_PLAYERS}
CREATE TEMP TABLE pairs ON COMMIT DROP AS
  SELECT nextval(pg_get_serial_sequence('matches', 'id')) AS id, a.id AS one, b.id AS other
  FROM fresh a JOIN fresh b ON b.n = a.n + 1 WHERE a.n %% 2 = 1;
INSERT INTO matches (id, player1_id, player2_id, player1_ticket_id, player2_ticket_id,
    player1_waited, player2_waited, wager_amount, fee_rate, fee, prize, title, mode, platform,
    lobby_code, due_at)
  OVERRIDING SYSTEM VALUE
  SELECT id, one, other, 0, 0, 0, 0, {_STAKE}, %(fee_rate)s::numeric,
         {_STAKE} * 2 * %(fee_rate)s::numeric, {_STAKE} * 2 * (1 - %(fee_rate)s::numeric),
         'mw', 'gunfight', 'acti', 'BENCH2', now() + interval '1 day'
  FROM pairs;
INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating,
    skill_range_min, skill_range_max, match_id)
  SELECT player, {_STAKE}, 'mw', 'gunfight', 'acti', 1000, 900, 1100, id
  FROM pairs, LATERAL (VALUES (one), (other)) p(player);
INSERT INTO accounts (code, kind, match_id, floor)
  SELECT 'match_escrow:' || id, 'match_escrow', id, 0 FROM pairs;
CREATE TEMP TABLE steps ON COMMIT DROP AS
  SELECT p.id AS match_id, s.number, s.type, 'bench:' || p.id || ':' || s.number AS key,
         leg.seq, d.id AS debit, c.id AS credit
  FROM pairs p
       CROSS JOIN (VALUES (1, 'deposit'), (2, 'wager_hold'), (3, 'wager_lock')) s(number, type)
       CROSS JOIN LATERAL (VALUES (1, one), (2, other)) leg(seq, player)
       JOIN accounts w ON w.user_id = leg.player AND w.kind = 'user_wallet'
       JOIN accounts k ON k.user_id = leg.player AND k.kind = 'user_stake'
       JOIN accounts e ON e.match_id = p.id
       JOIN accounts i ON i.code = 'mpesa_clearing_in:main'
       JOIN accounts d ON d.id = (ARRAY[i.id, w.id, k.id])[s.number]
       JOIN accounts c ON c.id = (ARRAY[w.id, k.id, e.id])[s.number];
INSERT INTO transactions (idempotency_key, type, actor, match_id)
  SELECT DISTINCT key, type, 'bench', match_id FROM steps;
{"".join(_MOVE.format(number=number, stake=_STAKE) for number in (1, 2, 3))}
UPDATE matches SET status = 'active', verification_state = 'in_play'
  WHERE id IN (SELECT id FROM pairs);
SELECT id, one, other FROM pairs;
"""


def make_matches(site: Site, matches: int, *, fee_rate: str = "0.1") -> list[list[int]]:
    """Make live matches with full escrow, in bulk; return [match id, player id, player id] each."""
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_MAKE, {"players": 2 * matches, "fee_rate": fee_rate})
        made = [list(row) for row in cursor.fetchall()]
    with closing(site.connect()) as owner:
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")
    return made


def check(site: Site) -> None:
    """Refuse a figure that lost a cent."""
    with closing(site.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(derived) FROM derived_balances),"
            " (SELECT count(*) FROM derived_balances WHERE tracked AND cached <> derived),"
            " (SELECT count(*) FROM matches WHERE status <> 'completed')"
        )
        assert cursor.fetchone() == (0, 0, 0), "the books do not balance after the benchmark"


def _client() -> None:
    """Settle the matches that the parent names, in four threads, when it says go."""
    from app.core.database import one_statement
    from app.domain.matches.decision import Reason, Result
    from app.services.matches.settlement import settle

    matches = json.loads(sys.stdin.readline())

    def settle_some(mine: list[list[int]]) -> None:
        for match_id, player1, player2 in mine:
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
    _in_threads([partial(settle_some, share[:_WARM_UP]) for share in shares])
    print("ready", flush=True)
    sys.stdin.readline()
    _in_threads([partial(settle_some, share[_WARM_UP:]) for share in shares])
    print("done", flush=True)


def _in_threads(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    _client()
