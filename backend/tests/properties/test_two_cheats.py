"""Two accounts that do their best for an evening take out no more than they put in, plus what an
honest opponent lost to them; and two new ones are as little known to stakes and boards as before.

`CHEATS_EVENINGS=500` searches longer; an evening that was lost is played again by its number.
"""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.api.conftest import arena, evidence_folder, rematches_allowed
from tests.properties.cheats import Evening
from tests.properties.strategies import STRATEGIES, try_anything
from tests.support.arena import Arena

__all__ = ["arena", "evidence_folder", "rematches_allowed"]

EVENINGS = int(os.environ.get("CHEATS_EVENINGS", "6"))  # noqa: TID251  # not the app's
STEPS = 40

pytestmark = pytest.mark.usefixtures("rematches_allowed")


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda strategy: strategy.__name__)
def test_what_comes_to_mind_first_pays_nothing(
    arena: Arena, evidence_folder: Path, strategy: Callable[[Evening], None]
) -> None:
    evening = Evening(arena, Random(strategy.__name__))
    strategy(evening)
    evening.check()
    evening.end()
    evening.check()


@pytest.mark.parametrize("number", range(EVENINGS))
def test_an_evening_of_trying_anything_pays_nothing(
    arena: Arena, evidence_folder: Path, number: int
) -> None:
    evening = Evening(arena, Random(number))
    try_anything(evening, steps=STEPS)
    evening.check()
    evening.end()
    evening.check()
