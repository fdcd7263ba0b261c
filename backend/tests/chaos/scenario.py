"""Two new players register, deposit, are paired, play, and one of them wins.

The scenario stops at any step and goes on from there, whatever was killed in between.
"""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any

from tests.chaos.player import Player, eventually


class Step(IntEnum):
    """The steps of the scenario in their order; it can be stopped after each."""

    BEGINNING = 0
    REGISTERED = 1  # two accounts, the codes are on their way
    VERIFIED = 2
    DEPOSIT_REQUESTED = 3  # answered 202; perhaps no worker has called M-Pesa yet
    PROMPTED = 4  # a prompt is shown on each phone
    PAID = 5  # both have typed their PIN; perhaps no callback yet
    CREDITED = 6
    ONE_QUEUED = 7  # one is in the queue
    PAIRED = 8
    ONE_READY = 9
    ACTIVE = 10
    ONE_REPORTED = 11
    OVER = 12


class Scenario:
    """Amina wins, Brian loses; each has KES 500 and stakes 100."""

    def __init__(self, *, api_url: str, sim_url: str) -> None:
        self.amina = Player(api_url=api_url, sim_url=sim_url)
        self.brian = Player(api_url=api_url, sim_url=sim_url)
        self.both = (self.amina, self.brian)
        self.step = Step.BEGINNING
        self.deposits: dict[Player, int] = {}
        self.match_id = 0

    def close(self) -> None:
        """Close the players' connections."""
        for player in self.both:
            player.close()

    def play(self, *, until: Step = Step.OVER) -> None:
        """Do the steps that are left, up to and including `until`."""
        actions: dict[Step, Callable[[], None]] = {
            Step.REGISTERED: self._register,
            Step.VERIFIED: self._verify,
            Step.DEPOSIT_REQUESTED: self._request_deposits,
            Step.PROMPTED: self._await_prompts,
            Step.PAID: self._pay,
            Step.CREDITED: self._await_money,
            Step.ONE_QUEUED: lambda: self.queue(self.amina),
            Step.PAIRED: self._pair,
            Step.ONE_READY: lambda: self.ready(self.amina),
            Step.ACTIVE: lambda: self.ready(self.brian),
            Step.ONE_REPORTED: lambda: self.report(self.amina, "won"),
            Step.OVER: lambda: self.report(self.brian, "lost"),
        }
        for step in Step:
            if self.step < step <= until:
                actions[step]()
                self.step = step

    def _register(self) -> None:
        for player in self.both:
            player.answer_prompts_by_hand()
            player.register()

    def _verify(self) -> None:
        for player in self.both:
            player.verify()

    def _request_deposits(self) -> None:
        for player in self.both:
            made = player.do("/payments/deposits", {"amount": 500}, intent="deposit")
            self.deposits[player] = made["id"]

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
        """Join the queue with a stake of KES 100."""
        answer = player.do("/matchmaking/queue", {"wager_amount": 100}, intent="queue")
        assert answer["status"] in {"searching", "matched"}, answer

    def _pair(self) -> None:
        self.queue(self.brian)
        first, second = (eventually(partial(match_of, one), "an opponent") for one in self.both)
        assert first == second
        self.match_id = first

    def ready(self, player: Player) -> None:
        """Confirm that the player is in the game's lobby."""
        player.do(f"/matches/{self.match_id}/ready", intent="ready")

    def report(self, player: Player, outcome: str) -> None:
        """Report the outcome."""
        player.do(f"/matches/{self.match_id}/report", {"outcome": outcome}, intent="report")

    def check_ending(self) -> None:
        """Assert what the API shows both players at the end: pot KES 200, fee 20, prize 180."""
        for player, money in ((self.amina, "580.00"), (self.brian, "400.00")):
            wallet = player.get("/payments/wallet")
            assert wallet == {
                "available": money,
                "playable": money,
                "held": "0.00",
                "in_play": "0.00",
                "withdrawing": "0.00",
                "total": money,
                "owed": "0.00",
                "holds": [],
            }
            match = player.get(f"/matches/{self.match_id}")
            assert (match["status"], match["reason"]) == ("completed", "agreed")
            assert [one["id"] for one in player.get("/matches")["items"]] == [self.match_id]
            deposits = player.get("/payments/deposits")["items"]
            assert [one["status"] for one in deposits] == ["completed"]
            assert len(player.prompts()) == 1, "a second prompt was sent"
            assert player.get("/matchmaking/queue")["status"] == "idle"


def match_of(player: Player) -> int:
    """Return the id of the player's current match, 0 if there is none."""
    return player.get("/matchmaking/queue")["match_id"] or 0
