"""W: how long after M-Pesa's callback the money is in the wallet: one by one, and in a burst.

A real API process takes the callback and a real worker process applies it. Measured from the moment
the request is sent until another connection can see the money in the ledger.
"""

import json
import threading
import time
from contextlib import closing
from http.client import HTTPConnection

from bench import app_processes, http_load, mpesa_callbacks
from bench.bulk_rows import make_deposits
from bench.testbed import Testbed

_CONNECTIONS = 64
_POLL_SECONDS = 0.002
_TIMEOUT_SECONDS = 120.0
_WARM_UP = 3


def measure(testbed: Testbed) -> tuple[list[float], list[float]]:
    """Return the times of one round in milliseconds: one by one, and in a burst."""
    sizes = testbed.sizes
    with app_processes.api(testbed) as port, app_processes.worker(testbed):
        watch = _Watch(testbed)
        try:
            _one_by_one(testbed, port, watch, _WARM_UP)  # until the worker is up
            alone = _one_by_one(testbed, port, watch, sizes.callbacks_one_by_one)
            return alone, _burst(testbed, port, watch)
        finally:
            watch.stop()


_CREDITED = """
SELECT id, split_part(idempotency_key, ':', 2)::bigint FROM transactions
WHERE id > %s AND type = 'deposit'
"""


class _Watch:
    """A thread that records when each deposit's money is visible to a connection of its own."""

    def __init__(self, testbed: Testbed) -> None:
        self._testbed = testbed
        self._seen: dict[int, float] = {}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._poll)
        self._thread.start()

    def wait_for(self, deposit_id: int) -> float:
        """Return when a deposit was in the wallet, in milliseconds since 1970."""
        end = time.monotonic() + _TIMEOUT_SECONDS
        while deposit_id not in self._seen:
            assert time.monotonic() < end, f"deposit {deposit_id} was not credited in time"
            time.sleep(_POLL_SECONDS / 2)
        return self._seen[deposit_id]

    def stop(self) -> None:
        """End the thread."""
        self._is_over.set()
        self._thread.join()

    def _poll(self) -> None:
        low = 0  # all transactions up to here have been seen
        above: set[int] = set()
        with closing(self._testbed.connect()) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT coalesce(max(id), 0) FROM transactions")
            low = cursor.fetchall()[0][0]
            while not self._is_over.wait(_POLL_SECONDS):
                # A transaction that commits late may have a low id: all above the first gap again.
                cursor.execute(_CREDITED, (low,))
                now = time.time() * 1000
                for transaction_id, deposit_id in cursor.fetchall():
                    above.add(transaction_id)
                    self._seen.setdefault(deposit_id, now)
                while low + 1 in above:
                    low += 1
                    above.remove(low)


def _one_by_one(testbed: Testbed, port: int, watch: _Watch, number: int) -> list[float]:
    waited = []
    for deposit_id in make_deposits(testbed, number):
        request = mpesa_callbacks.request(deposit_id)
        sent = time.time() * 1000
        # A connection each: uvicorn closes one that is idle for five seconds, as on a busy machine.
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("POST", request["path"], request["body"], request["headers"])
            response = connection.getresponse()
            assert (response.status, json.loads(response.read())["ResultCode"]) == (200, 0)
        waited.append(watch.wait_for(deposit_id) - sent)
    return waited


def _burst(testbed: Testbed, port: int, watch: _Watch) -> list[float]:
    deposit_ids = make_deposits(testbed, testbed.sizes.burst)
    requests = [mpesa_callbacks.request(deposit_id) for deposit_id in deposit_ids]
    responses = http_load.run(port, requests, connections=_CONNECTIONS)
    assert responses.done == len(deposit_ids)
    return [
        watch.wait_for(deposit_id) - sent
        for deposit_id, sent in zip(deposit_ids, responses.sent, strict=True)
    ]
