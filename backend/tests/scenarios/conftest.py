"""Matches for the scenarios: stakes of KES 500 each, with and without visible private games.

Each scenario runs twice. `visible`: Activision shows private games, as the table assumes.
`hidden`, the likely case: the data show no private game, and the rules without evidence apply
(reports, silence, refund, a referee). The steps go through the API, the workers, PostgreSQL and
the simulated Activision.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import arena, evidence_folder, rematches_allowed
from tests.support.activision import Activision
from tests.support.arena import Arena
from tests.support.duel import Duel, begin

__all__ = ["arena", "evidence_folder", "rematches_allowed"]

# Wallets of Ace and of Viper: available and in play (KES). The pot of 1,000 pays 900.
_NOTHING, _STAKED, _BACK, _PRIZE = (
    ("0.00", "0.00"),
    ("0.00", "500.00"),
    ("500.00", "0.00"),
    ("900.00", "0.00"),
)
HELD, REFUNDED = (_STAKED, _STAKED), (_BACK, _BACK)
ACE_PAID, VIPER_PAID = (_PRIZE, _NOTHING), (_NOTHING, _PRIZE)

# One second more than each deadline of the settings.
READY, PLAY, LATE, ANSWER, CONTEST, CORRECTION = 901, 7_201, 1_801, 1_801, 901, 601
UNREACHED = 7_201  # after ANSWER
EVIDENCE, RULING = 10_801, 86_401


@dataclass
class ScenarioMatch(Duel):
    """A match of the two; `visible` says whether Activision shows private games."""

    visible: bool

    def add_hidden_game(self) -> None:
        """Add a game if private games are hidden, so that no game is visible either way."""
        if not self.visible:
            self.add_game()

    def both_report_ace(self) -> None:
        """Both say that Ace won."""
        self.report(ace="won", viper="lost")

    def both_claim_victory(self) -> None:
        """Both report a win."""
        self.report(ace="won", viper="won")


@pytest.fixture(params=["hidden", "visible"])
def new_scenario_match(
    request: pytest.FixtureRequest, arena: Arena, activision: Activision, evidence_folder: Path
) -> Callable[..., ScenarioMatch]:
    """`new_scenario_match(wager=1001)` begins a match, with hidden and with visible games."""
    activision.switch(private_matches=request.param)

    def new(**terms: Any) -> ScenarioMatch:
        duel = begin(arena, activision, **terms)
        facts = {field.name: getattr(duel, field.name) for field in fields(duel)}
        return ScenarioMatch(**facts, visible=request.param == "visible")

    return new


@pytest.fixture
def match(new_scenario_match: Callable[..., ScenarioMatch]) -> ScenarioMatch:
    """A match that began ten minutes ago, with hidden and with visible games."""
    return new_scenario_match()
