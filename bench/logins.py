"""H3: what others keep of their speed while 64 people sign in at once.

Both sides are the same request of a signed-in player over four connections, once alone and once
beside 64 logins that never pause. Passwords are hashed at the production cost.
"""

import json
import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench import server
from bench.server import Request
from bench.site import Site

_PEOPLE = 64
_SECONDS = 3.0
_PASSWORD = "a-Bench-password-1"  # of players that live for a minute
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (requests a second beside logins, requests a second alone) of one round."""
    with server.api(site) as port:
        names = people(site, port, many=_PEOPLE)
        me: list[Request] = [
            {
                "method": "GET",
                "path": "/api/v1/users/me",
                "headers": {"Authorization": f"Bearer {token(port, names[0])}"},
            }
        ]
        logins: list[Request] = [
            {
                "method": "POST",
                "path": "/api/v1/auth/login",
                "headers": _FORM,
                "body": urlencode({"username": name, "password": _PASSWORD}),
            }
            for name in names
        ]
        server.answered(server.load(port, me, connections=4, seconds=1))
        if round_number % 2:
            beside = _beside(port, me, logins)
            return beside, _alone(port, me)
        alone = _alone(port, me)
        return _beside(port, me, logins), alone


def _alone(port: int, me: list[Request]) -> float:
    return _rate(server.answered(server.load(port, me, connections=4, seconds=_SECONDS)))


def _beside(port: int, me: list[Request], logins: list[Request]) -> float:
    crowd = server.load(port, logins, connections=_PEOPLE, seconds=_SECONDS + 1)
    time.sleep(0.5)  # until all of them wait
    rate = _alone(port, me)
    seen = server.answered(crowd)
    assert set(seen.statuses) == {"200"}, f"logins were refused: {seen.statuses}"
    return rate


def _rate(seen: server.Answered) -> float:
    assert set(seen.statuses) == {"200"}, seen.statuses
    return seen.rate


def people(site: Site, port: int, *, many: int) -> list[str]:
    """Register one player and copy his password to the others; return their names."""
    # The upper half of the numbers: players made in bulk have theirs by their ids, from 1 to some
    # millions, and one of a million was met in one of a hundred rounds.
    stamp = 50_000_000 + time.time_ns() // 1000 % 50_000_000
    names = [f"login{stamp}x{number}" for number in range(many)]
    body = {
        "username": names[0],
        "email": f"{names[0]}@bench.example",
        "phone": f"2547{stamp:08d}",
        "password": _PASSWORD,
        "date_of_birth": "1990-01-01",
    }
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(
        "POST", "/api/v1/auth/register", json.dumps(body), {"Content-Type": "application/json"}
    )
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
            " SELECT n.name, n.name || '@bench.example',"
            "   '2541' || lpad(((%s + n.at) %% 100000000)::text, 8, '0'),"
            "   u.password_hash, u.date_of_birth"
            " FROM users u, unnest(%s::text[]) WITH ORDINALITY n(name, at) WHERE u.username = %s",
            (stamp, names[1:], names[0]),
        )
    return names


def token(port: int, name: str) -> str:
    """Sign one of `people` in; return his access token."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(
        "POST", "/api/v1/auth/login", urlencode({"username": name, "password": _PASSWORD}), _FORM
    )
    return str(json.loads(connection.getresponse().read())["access_token"])
