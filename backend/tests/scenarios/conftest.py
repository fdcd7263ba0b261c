"""The stage of the scenarios: stakes of 500 each, and Activision in both of its habits.

Each story is told twice. `visible`: Activision shows private matches, and the table's row is meant
literally. `hidden`, as it most probably is: of a private match the data show nothing, and what
follows is what the rules give without evidence (reports, silence, refund, a referee). A test says
which; its steps go through the API, the workers, PostgreSQL and the simulator of Activision.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import arena, evidence_folder, regulars
from tests.support.activision import Activision
from tests.support.arena import Arena
from tests.support.duel import Duel, begin

__all__ = ["arena", "evidence_folder", "regulars"]

# What both wallets hold, available and in play: Ace's, then Viper's. The pot of 1000 pays 900.
_NOTHING, _STAKED, _BACK, _PRIZE = (
    ("0.00", "0.00"),
    ("0.00", "500.00"),
    ("500.00", "0.00"),
    ("900.00", "0.00"),
)
HELD, REFUNDED = (_STAKED, _STAKED), (_BACK, _BACK)
ACE_PAID, VIPER_PAID = (_PRIZE, _NOTHING), (_NOTHING, _PRIZE)

# A second more than each clock (the settings' own, in seconds).
READY, PLAY, LATE, ANSWER, CONTEST, CORRECTION = 901, 7_201, 1_801, 1_801, 901, 601
EVIDENCE, RULING = 10_801, 86_401


@dataclass
class Scene(Duel):
    """A match between the two, and whether Activision shows private ones."""

    visible: bool

    def played_unseen(self) -> None:
        """Nothing is to be seen: what was played is hidden, or nothing was played."""
        if not self.visible:
            self.played()

    def agree(self) -> None:
        """Both say that Ace won."""
        self.say(ace="won", viper="lost")

    def both_claim_victory(self) -> None:
        """They contradict each other."""
        self.say(ace="won", viper="won")


@pytest.fixture(params=["hidden", "visible"])
def new_scene(
    request: pytest.FixtureRequest, arena: Arena, activision: Activision, evidence_folder: Path
) -> Callable[..., Scene]:
    """`new_scene(wager=1001)` begins a match, under either habit of Activision."""
    activision.switch(private_matches=request.param)

    def new(**terms: Any) -> Scene:
        duel = begin(arena, activision, **terms)
        facts = {field.name: getattr(duel, field.name) for field in fields(duel)}
        return Scene(**facts, visible=request.param == "visible")

    return new


@pytest.fixture
def scene(new_scene: Callable[..., Scene]) -> Scene:
    """A match that began ten minutes ago, under either habit of Activision."""
    return new_scene()
