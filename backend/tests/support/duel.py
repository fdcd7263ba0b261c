"""Two players with game accounts, in a match that began ten minutes ago."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from app.workers.tasks.matches import sweep_matches
from tests.support.activision import Activision
from tests.support.arena import Arena, Json, Player
from tests.support.pictures import photo

ACE, VIPER = "NairobiAce#2741", "Viper#1"
DETAILS, WHOLE = "/details", "/fullMatch/"

Wallet = tuple[str, str]  # available, in play


@dataclass
class Duel:
    """Two players with game accounts, and their match; Ace is player 1."""

    arena: Arena
    activision: Activision
    ace: Player
    viper: Player
    match_id: int

    def add_game(self, **facts: Any) -> Any:
        """Add a game of the two; return Activision's record of it."""
        return self.activision.add_game(ACE, VIPER, **facts)

    def report(self, ace: str | None = None, viper: str | None = None) -> None:
        """Let one or both report an outcome, Ace first."""
        for player, outcome in ((self.ace, ace), (self.viper, viper)):
            if outcome is not None:
                answer = player.report(self.match_id, outcome)
                assert answer.status_code == 200, answer.text

    def upload_picture(self, player: Player, *, seed: int | None = None, **fields: str) -> None:
        """Let a player upload a picture of the scoreboard as evidence."""
        board = photo(player.id if seed is None else seed)
        files = [("pictures", ("board.jpg", board, "image/jpeg"))]
        path = f"/matches/{self.match_id}/evidence"
        answer = player.http.post(path, files=files, data=fields)
        assert answer.status_code == 201, answer.text

    def dispute(self, player: Player, reason: str) -> None:
        """Let a player dispute the match."""
        body = {"reason": reason, "statement": "That is not what we agreed on."}
        answer = player.post(f"/matches/{self.match_id}/dispute", body)
        assert answer.status_code == 200, answer.text

    def run_lookups(self, times: int = 1) -> None:
        """Make the next lookup due and run it, `times` times."""
        for _ in range(times):
            self._make_lookup_due()
            self.activision.run_lookups()

    def complete_lookups(self, times: int = 3) -> None:
        """Run the lookups, then the jobs that decide the match."""
        self.run_lookups(times)
        self.activision.run_jobs("play")

    def act_during_lookup(self, action: Callable[[], object]) -> None:
        """Run a lookup, and `action` before Activision has answered about Ace."""
        self._make_lookup_due()
        # Only Ace's games: a probe of somebody else's account must not use the fault up.
        self.activision.fault("slow", scope="player", player=ACE, ms=800)
        with ThreadPoolExecutor(max_workers=1) as pool:
            lookup = pool.submit(self.activision.run_lookups)
            while not lookup.done() and not self._lookup_has_begun():
                pass
            action()
            lookup.result()
        self.activision.run_jobs("play")

    def start_half_an_hour_ago(self) -> None:
        """Move the start back to 30 minutes ago: without reports lookups begin after 20."""
        self.set_start(minutes_ago=30)

    def set_start(self, *, minutes_ago: int) -> None:
        """Set the time at which both were ready."""
        ago = f"now() - interval '{minutes_ago} minutes'"
        self.arena.sql(f"UPDATE matches SET started_at = {ago} WHERE id = {self.match_id}")

    def pass_time(self, seconds: float) -> None:
        """Move the deadlines of match and dispute so many seconds closer and sweep."""
        self.arena.let_time_pass(seconds)
        sweep_matches()

    def set_terms(self, **terms: str) -> None:
        """Set terms of the match that the queue does not offer."""
        what = ", ".join(f"{name} = {value}" for name, value in terms.items())
        self.arena.sql(
            f"ALTER TABLE matches DISABLE TRIGGER terms; UPDATE matches SET {what};"
            "ALTER TABLE matches ENABLE TRIGGER terms"
        )

    def _make_lookup_due(self) -> None:
        due = "UPDATE verification_jobs SET next_poll_at = now(), lease_until = NULL"
        self.arena.sql(f"{due} WHERE state = 'waiting'")

    def _lookup_has_begun(self) -> bool:
        return self.arena.sql("SELECT 1 FROM verification_jobs WHERE next_poll_at > now()") != []

    def seen(self) -> Json:
        """Return the match as Ace sees it."""
        return self.ace.match(self.match_id)

    def seat(self, name: str) -> str:
        """Return "player1" or "player2" for "ace" or "viper"."""
        return {"ace": "player1", "viper": "player2"}[name]

    def outcome(self) -> tuple[str, str | None, str | None]:
        """Return status, result and proposed result; a winner by name."""
        return self.seen()["status"], self.state()[2], self.proposed()

    def state(self) -> tuple[str, str, str | None, str | None]:
        """Return status, verification state, result and reason; a winner by name."""
        seen = self.seen()
        result = _NAMES.get(seen["result"], seen["result"])
        return seen["status"], seen["verification_state"], result, seen["reason"]

    def proposed(self) -> str | None:
        """Return the proposed result; a winner by name."""
        result = self.seen()["proposed_result"]
        return _NAMES.get(result, result)

    def money(self) -> tuple[Wallet, Wallet]:
        """Return the available and in-play balances (KES) of both."""
        return self.ace.wallet(), self.viper.wallet()

    def holds(self) -> list[tuple[str, str, str]]:
        """Return the holds: player, amount (KES) and reason; each lasts a day and a minute."""
        rows = self.arena.sql(
            "SELECT user_id, amount, reason, until - now() BETWEEN '23:59' AND '24:01'"
            " FROM payout_holds ORDER BY id"
        )
        assert all(row[3] for row in rows)
        names = {self.ace.id: "ace", self.viper.id: "viper"}
        return [(names[row[0]], str(row[1]), row[2]) for row in rows]

    def flags(self) -> list[str]:
        """Return the flags of the match."""
        ((flags,),) = self.arena.sql(f"SELECT flags FROM matches WHERE id = {self.match_id}")
        return list(flags)

    def evidence(self) -> list[tuple[str, str, list[str]]]:
        """Return outcome (player1 or player2), grade and flags of each piece of evidence."""
        rows = self.arena.sql(
            "SELECT outcome, grade, flags FROM match_evidence"
            f" WHERE match_id = {self.match_id} ORDER BY id"
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def proofs(self) -> list[tuple[str, str, list[str]]]:
        """Return the evidence with a winner by name."""
        return [(_NAMES.get(one, one), grade, flags) for one, grade, flags in self.evidence()]

    def grades(self) -> set[str]:
        """Return the grades of the evidence."""
        return {grade for _, grade, _ in self.evidence()}

    def job(self) -> tuple[Any, ...]:
        """Return state, attempt and hits of the verification job."""
        (row,) = self.arena.sql("SELECT state, attempt, hits FROM verification_jobs")
        return row

    def calls(self, kind: str = "") -> int:
        """Return the number of requests to Activision whose path contains `kind`."""
        return sum(kind in path for path in self.activision.calls())

    def settlements(self) -> int:
        """Return how many ledger transactions settled the pot."""
        ((times,),) = self.arena.sql(
            "SELECT count(*) FROM transactions WHERE type IN"
            f" ('wager_win', 'wager_refund', 'wager_split') AND match_id = {self.match_id}"
        )
        return int(times)


_NAMES = {"player1": "ace", "player2": "viper"}


def begin(
    arena: Arena,
    activision: Activision,
    *,
    wager: int = 500,
    money: int | None = None,
    ready: bool = True,
    former: tuple[str, str] = (ACE, VIPER),
) -> Duel:
    """Pair the two with a stake that is their whole balance, unless `money` is given.

    `former` played a public game yesterday, so that a lookup shows their ids.
    """
    ace, viper = (arena.player(money=money or wager, cod_username=None) for _ in range(2))
    for name in {ACE, VIPER, *former}:
        activision.player(name)
    activision.add_game(*former, ended_ago_s=86_400, private=False)
    for player, name in ((ace, ACE), (viper, VIPER)):
        player.http.put("/users/me/game-accounts/battle", json={"username": name})
    activision.run_jobs("cod")
    duel = Duel(arena, activision, ace, viper, match_id=0)
    pair(duel, wager=wager)
    if ready:
        for player in (ace, viper):
            player.ready(duel.match_id)
        duel.set_start(minutes_ago=10)
    return duel


def pair(duel: Duel, *, wager: int) -> None:
    """Pair the two (again), on the platform of their names; the duel is about this match now."""
    duel.ace.join(wager, platform="battle")
    duel.match_id = int(duel.viper.join(wager, platform="battle").json()["match_id"])
    assert duel.ace.match(duel.match_id)["my_seat"] == "player1"


@pytest.fixture
def duel(arena: Arena, activision: Activision) -> Duel:
    return begin(arena, activision)
