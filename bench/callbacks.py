"""C1: M-Pesa callbacks answered 200 after their row is durable, beside a bare insert of that row.

The reference is pgbench inserting one row of the same size at sixteen connections.
"""

import hashlib
import json
import secrets
from contextlib import closing
from pathlib import Path

from bench import server
from bench.site import Site, pgbench, tps

CALLBACKS_A_ROUND = 5000
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


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (callbacks a second, single inserts a second) of one round."""
    if round_number % 2:
        return _storm(site), _inserts(site)
    reference = _inserts(site)
    return _storm(site), reference


def callback_body(number: int) -> str:
    """Return what M-Pesa sends when a prompt was paid: KES 100, receipt UKB and the number."""
    items = [
        {"Name": "Amount", "Value": 100.0},
        {"Name": "MpesaReceiptNumber", "Value": f"UKB{number:07d}"},
        {"Name": "Balance"},
        {"Name": "TransactionDate", "Value": 20261122102115},
        {"Name": "PhoneNumber", "Value": 254700000000 + number},
    ]
    body = {
        "MerchantRequestID": f"29115-34620561-{number}",
        "CheckoutRequestID": f"ws_CO_22112026{number:014d}",
        "ResultCode": 0,
        "ResultDesc": "The service request is processed successfully.",
        "CallbackMetadata": {"Item": items},
    }
    return json.dumps({"Body": {"stkCallback": body}})


def _inserts(site: Site) -> float:
    script = Path(site.folder) / "insert.sql"
    script.write_text(_INSERT.format(body=callback_body(1)))
    with closing(site.connect_reference()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_INBOX)
        cursor.execute("TRUNCATE inbox")
    options = ("-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", "2", "-f", str(script))
    return tps(pgbench(site, *options))


def _storm(site: Site) -> float:
    tokens = _make_deposits(site, CALLBACKS_A_ROUND)
    requests: list[server.Request] = [
        {
            "method": "POST",
            "path": f"/hooks/d/{token}/stk",
            "headers": {"Content-Type": "application/json;charset=UTF-8"},
            "body": callback_body(number),
        }
        for number, token in enumerate(tokens)
    ]
    with server.api(site) as port:
        warm = server.load(port, [{"method": "GET", "path": "/livez"}], connections=4, seconds=0.5)
        server.answered(warm)
        seen = server.answered(server.load(port, requests, connections=_CONNECTIONS))
    assert seen.statuses == {"200": CALLBACKS_A_ROUND}, seen.statuses
    _check(site, tokens)
    return seen.rate


def _make_deposits(site: Site, number: int) -> list[str]:
    """Write down prompted deposits in bulk and return the secret words of their callback paths."""
    tokens = [secrets.token_urlsafe(32) for _ in range(number)]
    digests = [hashlib.sha256(token.encode()).digest() for token in tokens]
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
            " VALUES ('storm', 'storm@bench.example', '254799999999', 'none', '1990-01-01')"
            " ON CONFLICT DO NOTHING"
        )
        cursor.execute(
            "INSERT INTO deposits (user_id, phone, amount, state, holds_phone, account_reference,"
            "   token_sha256, due_at)"
            " SELECT u.id, u.phone, 100, 'prompted', false, substr(md5(t.digest::text), 1, 12),"
            "   t.digest, now() + interval '1 day'"
            " FROM users u, unnest(%s::bytea[]) t(digest) WHERE u.username = 'storm'",
            (digests,),
        )
    return tokens


def _check(site: Site, tokens: list[str]) -> None:
    digests = [hashlib.sha256(token.encode()).digest() for token in tokens]
    with closing(site.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM mpesa_callbacks WHERE token_sha256 = ANY(%s::bytea[])", (digests,)
        )
        assert cursor.fetchone() == (CALLBACKS_A_ROUND,), "a callback was answered 200 and lost"
