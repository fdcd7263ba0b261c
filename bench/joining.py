"""M2: who joins finds who waits, in PostgreSQL; and how long that takes through HTTP and socket.

The first is the database's part beside TPC-B: the seat, the neighbours by index on both sides, and
the claim that skips whoever is being paired. Money and the match itself come on top: L1 shows what
such transactions cost, and the second figure has all of it.
"""

import json
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import ClientConnection, connect

from bench import server
from bench.players import MAKE_PLAYERS
from bench.settlement import tpc_b
from bench.site import Site, pgbench, tps

PAIRS = 30
_PLAYERS = 20_000
_PASSWORD = "a-Bench-password-1"  # of players that live for a minute
_WINDOW = 100

# What `services/matchmaking/pairing.py` asks, in one statement: neighbours on both sides, the
# nearest that nobody else is pairing, and a seat for who found nobody. Leaving stands for being
# paired.
_JOIN = f"""
\\set player random(1, {_PLAYERS})
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
  SELECT (SELECT min(user_id) FROM player_stats) + :player, 100, 'mw', 'gunfight', 'acti', :rating,
         60, :rating - {_WINDOW}, :rating + {_WINDOW}
  WHERE NOT EXISTS (SELECT FROM gone)
  ON CONFLICT (user_id) DO NOTHING;
"""


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (joins a second, TPC-B transactions a second) of one round, both at 8 connections."""
    if round_number % 2:
        return _joins(site), tpc_b(site)
    reference = tpc_b(site)
    return _joins(site), reference


def _joins(site: Site) -> float:
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(min(user_id), 0) FROM player_stats")
        known, first = cursor.fetchall()[0]
        if known <= _PLAYERS:
            cursor.execute(MAKE_PLAYERS, {"players": _PLAYERS + 1})
            cursor.execute("SELECT min(user_id) FROM player_stats")
            first = first or cursor.fetchall()[0][0]
    script = site.folder / "join.sql"
    script.write_text(
        _JOIN.replace("(SELECT min(user_id) FROM player_stats)", str(first - 1)), encoding="utf-8"
    )
    options = ("-M", "prepared", "-c", "8", "-j", "2", "-T", "2", "-n", "-f", str(script))
    rate = tps(pgbench(site, *options, url=site.database_url))
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM matchmaking_queue WHERE match_id IS NULL")
    return rate


def waits(site: Site) -> list[float]:
    """Return how long it took (ms) from joining to `match.found` on the socket of who waited."""
    with server.api(site, LOGIN_BCRYPT_ROUNDS="4", RATE_ADDRESS_FACTOR="100000") as port:
        tokens = _people(site, port, 2 * PAIRS)
        waited = [
            _found(port, one, other) for one, other in zip(tokens[::2], tokens[1::2], strict=True)
        ]
    return waited[PAIRS // 10 :]  # the first calls plan and compile


def _found(port: int, one: str, other: str) -> float:
    with _listening(port, one) as socket:
        assert (
            _call(port, one, "/matchmaking/queue", {"wager_amount": 100})["status"] == "searching"
        )
        started = time.perf_counter()
        answer = _call(port, other, "/matchmaking/queue", {"wager_amount": 100})
        assert answer["status"] == "matched", answer
        while json.loads(socket.recv(timeout=10))["type"] != "match.found":
            pass
        return (time.perf_counter() - started) * 1000


def _listening(port: int, token: str) -> ClientConnection:
    socket = connect(f"ws://127.0.0.1:{port}/ws", compression=None)
    socket.send(json.dumps({"ticket": _call(port, token, "/ws/ticket", None)["ticket"]}))
    assert json.loads(socket.recv(timeout=10))["type"] == "ready"
    return socket


def _call(port: int, token: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    return _answer(port, path, json.dumps(body) if body else "", headers)


def _answer(port: int, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("POST", f"/api/v1{path}", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status < 300, text
        read: dict[str, Any] = json.loads(text)
        return read


_FUND = """
UPDATE users SET is_verified = true WHERE id = ANY(%(ids)s);
SELECT ledger_post('bench:fund:' || w.user_id, 'deposit', 'bench', NULL, NULL,
                   ARRAY[c.id], ARRAY[w.id], ARRAY[1000])
FROM accounts w, accounts c
WHERE w.user_id = ANY(%(ids)s) AND w.kind = 'user_wallet' AND c.code = 'mpesa_clearing_in:main';
"""


def _people(site: Site, port: int, players: int) -> list[str]:
    """Register players with money and a known rating; return their access tokens."""
    stamp = time.time_ns() // 1000 % 10**6
    names = [f"join{stamp}x{number}" for number in range(players)]
    ids = []
    for number, name in enumerate(names):
        body = {
            "username": name,
            "email": f"{name}@bench.example",
            "phone": f"2541{stamp * 100 % 10**8 + number:08d}",
            "password": _PASSWORD,
            "date_of_birth": "1990-01-01",
        }
        headers = {"Content-Type": "application/json"}
        ids.append(_answer(port, "/auth/register", json.dumps(body), headers)["id"])
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_FUND, {"ids": ids})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return [
        _answer(port, "/auth/login", urlencode({"username": name, "password": _PASSWORD}), form)[
            "access_token"
        ]
        for name in names
    ]
