"""H2: the leaderboard of a million players, and one's own place on it.

The page of 50 rows, the same for all, is set against an async endpoint of a bare FastAPI that
answers a constant; one's own place with ten neighbours against one's own account. Each over 32
connections into one API process. The boards are built by the app's own task before the first
measurement. The million only have places on the boards: they have no wallets and never sign in.
"""

import time
from contextlib import closing

from bench import app_processes, http_load, signed_in_players
from bench.testbed import Testbed

_CONNECTIONS = 32
_TOP = "/leaderboard?board=rating&limit=50"
MAKE_PLAYERS = """
INSERT INTO users (id, username, email, phone, password_hash, date_of_birth)
  OVERRIDING SYSTEM VALUE
  SELECT id, 'm' || id, 'm' || id || '@bench.example', '2547' || lpad(id::text, 8, '0'), 'none',
         '1990-01-01'
  FROM generate_series(1, %(players)s) id;
SELECT setval(pg_get_serial_sequence('users', 'id'), %(players)s);
INSERT INTO player_stats (user_id, rating, current_rank, deviation, rated_at, total_matches, wins,
    best_streak, board_winnings)
  SELECT id, rating, round(rating), 60, now(), 40, 40, abs(hashint8(id)) %% 30 + 1,
         (abs(hashint8(id + 7)) %% 200001 - 100000)
  FROM (SELECT id, 1000 + 250 * sqrt(-2 * ln(u1)) * cos(2 * pi() * u2) AS rating
        FROM (SELECT id, (abs(hashint8(id)::bigint) %% 999983 + 1) / 999984.0 AS u1,
                     (abs(hashint8(id * 31)::bigint) %% 999983) / 999983.0 AS u2
              FROM generate_series(1, %(players)s) id) drawn) normal;
"""


def measure_top(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (pages a second, responses of a bare endpoint a second) of one round."""
    _ensure_boards(testbed)
    if round_number % 2:
        pages = _pages(testbed)
        return pages, _constants(testbed)
    constants = _constants(testbed)
    return _pages(testbed), constants


def measure_place(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (pages with one's own place a second, own accounts a second) of one round."""
    _ensure_boards(testbed)
    with app_processes.api(testbed) as port:
        token = _sign_in_with_a_place(testbed, port)
        place = signed_in_players.get_request(_TOP, token)
        account = signed_in_players.get_request("/users/me", token)
        if round_number % 2:
            places = _rate(testbed, port, place)
            return places, _rate(testbed, port, account)
        accounts = _rate(testbed, port, account)
        return _rate(testbed, port, place), accounts


def _pages(testbed: Testbed) -> float:
    with app_processes.api(testbed) as port:
        return _rate(testbed, port, {"method": "GET", "path": f"/api/v1{_TOP}"})


def _constants(testbed: Testbed) -> float:
    with app_processes.api(testbed, application="bench.constant_app:app") as port:
        return _rate(testbed, port, {"method": "GET", "path": "/livez"})


def _rate(testbed: Testbed, port: int, request: http_load.Request) -> float:
    seconds = testbed.sizes.load_seconds
    http_load.run(port, [request], connections=_CONNECTIONS, seconds=seconds / 3)
    return http_load.run(port, [request], connections=_CONNECTIONS, seconds=seconds).rate


def _sign_in_with_a_place(testbed: Testbed, port: int) -> str:
    """Sign a player in and give them the place in the middle; return the access token."""
    (name,) = signed_in_players.register(testbed, port, 1)
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE standings SET user_id = (SELECT id FROM users WHERE username = %s)"
            " WHERE position = %s AND edition = ("
            "   SELECT edition FROM leaderboards WHERE board = 'rating' AND period = 'all')",
            (name, testbed.sizes.ranked_players // 2),
        )
        assert cursor.rowcount == 1
    return signed_in_players.sign_in(port, name)


def _ensure_boards(testbed: Testbed) -> None:
    """Make the players and build their boards, once a run: a million take half a minute."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM standings)")
        if cursor.fetchone() == (True,):
            return
        cursor.execute(MAKE_PLAYERS, {"players": testbed.sizes.ranked_players})
    testbed.analyze()
    with testbed.start_python("-m", "bench.figures.leaderboard") as builder:
        assert builder.stdout is not None
        print(builder.stdout.read().rstrip(), flush=True)
    assert builder.returncode == 0, "the boards could not be built"


def _build_boards() -> None:
    """Build the boards of all time, as the worker does; print how long each took."""
    from app.core.clock import utc_now
    from app.core.database import transaction
    from app.domain.ratings.boards import Board, Period
    from app.services.ratings import leaderboard_builds

    for board in Board:
        began = time.perf_counter()
        with transaction() as session:
            leaderboard_builds.build(session, board=board, period=Period.ALL, now=utc_now())
        print(f"  the board of {board} took {time.perf_counter() - began:.1f} s to build")


if __name__ == "__main__":
    _build_boards()
