"""A tournament of 64 runs by itself to the last prize, through the API, the worker and the ledger.

Six players never come to a match, three claim every defeat as a victory, one walks away for good.
A referee rules on the disputes; nobody else of staff touches it. Its time is accelerated: deadlines
are moved to now, and windows to object into the past.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.core.clock import utc_now
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

PLAYERS, FEE, PURSE = 64, 100, 500
SPLIT = [50, 25, 15, 10]
WHY = "The recording shows who has won."
_LIVE = """
SELECT m.id, m.player1_id, m.player2_id, m.status FROM matches m
WHERE m.tournament_id = %s AND m.status IN ('pending', 'active', 'disputed') ORDER BY m.id
"""


class Cup:
    """The tournament, its players, and what each of them is like."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.admin = system.player(role="admin")
        self.referee = system.player(role="admin")
        found = [system.player(money=PURSE) for _ in range(PLAYERS)]
        self.players = {player.id: player for player in found}
        ids = sorted(self.players)
        self.strength = {user_id: number for number, user_id in enumerate(ids)}
        self.absent = set(ids[5::11])
        self.liars = set(ids[7::20])
        self.quitter = ids[30]
        self.id = self._publish()
        self.acted: set[int] = set()

    def _publish(self) -> int:
        now = utc_now()
        terms = {
            "name": "Cup of sixty-four",
            "format": "double_elimination",
            "entry_fee": FEE,
            "prize_split": SPLIT,
            "min_participants": 8,
            "max_participants": PLAYERS,
            "check_in_opens_at": _moment(now + timedelta(hours=1)),
            "start_date": _moment(now + timedelta(hours=2)),
        }
        made = self.admin.post("/admin/tournaments", terms)
        assert made.status_code == 201, made.text
        cup_id = int(made.json()["id"])
        assert self.admin.post(f"/admin/tournaments/{cup_id}/publish").status_code == 200
        return cup_id

    def see(self) -> Any:
        return self.admin.get(f"/tournaments/{self.id}")

    def all_do(self, what: str) -> None:
        for answer in self.at_once(
            lambda player: player.post(f"/tournaments/{self.id}/{what}"), self.players.values()
        ):
            assert answer.status_code == 200, answer.text

    def at_once(self, act: Any, them: Iterable[Any]) -> list[Any]:
        with ThreadPoolExecutor(6) as pool:
            return list(pool.map(act, them))

    def let_it_be(self, moment: str) -> None:
        """Move the tournament in time, so that `moment` is now."""
        with self._unchecked("tournaments"):
            self.system.write(
                f"UPDATE tournaments SET start_date = start_date - ({moment} - now()),"
                f" check_in_opens_at = check_in_opens_at - ({moment} - now()), due_at = now()"
                " WHERE id = %s",
                self.id,
            )

    @contextmanager
    def _unchecked(self, table: str) -> Iterator[None]:
        """Let what only time can do to a table be done to it by hand."""
        self.system.write(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        self.system.write(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def play(self) -> bool:
        """Let everybody do what they have to do now; True when all is played."""
        live = self.system.rows(_LIVE, self.id)
        fresh = [row for row in live if row[3] == "pending" and row[0] not in self.acted]
        self.at_once(self._meet, fresh)
        self.acted |= {row[0] for row in fresh}
        for match_id, one, two, status in live:
            if status == "disputed":
                self._rule(match_id, one, two)
        return bool(self.see()["status"] in {"finalising", "paid"})

    def _meet(self, row: tuple[int, int, int, str]) -> None:
        """Let the two of a match come or stay away, play, and say how it ended."""
        match_id, one, two, _ = row
        here = [user_id for user_id in (one, two) if user_id not in self.absent]
        if self.quitter in here and self._quits():
            return
        for user_id in here:
            self.players[user_id].post(f"/matches/{match_id}/ready")
        if len(here) < 2:
            self._pass(match_id, "due_at = now()")
            return
        self._pass(match_id, "started_at = started_at - interval '10 minutes'")
        winner = max(here, key=self._form(match_id))
        for user_id in here:
            claims = user_id == winner or user_id in self.liars
            outcome = {"outcome": "won" if claims else "lost"}
            self.players[user_id].post(f"/matches/{match_id}/report", outcome)

    def _quits(self) -> bool:
        """Let the quitter walk away for good, in their second match."""
        seen = self.system.rows(
            "SELECT count(*) FROM matches WHERE %s IN (player1_id, player2_id)", self.quitter
        )[0][0]
        if seen < 2:
            return False
        self.players[self.quitter].post(f"/tournaments/{self.id}/leave")
        return True

    def _form(self, match_id: int) -> Any:
        """Return the strength of players, which now and then is turned around."""
        sign = -1 if match_id % 5 == 0 else 1
        return lambda user_id: sign * self.strength[user_id]

    def _rule(self, match_id: int, one: int, two: int) -> None:
        winner = max((one, two), key=self._form(match_id))
        right, liar = ("player1", "player2") if winner == one else ("player2", "player1")
        body = {"result": right, "reason": WHY, "strike": liar}
        self.referee.post(f"/admin/matches/{match_id}/decide", body)

    def _pass(self, match_id: int, what: str) -> None:
        self.system.write(f"UPDATE matches SET {what} WHERE id = %s", match_id)

    def let_windows_close(self) -> None:
        """Let the days pass in which rulings can be appealed against."""
        with self._unchecked("matches"):
            self.system.write(
                "UPDATE matches SET completed_at = completed_at - interval '2 days'"
                " WHERE tournament_id = %s AND completed_at IS NOT NULL",
                self.id,
            )
        self.system.write("UPDATE tournaments SET due_at = now() WHERE id = %s", self.id)


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def test_a_double_elimination_of_64_runs_unattended_to_the_last_prize(system: System) -> None:
    cup = Cup(system)
    cup.all_do("join")
    cup.let_it_be("check_in_opens_at")
    eventually(lambda: cup.see()["status"] == "check_in")
    cup.all_do("check-in")
    cup.let_it_be("start_date")
    eventually(cup.play, within=240)

    seen = cup.see()
    assert seen["status"] in {"finalising", "paid"}
    disputes = "SELECT count(*) FROM disputes d JOIN matches m ON m.id = d.match_id"
    assert system.rows(f"{disputes} WHERE m.tournament_id = %s", cup.id)[0][0] > 0
    assert seen["status"] == "finalising", "it waits for appeals against the rulings"
    cup.let_windows_close()
    eventually(lambda: cup.see()["status"] == "paid")

    prizes = {one["username"]: Decimal(one["amount"]) for one in cup.see()["prizes"]}
    pool = Decimal("0.9") * FEE * PLAYERS
    assert sum(prizes.values()) == pool
    table = cup.admin.get(f"/tournaments/{cup.id}/standings")
    assert table["is_final"] is True
    places = {one["username"]: one["place_first"] for one in table["items"]}
    worth = [pool * part / 100 for part in SPLIT]
    assert {places[name]: amount for name, amount in prizes.items()} == dict(enumerate(worth, 1))
    names = dict(system.rows("SELECT username, id FROM users"))
    for name, place in places.items():
        player: Player = cup.players[names[name]]
        assert Decimal(player.money()) == PURSE - FEE + prizes.get(name, 0), (name, place)
    for user_id in cup.absent:
        assert Decimal(cup.players[user_id].money()) == PURSE - FEE
