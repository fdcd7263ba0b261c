"""Two players who are known at Activision, in a match that began ten minutes ago."""

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
    """Two players who are known in the game, and their match; Ace has the first seat."""

    arena: Arena
    activision: Activision
    ace: Player
    viper: Player
    match_id: int

    # ── What they do ──

    def played(self, **told: Any) -> Any:
        """Let the two have played; says what Activision wrote down."""
        return self.activision.play(ACE, VIPER, **told)

    def say(self, ace: str | None = None, viper: str | None = None) -> None:
        """Let one or both report, Ace first."""
        for player, word in ((self.ace, ace), (self.viper, viper)):
            if word is not None:
                answer = player.report(self.match_id, word)
                assert answer.status_code == 200, answer.text

    def show(self, player: Player, *, seed: int | None = None, **words: str) -> None:
        """Let a player show a picture of the scoreboard."""
        board = photo(player.id if seed is None else seed)
        files = [("pictures", ("board.jpg", board, "image/jpeg"))]
        path = f"/matches/{self.match_id}/evidence"
        answer = player.http.post(path, files=files, data=words)
        assert answer.status_code == 201, answer.text

    def complain(self, player: Player, reason: str) -> None:
        """Let a player dispute the match."""
        body = {"reason": reason, "statement": "That is not what we agreed on."}
        answer = player.post(f"/matches/{self.match_id}/dispute", body)
        assert answer.status_code == 200, answer.text

    # ── What time and workers do ──

    def look(self, times: int = 1) -> None:
        """Have a worker look, as often as its moments come."""
        for _ in range(times):
            self._let_a_look_be_due()
            self.activision.round()

    def looked(self, times: int = 3) -> None:
        """Plan, look, look again; and the match is weighed."""
        self.look(times)
        self.activision.run_jobs("play")

    def look_while(self, deed: Callable[[], object]) -> None:
        """Have a worker look, and let something be done before Activision has answered."""
        self._let_a_look_be_due()
        self.activision.fault("slow", ms=300)
        with ThreadPoolExecutor(max_workers=1) as pool:
            looking = pool.submit(self.activision.round)
            while not looking.done() and not self._is_being_looked_for():
                pass
            deed()
            looking.result()
        self.activision.run_jobs("play")

    def silent(self) -> None:
        """Nobody reports; after twenty minutes we look by ourselves."""
        self.began(minutes_ago=30)

    def began(self, *, minutes_ago: int) -> None:
        """Move the moment at which both were ready."""
        ago = f"now() - interval '{minutes_ago} minutes'"
        self.arena.sql(f"UPDATE matches SET started_at = {ago} WHERE id = {self.match_id}")

    def pass_time(self, seconds: float) -> None:
        """Let the clocks of match and dispute run."""
        self.arena.let_time_pass(seconds)
        sweep_matches()

    def agreed(self, **terms: str) -> None:
        """Let the two have agreed on terms that the queue does not offer (yet)."""
        what = ", ".join(f"{name} = {value}" for name, value in terms.items())
        self.arena.sql(
            f"ALTER TABLE matches DISABLE TRIGGER terms; UPDATE matches SET {what};"
            "ALTER TABLE matches ENABLE TRIGGER terms"
        )

    def _let_a_look_be_due(self) -> None:
        due = "UPDATE verification_jobs SET next_poll_at = now(), lease_until = NULL"
        self.arena.sql(f"{due} WHERE state = 'waiting'")

    def _is_being_looked_for(self) -> bool:
        return self.arena.sql("SELECT 1 FROM verification_jobs WHERE next_poll_at > now()") != []

    # ── How it stands ──

    def seen(self) -> Json:
        """Return the match as Ace sees it."""
        return self.ace.match(self.match_id)

    def seat(self, name: str) -> str:
        """Return the seat of "ace" or "viper"."""
        return {"ace": "player1", "viper": "player2"}[name]

    def stands(self) -> tuple[str, str | None, str | None]:
        """Return the status, the result and what is proposed; a winner by his name."""
        return self.seen()["status"], self.state()[2], self.proposed()

    def state(self) -> tuple[str, str, str | None, str | None]:
        """Return status, finer state, result and reason; a winner by his name."""
        seen = self.seen()
        result = _NAMES.get(seen["result"], seen["result"])
        return seen["status"], seen["verification_state"], result, seen["reason"]

    def proposed(self) -> str | None:
        """Return what is proposed; a winner by his name."""
        result = self.seen()["proposed_result"]
        return _NAMES.get(result, result)

    def money(self) -> tuple[Wallet, Wallet]:
        """Return what both have, available and in play."""
        return self.ace.wallet(), self.viper.wallet()

    def holds(self) -> list[tuple[str, str, str]]:
        """Return whose money stays here for a day, how much, and why."""
        rows = self.arena.sql(
            "SELECT user_id, amount, reason, until - now() BETWEEN '23:58' AND '24:00'"
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
        """Return outcome (a seat), grade and flags of all that Activision showed of the match."""
        rows = self.arena.sql(
            "SELECT outcome, grade, flags FROM match_evidence"
            f" WHERE match_id = {self.match_id} ORDER BY id"
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def proofs(self) -> list[tuple[str, str, list[str]]]:
        """Return the same with a winner by his name."""
        return [(_NAMES.get(one, one), grade, flags) for one, grade, flags in self.evidence()]

    def grades(self) -> set[str]:
        """Return how sure what Activision showed was."""
        return {grade for _, grade, _ in self.evidence()}

    def job(self) -> tuple[Any, ...]:
        """Return state, attempt and hits of the looking."""
        (row,) = self.arena.sql("SELECT state, attempt, hits FROM verification_jobs")
        return row

    def calls(self, kind: str = "") -> int:
        """Return how often Activision was called."""
        return sum(kind in path for path in self.activision.calls())

    def settlements(self) -> int:
        """Return how often the pot was paid out."""
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
    """Let the two meet over a stake that is all they have, unless `money` says otherwise.

    `former` have played in public yesterday, so that a look at them shows their ids.
    """
    ace, viper = (arena.player(money=money or wager) for _ in range(2))
    for name in {ACE, VIPER, *former}:
        activision.player(name)
    activision.play(*former, ended_ago_s=86_400, private=False)
    for player, name in ((ace, ACE), (viper, VIPER)):
        player.http.put("/users/me/game-accounts/battle", json={"username": name})
    activision.run_jobs("cod")
    duel = Duel(arena, activision, ace, viper, match_id=0)
    meet(duel, wager=wager)
    if ready:
        for player in (ace, viper):
            player.ready(duel.match_id)
        duel.began(minutes_ago=10)
    return duel


def meet(duel: Duel, *, wager: int) -> None:
    """Let the two find each other (again); from now on the duel is about this match."""
    duel.ace.join(wager)
    duel.match_id = int(duel.viper.join(wager).json()["match_id"])
    assert duel.ace.match(duel.match_id)["my_seat"] == "player1"


@pytest.fixture
def duel(arena: Arena, activision: Activision) -> Duel:
    return begin(arena, activision)
