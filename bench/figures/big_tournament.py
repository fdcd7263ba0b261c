"""How long a tournament of 1,024 keeps its row locked: `python -m bench.figures.big_tournament`.

No figure of `make bench`, since it compares with nothing: by hand, before and after a change of how
tournaments move on. For each format it prints what it costs to start, and to take in one match,
many at once, and the end of a round.
"""

import sys
import time
from collections.abc import Callable
from contextlib import closing

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import get_engine, transaction
from app.domain.matches.decision import Reason, Result
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch
from app.services.matches.settlement import settle
from app.services.tournaments import advance, transitions
from bench.bulk_rows import MAKE_PLAYERS
from bench.sizes import SMOKE
from bench.testbed import Testbed, running

_PLAYERS = 1_024
_FORMATS = ("single_elimination", "double_elimination", "swiss")
_MAKE = """
INSERT INTO tournaments (name, format, title, mode, platform, entry_fee, prize_part, house_part,
    prize_split, min_participants, max_participants, check_in_opens_at, start_date)
  VALUES ('Big cup', %(format)s, 'mw', 'gunfight', 'acti', 0, 0, 0, '{10000}', 2, %(players)s,
          now() - interval '1 hour', now());
INSERT INTO tournament_participants (tournament_id, user_id, status, seed, rating)
  SELECT t.id, f.id, 'playing', f.n, 1500 FROM fresh f, tournaments t;
"""
_MOVE = "UPDATE tournaments SET published_at = now(), due_at = now(), status = %s"


def main() -> None:
    """Start the servers, and measure each format in a process of the app."""
    with running(SMOKE) as testbed_of:
        for kind in _FORMATS:
            testbed = testbed_of(kind)
            _make(testbed, kind)
            with testbed.start_python("-m", __spec__.name, kind) as process:
                out, _ = process.communicate()
            print(out, end="", flush=True)
            assert process.returncode == 0


def _make(testbed: Testbed, kind: str) -> None:
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(MAKE_PLAYERS + _MAKE, {"players": _PLAYERS, "format": kind})
        for status in ("registration", "check_in", "seeded"):
            cursor.execute(_MOVE, (status,))
    testbed.analyze()


class _Measured:
    """The tournament of this process's database, moved on as the worker does it."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._statements = 0
        event.listen(get_engine(), "before_cursor_execute", self._count)
        with transaction() as session:
            self._id = session.scalars(select(Tournament.id)).one()

    def start(self) -> None:
        """Begin."""
        self._locked("start", lambda session, held: advance.start(session, held, utc_now()))

    def go_on(self, what: str) -> None:
        """Take in what has happened."""
        self._locked(
            what,
            lambda session, _: advance.advance(session, tournament_id=self._id, now=utc_now()),
        )

    def end(self, count: int) -> None:
        """End so many open matches, as their players would."""
        live = select(TournamentMatch.match_id).where(
            TournamentMatch.ending.is_(None), TournamentMatch.replaced_at.is_(None)
        )
        with transaction() as session:
            found = session.scalars(live.order_by(TournamentMatch.id).limit(count)).all()
        for match_id in found:
            with transaction() as session:
                match = session.get_one(Match, match_id)
                match.started_at = utc_now()
                session.flush()
                assert settle(
                    session,
                    match_id=match.id,
                    player_ids=match.player_ids,
                    result=Result.PLAYER1,
                    reason=Reason.AGREED,
                    actor="bench",
                )

    def _locked(self, what: str, act: Callable[[Session, Tournament], None]) -> None:
        self._statements, begun, busy = 0, time.perf_counter(), time.process_time()
        with transaction() as session:
            act(session, transitions.lock(session, tournament_id=self._id))
        took, busy = time.perf_counter() - begun, time.process_time() - busy
        print(
            f"{self._kind:20} {what:12} {took * 1_000:6,.0f} ms, {busy * 1_000:6,.0f} ms of CPU,"
            f" {self._statements:4} statements"
        )

    def _count(self, *_: object) -> None:
        self._statements += 1


def _measure(kind: str) -> None:
    cup = _Measured(kind)
    cup.start()
    cup.go_on("nothing new")
    for ended, what in ((1, "one match"), (1, "another"), (254, "254 matches"), (256, "a round")):
        cup.end(ended)
        cup.go_on(what)
    cup.end(1)
    cup.go_on("one match")


if __name__ == "__main__":
    if sys.argv[1:]:
        _measure(sys.argv[1])
    else:
        main()
