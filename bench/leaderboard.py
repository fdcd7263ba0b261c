"""H2: the leaderboard of a million players, and one's own place on it.

The page of 50 lines that everybody sees is set against an async endpoint of a bare FastAPI that
answers a constant; one's own place with ten neighbours against showing a player himself. Each over
32 connections into one API process. The million live in a database of their own, and their boards
are drawn up by the app's own round before the first measurement.
"""

import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

from bench import server
from bench.logins import people, token
from bench.server import Request
from bench.site import ROOT, Site

_PLAYERS = 1_000_000
_CONNECTIONS, _SECONDS = 32, 3.0
_TOP = "/api/v1/leaderboard?board=rating&limit=50"
_LEAGUES: dict[str, Site] = {}  # by the address of the site; a million take half a minute
_MAKE = """
INSERT INTO users (id, username, email, phone, password_hash, date_of_birth)
  OVERRIDING SYSTEM VALUE
  SELECT id, 'm' || id, 'm' || id || '@bench.example', '2547' || lpad(id::text, 8, '0'), 'none',
         '1990-01-01'
  FROM generate_series(1, %(players)s) id;
SELECT setval(pg_get_serial_sequence('users', 'id'), %(players)s);
INSERT INTO player_stats (user_id, rating, current_rank, deviation, rated_at, total_matches, wins,
    best_streak, net_winnings)
  SELECT id, rating, round(rating), 60, now(), 40, 40, abs(hashint8(id)) %% 30 + 1,
         (abs(hashint8(id + 7)) %% 200001 - 100000)
  FROM (SELECT id, 1000 + 250 * sqrt(-2 * ln(u1)) * cos(2 * pi() * u2) AS rating
        FROM (SELECT id, (abs(hashint8(id)::bigint) %% 999983 + 1) / 999984.0 AS u1,
                     (abs(hashint8(id * 31)::bigint) %% 999983) / 999983.0 AS u2
              FROM generate_series(1, %(players)s) id) drawn) normal;
"""


def measure_top(site: Site, round_number: int) -> tuple[float, float]:
    """Return (pages a second, answers of a bare endpoint a second) of one round."""
    league = _league(site)
    if round_number % 2:
        pages = _pages(league)
        return pages, _bare(site)
    bare = _bare(site)
    return _pages(league), bare


def measure_place(site: Site, round_number: int) -> tuple[float, float]:
    """Return (looks at one's own place a second, at one's own account) of one round."""
    league = _league(site)
    with server.api(league) as port:
        me = {"Authorization": f"Bearer {_somebody(league, port)}"}
        place: Request = {"method": "GET", "path": _TOP, "headers": me}
        account: Request = {"method": "GET", "path": "/api/v1/users/me", "headers": me}
        if round_number % 2:
            places = _rate(port, place)
            return places, _rate(port, account)
        accounts = _rate(port, account)
        return _rate(port, place), accounts


def _pages(league: Site) -> float:
    with server.api(league) as port:
        return _rate(port, {"method": "GET", "path": _TOP})


def _bare(site: Site) -> float:
    with server.api(site, application="bench.bare:app") as port:
        return _rate(port, {"method": "GET", "path": "/livez"})


def _rate(port: int, request: Request) -> float:
    def load(seconds: float) -> server.Answered:
        client = server.load(port, [request], connections=_CONNECTIONS, seconds=seconds)
        return server.answered(client)

    load(1.0)
    seen = load(_SECONDS)
    assert set(seen.statuses) == {"200"}, seen.statuses
    return seen.rate


def _somebody(league: Site, port: int) -> str:
    """Sign somebody in and give him the place in the middle; return his access token."""
    (name,) = people(league, port, many=1)
    with closing(league.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE standings SET user_id = (SELECT id FROM users WHERE username = %s)"
            " WHERE position = %s AND edition = ("
            "   SELECT edition FROM leaderboards WHERE board = 'rating' AND period = 'all')",
            (name, _PLAYERS // 2),
        )
        assert cursor.rowcount == 1
    return token(port, name)


def _league(site: Site) -> Site:
    """Return a site whose database has a million players on its boards; made once a run."""
    if site.database_url not in _LEAGUES:
        _LEAGUES[site.database_url] = _make(site)
    return _LEAGUES[site.database_url]


def _make(site: Site) -> Site:
    with closing(site.connect()) as owner:
        owner.autocommit = True
        owner.cursor().execute("CREATE DATABASE league")
    url = f"{site.database_url.rpartition('/')[0]}/league"
    app_url = f"{site.app_url.rpartition('/')[0]}/league"
    addresses = {"DATABASE_URL": app_url, "MIGRATION_DATABASE_URL": url}
    league = replace(
        site, database_url=url, app_url=app_url, environment=site.environment | addresses
    )
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        env=league.environment,
        check=True,
    )
    with closing(league.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_MAKE, {"players": _PLAYERS})
    with closing(league.connect()) as owner:
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")
    with league.python("-m", "bench.leaderboard") as worker:
        assert worker.stdout is not None
        print(worker.stdout.read().strip(), flush=True)
    return league


def _draw_up() -> None:
    """Draw up the boards of all time, as the worker does; print how long each took."""
    from app.core.clock import utc_now
    from app.core.database import transaction
    from app.domain.ratings.boards import Board, Period
    from app.services.ratings import leaderboard_builds as leaderboard_editions

    for board in Board:
        began = time.perf_counter()
        with transaction() as session:
            leaderboard_editions.build(session, board=board, period=Period.ALL, now=utc_now())
        print(f"  the board of {board} took {time.perf_counter() - began:.1f} s to draw up")


if __name__ == "__main__":
    _draw_up()
