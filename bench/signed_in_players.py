"""Players who sign in through the API: with wallets, verified phones and one password."""

import json
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from bench.http_load import Request
from bench.testbed import Testbed

_PASSWORD = "a-Bench-password-1"  # of players that live for a minute
_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# Bulk players have phones by their ids, from 1 to some millions; these have the upper half.
_FIRST_PHONE = 50_000_000

_COPY = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
  SELECT name, number, nextval(pg_get_serial_sequence('users', 'id')) AS id
  FROM unnest(%(names)s::text[]) WITH ORDINALITY n(name, number);
INSERT INTO users (id, username, email, phone, password_hash, date_of_birth)
  OVERRIDING SYSTEM VALUE
  SELECT f.id, f.name, f.name || '@bench.example',
         '2541' || lpad(((%(stamp)s + f.number) %% 100000000)::text, 8, '0'),
         u.password_hash, u.date_of_birth
  FROM users u, fresh f WHERE u.username = %(first)s;
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
    names = [f"player{stamp}x{number}" for number in range(players)]
    form = {
        "username": names[0],
        "email": f"{names[0]}@bench.example",
        "phone": f"2547{stamp:08d}",
        "password": _PASSWORD,
        "date_of_birth": "1990-01-01",
    }
    _send(port, "POST", "/auth/register", json.dumps(form), _JSON)
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_COPY, {"names": names[1:], "first": names[0], "stamp": stamp})
    return names


def login_request(name: str) -> Request:
    """Return the request by which a player signs in."""
    body = urlencode({"username": name, "password": _PASSWORD})
    return {"method": "POST", "path": "/api/v1/auth/login", "headers": _FORM, "body": body}


def sign_in(port: int, name: str) -> str:
    """Sign a player in; return the access token."""
    body = login_request(name)["body"]
    return str(_send(port, "POST", "/auth/login", body, _FORM)["access_token"])


def get_request(path: str, token: str) -> Request:
    """Return a GET request of a signed-in player; `path` without the prefix of the API."""
    headers = {"Authorization": f"Bearer {token}"}
    return {"method": "GET", "path": f"/api/v1{path}", "headers": headers}


def post(port: int, token: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send a POST request of a signed-in player; raises AssertionError when it is refused."""
    headers = {**_JSON, "Authorization": f"Bearer {token}"}
    return _send(port, "POST", path, json.dumps(body) if body else "", headers)


def _send(port: int, method: str, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request(method, f"/api/v1{path}", body, headers)
        response = connection.getresponse()
        text = response.read()
        assert response.status < 300, text
        answer: dict[str, Any] = json.loads(text)
        return answer
