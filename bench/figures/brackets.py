"""T1: a thousand readers of one running bracket, beside as many of the health endpoint.

A double elimination of 64 that has begun; every reader has a connection to one API process and asks
for the rounds, all of them, again as soon as they have come. Measured is the time that 99 of 100
answers are within, of the bracket and of `/livez`, one after the other in the same process.
"""

from contextlib import closing

from bench import app_processes, http_load
from bench.figures.leaderboard import MAKE_PLAYERS
from bench.testbed import Testbed

_PLAYERS = 64
_MAKE_TOURNAMENT = """
INSERT INTO tournaments (name, format, title, mode, platform, entry_fee, prize_part, house_part,
    prize_split, min_participants, max_participants, check_in_opens_at, start_date)
  VALUES ('Cup of sixty-four', 'double_elimination', 'mw', 'gunfight', 'acti', 0, 0, 0,
          '{10000}', 2, %(players)s, now() - interval '1 hour', now());
INSERT INTO tournament_participants (tournament_id, user_id, status, seed, rating)
  SELECT t.id, n, 'playing', n, 1500 FROM tournaments t, generate_series(1, %(players)s) n;
"""
_MOVE = "UPDATE tournaments SET published_at = now(), due_at = now(), status = %s"
_STATES = ("registration", "check_in", "seeded")


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return p99 of the bracket and of the health endpoint (milliseconds) in one round."""
    tournament_id = _ensure_tournament(testbed)
    with app_processes.api(testbed) as port:
        bracket = f"/api/v1/tournaments/{tournament_id}/rounds"
        if round_number % 2:
            ours = _p99(testbed, port, bracket)
            return ours, _p99(testbed, port, "/livez")
        health = _p99(testbed, port, "/livez")
        return _p99(testbed, port, bracket), health


def _p99(testbed: Testbed, port: int, path: str) -> float:
    request = http_load.Request(method="GET", path=path)
    seconds, readers = testbed.sizes.load_seconds, testbed.sizes.readers
    http_load.run(port, [request], connections=readers, seconds=seconds / 3)
    return http_load.run(port, [request], connections=readers, seconds=seconds).p99


def _ensure_tournament(testbed: Testbed) -> int:
    """Make the tournament once a run, and let its first matches open; return its id."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute("SELECT id FROM tournaments")
        if (found := cursor.fetchone()) is not None:
            return int(found[0])
        cursor.execute(MAKE_PLAYERS, {"players": _PLAYERS})
        cursor.execute(_MAKE_TOURNAMENT, {"players": _PLAYERS})
        for status in _STATES:
            cursor.execute(_MOVE, (status,))
    testbed.analyze()
    with testbed.start_python("-m", "bench.figures.brackets") as builder:
        pass
    assert builder.returncode == 0, "the tournament could not begin"
    return _ensure_tournament(testbed)


def _begin() -> None:
    """Begin the tournament as the worker does."""
    from sqlalchemy import select

    from app.core.clock import utc_now
    from app.core.database import transaction
    from app.models.tournament import Tournament
    from app.services.tournaments import advance, transitions

    with transaction() as session:
        found = session.scalars(select(Tournament.id)).one()
        tournament = transitions.lock(session, tournament_id=found)
        advance.start(session, tournament, utc_now())


if __name__ == "__main__":
    _begin()
