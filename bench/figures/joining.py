"""M2: how fast a player who joins finds one who waits: in PostgreSQL, and by HTTP and socket.

The first is the database's part beside TPC-B: the ticket, the neighbours by index on both sides,
and the claim that skips tickets that are being paired. Money and the match itself come on top: L1
shows what such transactions cost, and the second figure has all of it: the time from joining until
`match.found` is on the socket of the player who waited.
"""

import json
import time
from contextlib import ExitStack, closing

from websockets.sync.client import ClientConnection, connect

from bench import app_processes, pgbench, signed_in_players
from bench.bulk_rows import MAKE_PLAYERS
from bench.testbed import Testbed
from devstack.api_client import ApiClient, result

_TIMEOUT_SECONDS = 60.0
_WINDOW = 100  # points of rating

# What `services/matchmaking/pairing.py` does, in one statement: neighbours on both sides, the
# nearest that no other join is pairing, and a ticket for a player who finds none. Leaving stands
# for being paired.
_JOIN = f"""
\\set player random(:first, :last)
\\set rating random(700, 1300)
WITH near AS (
  (SELECT id FROM matchmaking_queue
   WHERE match_id IS NULL AND challenge_id IS NULL AND title = 'mw' AND mode = 'gunfight'
     AND platform = 'acti' AND wager_amount = 100
     AND rating BETWEEN :rating AND :rating + {_WINDOW}
   ORDER BY rating LIMIT 8)
  UNION ALL
  (SELECT id FROM matchmaking_queue
   WHERE match_id IS NULL AND challenge_id IS NULL AND title = 'mw' AND mode = 'gunfight'
     AND platform = 'acti' AND wager_amount = 100
     AND rating BETWEEN :rating - {_WINDOW} AND :rating - 1
   ORDER BY rating DESC LIMIT 8)
), taken AS (
  SELECT q.id FROM matchmaking_queue q JOIN near USING (id)
  WHERE q.match_id IS NULL ORDER BY abs(q.rating - :rating) LIMIT 1
  FOR UPDATE OF q SKIP LOCKED
), gone AS (
  DELETE FROM matchmaking_queue q USING taken WHERE q.id = taken.id RETURNING q.id
)
INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating, deviation,
    skill_range_min, skill_range_max)
  SELECT :player::bigint, 100, 'mw', 'gunfight', 'acti', :rating,
         60, :rating - {_WINDOW}, :rating + {_WINDOW}
  WHERE NOT EXISTS (SELECT FROM gone)
  ON CONFLICT (user_id) DO NOTHING;
"""


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (joins a second, TPC-B transactions a second) of one round, both at 8 connections."""
    if round_number % 2:
        return _joins(testbed), pgbench.tpc_b(testbed)
    reference = pgbench.tpc_b(testbed)
    return _joins(testbed), reference


def _joins(testbed: Testbed) -> float:
    players = testbed.sizes.searching_players
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(MAKE_PLAYERS, {"players": players})
        cursor.execute("SELECT min(id), max(id) FROM fresh")
        first, last = cursor.fetchall()[0]
    assert last - first == players - 1, "the ids of the players of a round are consecutive"
    rate = pgbench.script_rate(
        testbed.database_url,
        testbed,
        _JOIN,
        *("-c", "8", "-T", str(testbed.sizes.pgbench_seconds)),
        *("-D", f"first={first}", "-D", f"last={last}"),
    )
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM matchmaking_queue WHERE match_id IS NULL")
    return rate


def measure_latency(testbed: Testbed) -> tuple[list[float]]:
    """Return the times of one round in milliseconds."""
    pairs = testbed.sizes.pairs_by_socket
    warm_up = max(1, pairs // 10)  # the first calls plan and compile
    settings = {"LOGIN_BCRYPT_ROUNDS": "4", "RATE_ADDRESS_FACTOR": "100000"}
    with app_processes.api(testbed, **settings) as port:
        names = signed_in_players.register(testbed, port, 2 * (pairs + warm_up))
        signed_in_players.fund(testbed, names)
        with ExitStack() as stack:
            clients = [stack.enter_context(closing(signed_in_players.client(port))) for _ in names]
            for client, name in zip(clients, names, strict=True):
                client.sign_in(name)
            waited = [
                _pair(port, first, second)
                for first, second in zip(clients[::2], clients[1::2], strict=True)
            ]
    return (waited[warm_up:],)


def _pair(port: int, first: ApiClient, second: ApiClient) -> float:
    """Let two players join one after the other; return how long until the first is notified."""
    terms = {"wager_amount": 100}
    with _open_socket(port, first) as socket:
        searching = result(first.post("/matchmaking/queue", terms))
        assert searching["status"] == "searching", searching
        started = time.perf_counter()
        matched = result(second.post("/matchmaking/queue", terms))
        assert matched["status"] == "matched", matched
        while json.loads(socket.recv(timeout=_TIMEOUT_SECONDS))["type"] != "match.found":
            pass
        return (time.perf_counter() - started) * 1000


def _open_socket(port: int, player: ApiClient) -> ClientConnection:
    ticket = result(player.post("/ws/ticket"))["ticket"]
    socket = connect(f"ws://127.0.0.1:{port}/ws", compression=None)
    socket.send(json.dumps({"ticket": ticket}))
    assert json.loads(socket.recv(timeout=_TIMEOUT_SECONDS))["type"] == "ready"
    return socket
