"""How long after M-Pesa's callback the money is in the wallet: alone, and in a storm of 5,000.

A real API process takes the callback, a real worker process judges it. Measured from the moment the
request is sent until another connection can see the money in the ledger.
"""

import json
import threading
import time
from contextlib import closing
from http.client import HTTPConnection

from bench import server
from bench.callbacks import callback_body
from bench.players import MAKE_DEPOSITS, MAKE_PLAYERS, TOKEN
from bench.site import Site

ALONE = 50
STORM = 5000
_CONNECTIONS = 64
_LOOK_EVERY_SECONDS = 0.002
_PATIENCE_SECONDS = 120
_HEADERS = {"Content-Type": "application/json;charset=UTF-8"}


def measure(site: Site) -> tuple[list[float], list[float]]:
    """Return the waiting times of one round in milliseconds: alone, and in a storm."""
    with server.api(site) as port, server.worker(site):
        watch = _Watch(site)
        try:
            _one_by_one(site, port, watch, 3)  # until the worker is up and has seen one
            alone = _one_by_one(site, port, watch, ALONE)
            return alone, _storm(site, port, watch)
        finally:
            watch.stop()


_CREDITED = """
SELECT id, split_part(idempotency_key, ':', 2)::bigint FROM transactions
WHERE id > %s AND type = 'deposit'
"""


class _Watch:
    """Notes when each deposit's money can be seen, from a connection of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._seen: dict[int, float] = {}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def wait_for(self, deposit_id: int) -> float:
        """Return the moment (milliseconds of the clock) when a deposit was seen in the wallet."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while deposit_id not in self._seen:
            assert time.monotonic() < end, "a deposit was not credited in time"
            time.sleep(_LOOK_EVERY_SECONDS / 2)
        return self._seen[deposit_id]

    def stop(self) -> None:
        """Look no longer."""
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        low = 0  # all transactions up to here have been seen
        above: set[int] = set()
        with closing(self._site.connect()) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT coalesce(max(id), 0) FROM transactions")
            low = cursor.fetchall()[0][0]
            while not self._is_over.wait(_LOOK_EVERY_SECONDS):
                # Who commits late may have a low number: look again at all above the first gap.
                cursor.execute(_CREDITED, (low,))
                now = time.time() * 1000
                for transaction_id, deposit_id in cursor.fetchall():
                    above.add(transaction_id)
                    self._seen.setdefault(deposit_id, now)
                while low + 1 in above:
                    low += 1
                    above.remove(low)


def _one_by_one(site: Site, port: int, watch: _Watch, number: int) -> list[float]:
    waited = []
    connection = HTTPConnection("127.0.0.1", port)
    for deposit_id in _prompt(site, number):
        sent = time.time() * 1000
        request = _request(deposit_id)
        connection.request("POST", request["path"], request["body"], _HEADERS)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["ResultCode"]) == (200, 0)
        waited.append(watch.wait_for(deposit_id) - sent)
    return waited


def _storm(site: Site, port: int, watch: _Watch) -> list[float]:
    deposits = _prompt(site, STORM)
    requests = [_request(deposit_id) for deposit_id in deposits]
    seen = server.answered(server.load(port, requests, connections=_CONNECTIONS))
    assert seen.statuses == {"200": STORM}, seen.statuses
    return [
        watch.wait_for(deposit_id) - sent
        for deposit_id, sent in zip(deposits, seen.sent, strict=True)
    ]


def _request(deposit_id: int) -> server.Request:
    body = callback_body(deposit_id)
    return {
        "method": "POST",
        "path": f"/hooks/d/{TOKEN}{deposit_id}/stk",
        "headers": _HEADERS,
        "body": body.replace(f"UKB{deposit_id:07d}", f"W{deposit_id:09d}"),
    }


def _prompt(site: Site, players: int) -> list[int]:
    """Let each of so many new players wait for M-Pesa; return the ids of their deposits."""
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(MAKE_PLAYERS + MAKE_DEPOSITS, {"players": players})
        cursor.execute("SELECT id FROM prompted ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
