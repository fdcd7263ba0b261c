"""Players who sign in through the API: with wallets, verified phones and one password."""

import time
from contextlib import closing
from urllib.parse import urlencode

from app.domain.conduct.confusables import holding_key
from bench.http_load import Request
from bench.testbed import Testbed
from devstack.api_client import PASSWORD, PREFIX, ApiClient, registration, result

# Bulk players have phones by their ids, from 1 to some millions; these have the upper half.
_FIRST_PHONE = 50_000_000

_COPY = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
  SELECT name, key, number, nextval(pg_get_serial_sequence('users', 'id')) AS id
  FROM unnest(%(names)s::text[], %(keys)s::text[]) WITH ORDINALITY n(name, key, number);
INSERT INTO users (id, username, email, phone, password_hash, date_of_birth,
    terms_version)
  OVERRIDING SYSTEM VALUE
  SELECT f.id, f.name, f.name || '@bench.example',
         '2541' || lpad(((%(stamp)s + f.number) %% 100000000)::text, 8, '0'),
         u.password_hash, u.date_of_birth, u.terms_version
  FROM users u, fresh f WHERE u.username = %(first)s;
INSERT INTO game_accounts (user_id, platform, username, name_key)
  SELECT id, 'acti', name || '#254', key FROM fresh;
INSERT INTO player_stats (user_id) SELECT id FROM fresh;
INSERT INTO accounts (code, kind, user_id, floor)
  SELECT a.kind || ':' || f.id, a.kind, f.id, a.floor
  FROM fresh f, accounts a JOIN users u ON u.id = a.user_id WHERE u.username = %(first)s;
UPDATE users SET is_verified = true
  WHERE username = %(first)s OR id IN (SELECT id FROM fresh);
"""


def register(testbed: Testbed, port: int, players: int) -> list[str]:
    """Register one player and copy their row for the others, since hashing a password is slow.

    Returns the usernames.
    """
    stamp = _FIRST_PHONE + time.time_ns() // 1000 % _FIRST_PHONE
    names = [f"p{stamp}x{number}" for number in range(players)]
    keys = [holding_key(f"{name}#254") for name in names]
    with closing(client(port)) as api:
        result(api.post("/auth/register", registration(names[0], f"2547{stamp:08d}")))
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            _COPY, {"names": names[1:], "keys": keys[1:], "first": names[0], "stamp": stamp}
        )
    return names


def client(port: int) -> ApiClient:
    """Return a client of the API that listens on a port of this machine."""
    return ApiClient(f"http://127.0.0.1:{port}")


def sign_in(port: int, name: str) -> str:
    """Sign a player in; return the access token."""
    with closing(client(port)) as api:
        api.sign_in(name)
        return api.token


def login_request(name: str) -> Request:
    """Return the request by which a player signs in."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"username": name, "password": PASSWORD})
    return {"method": "POST", "path": f"{PREFIX}/auth/login", "headers": headers, "body": body}


def get_request(path: str, token: str) -> Request:
    """Return a GET request of a signed-in player; `path` without the prefix of the API."""
    headers = {"Authorization": f"Bearer {token}"}
    return {"method": "GET", "path": f"{PREFIX}{path}", "headers": headers}


_FUND = """
INSERT INTO deposits (user_id, phone, amount, state, holds_phone, account_reference, token_sha256,
    completed_at)
  SELECT id, phone, 1000, 'credited', false, 'F' || id, sha256(('fund ' || id)::bytea), now()
  FROM users WHERE username = ANY(%(names)s);
SELECT ledger_post('deposit:' || d.id || ':credit', 'deposit', 'bench', NULL, NULL,
                   ARRAY[c.id], ARRAY[w.id], ARRAY[1000])
FROM deposits d JOIN users u ON u.id = d.user_id
  JOIN accounts w ON w.user_id = d.user_id AND w.kind = 'user_wallet', accounts c
WHERE u.username = ANY(%(names)s) AND c.code = 'mpesa_clearing_in:main';
"""


def fund(testbed: Testbed, names: list[str]) -> None:
    """Give each player KES 1,000."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_FUND, {"names": names})
