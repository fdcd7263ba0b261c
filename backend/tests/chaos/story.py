"""The story of the main job, told once: two strangers deposit, meet, play, and one is paid.

It stops at any moment and goes on from there, whatever has been killed in between.
"""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any

from tests.chaos.player import Player, eventually


class Moment(IntEnum):
    """Where the story can be stopped, in its order."""

    BEGINNING = 0
    REGISTERED = 1  # two accounts, the codes are on their way
    VERIFIED = 2
    DEPOSIT_ASKED = 3  # answered 202; perhaps nobody has called M-Pesa yet
    PROMPTED = 4  # a prompt stands on each phone
    PAID = 5  # both have typed their PIN; perhaps no callback yet
    CREDITED = 6
    ONE_WAITS = 7  # one is in the queue
    PAIRED = 8
    ONE_READY = 9
    ACTIVE = 10
    ONE_REPORTED = 11
    OVER = 12


class Story:
    """Amina wins, Brian loses; each has KES 500 and stakes 100."""

    def __init__(self, *, api_url: str, sim_url: str) -> None:
        self.amina = Player(api_url=api_url, sim_url=sim_url)
        self.brian = Player(api_url=api_url, sim_url=sim_url)
        self.both = (self.amina, self.brian)
        self.moment = Moment.BEGINNING
        self.deposits: dict[Player, int] = {}
        self.match_id = 0

    def close(self) -> None:
        """Let the players go home."""
        for player in self.both:
            player.close()

    def play(self, *, until: Moment = Moment.OVER) -> None:
        """Go on from where the story stands."""
        tell: dict[Moment, Callable[[], None]] = {
            Moment.REGISTERED: self._register,
            Moment.VERIFIED: self._verify,
            Moment.DEPOSIT_ASKED: self._ask_for_deposits,
            Moment.PROMPTED: self._await_prompts,
            Moment.PAID: self._pay,
            Moment.CREDITED: self._await_money,
            Moment.ONE_WAITS: lambda: self.queue(self.amina),
            Moment.PAIRED: self._meet,
            Moment.ONE_READY: lambda: self.ready(self.amina),
            Moment.ACTIVE: lambda: self.ready(self.brian),
            Moment.ONE_REPORTED: lambda: self.report(self.amina, "won"),
            Moment.OVER: lambda: self.report(self.brian, "lost"),
        }
        for moment in Moment:
            if self.moment < moment <= until:
                tell[moment]()
                self.moment = moment

    def _register(self) -> None:
        for player in self.both:
            player.thumb_on_prompts()
            player.register()

    def _verify(self) -> None:
        for player in self.both:
            player.verify()

    def _ask_for_deposits(self) -> None:
        for player in self.both:
            asked = player.do("/payments/deposits", {"amount": 500}, intent="deposit")
            self.deposits[player] = asked["id"]

    def _await_prompts(self) -> None:
        for player in self.both:
            eventually(player.open_prompt, f"a prompt on the phone of {player.name}")

    def _pay(self) -> None:
        for player in self.both:
            player.type_pin()

    def _await_money(self) -> None:
        for player in self.both:
            seen = eventually(partial(self._final_deposit, player), "the end of a deposit")
            assert seen["status"] == "completed", seen

    def _final_deposit(self, player: Player) -> Any:
        seen = player.get(f"/payments/deposits/{self.deposits[player]}")
        return None if seen["status"] == "pending" else seen

    def queue(self, player: Player) -> None:
        """Stake 100 and look for an opponent."""
        answer = player.do("/matchmaking/queue", {"wager_amount": 100}, intent="queue")
        assert answer["status"] in {"searching", "matched"}, answer

    def _meet(self) -> None:
        self.queue(self.brian)
        first, second = (eventually(partial(match_of, one), "an opponent") for one in self.both)
        assert first == second
        self.match_id = first

    def ready(self, player: Player) -> None:
        """Say "I am in the lobby"."""
        player.do(f"/matches/{self.match_id}/ready", intent="ready")

    def report(self, player: Player, outcome: str) -> None:
        """Say how it ended."""
        player.do(f"/matches/{self.match_id}/report", {"outcome": outcome}, intent="report")

    def check_ending(self) -> None:
        """Assert what both players read when it is over: pot 200, fee 20, prize 180."""
        for player, money in ((self.amina, "580.00"), (self.brian, "400.00")):
            wallet = player.get("/payments/wallet")
            assert wallet == {
                "available": money,
                "in_play": "0.00",
                "withdrawing": "0.00",
                "total": money,
                "owed": "0.00",
            }
            match = player.get(f"/matches/{self.match_id}")
            assert (match["status"], match["reason"]) == ("completed", "agreed")
            assert [one["id"] for one in player.get("/matches")["items"]] == [self.match_id]
            deposits = player.get("/payments/deposits")["items"]
            assert [one["status"] for one in deposits] == ["completed"]
            assert len(player.prompts()) == 1, "a second prompt was sent"
            assert player.get("/matchmaking/queue")["status"] == "idle"


def match_of(player: Player) -> int:
    """Return the match in which a player has a seat, 0 while there is none."""
    return player.get("/matchmaking/queue")["match_id"] or 0
