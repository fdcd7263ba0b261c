"""C1: M-Pesa callbacks answered 200 after their row is durable, beside a bare insert of that row.

The reference is pgbench inserting one row of the same size at sixteen connections.
"""

from contextlib import closing

from bench import app_processes, http_load, mpesa_callbacks, pgbench
from bench.bulk_rows import make_deposits
from bench.testbed import Testbed

_CONNECTIONS = 64
_INBOX = """
CREATE TABLE IF NOT EXISTS inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, token bytea NOT NULL, digest bytea NOT NULL,
  body bytea NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), UNIQUE (token, digest))
"""
_INSERT = """
INSERT INTO inbox (token, digest, body)
  VALUES (uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()), '{body}');
"""


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (callbacks a second, single inserts a second) of one round."""
    if round_number % 2:
        return _callbacks(testbed), _inserts(testbed)
    reference = _inserts(testbed)
    return _callbacks(testbed), reference


def _inserts(testbed: Testbed) -> float:
    with closing(testbed.connect_reference()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_INBOX)
        cursor.execute("TRUNCATE inbox")
    script = _INSERT.format(body=mpesa_callbacks.body(1))
    options = ("-c", "16", "-T", str(testbed.sizes.pgbench_seconds))
    return pgbench.script_rate(testbed.reference_url, testbed, script, *options)


def _callbacks(testbed: Testbed) -> float:
    deposit_ids = make_deposits(testbed, testbed.sizes.callbacks)
    requests = [mpesa_callbacks.request(deposit_id) for deposit_id in deposit_ids]
    with app_processes.api(testbed) as port:
        warm_up: http_load.Request = {"method": "GET", "path": "/livez"}
        http_load.run(port, [warm_up], connections=4, seconds=0.5)
        responses = http_load.run(port, requests, connections=_CONNECTIONS)
    assert responses.done == len(deposit_ids)
    _require_stored(testbed, deposit_ids)
    return responses.rate


def _require_stored(testbed: Testbed, deposit_ids: list[int]) -> None:
    with closing(testbed.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM mpesa_callbacks WHERE deposit_id = ANY(%s)", (deposit_ids,)
        )
        assert cursor.fetchone() == (len(deposit_ids),), "a callback was answered 200 and lost"
