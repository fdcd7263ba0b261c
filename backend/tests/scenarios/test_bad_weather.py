"""With Activision down, slow, lying or sending pages for people, every story ends as without it.

Without it: switched off, as it is by default. The whole suite can be run like this, too:
`pytest --faults=down` (see docs/flows/verification.md).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from tests.scenarios.stories import STORIES, outcome_of
from tests.support.arena import Arena, Json
from tests.support.fault_injection import HARMLESS, Sky, bad_weather
from tests.support.fault_kinds import FaultKind

HELD = [["0.00", "500.00"], ["0.00", "500.00"]]

# What sound records of the wrong winner change, by the rows of cod-api.md §5.5 and §5.3. The second
# player won according to them. All others end the same, in money too.
CHANGED: dict[str, tuple[list[str | None], list[list[str]]]] = {
    # 5: data against a report are never paid by themselves.
    "agree": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "draw": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "play_a_draw_again": (["disputed", "evidence", None, "data_contradicts"], HELD),
    "silence_with_proof": (["disputed", "evidence", None, "data_contradicts"], HELD),
    # They were disputed anyhow; the reason is another one.
    "contradict": (["disputed", "evidence", None, "data_contradicts"], HELD),
    # 3: nobody objects to what they say.
    "nobody_reports": (
        ["completed", "settled", "player2", "game_data"],
        [["0.00", "0.00"], ["900.00", "0.00"]],
    ),
}

_clear: dict[str, Json] = {}

Skies = Callable[[FaultKind], AbstractContextManager[Sky]]


@pytest.fixture
def skies(request: pytest.FixtureRequest, evidence_folder: Any) -> Skies:
    """`skies("down")` switches Activision on, in that weather."""
    names = ("simulators_url", "database", "redis", "run_jobs")
    return partial(_sky, *[request.getfixturevalue(name) for name in names])


def _sky(url: str, database: Any, redis: Any, run_jobs: Any, weather: FaultKind) -> Any:
    return bad_weather(weather, url, database, redis, run_jobs)


def tell_all(arena: Arena) -> dict[str, Json]:
    return {name: outcome_of(story(arena)) for name, story in STORIES.items()}


def in_clear_sky(arena: Arena) -> dict[str, Json]:
    """Tell all stories once with Activision switched off; what follows is compared with this."""
    if not _clear:
        _clear.update(tell_all(arena))
    return _clear


@pytest.mark.parametrize("weather", HARMLESS)
def test_no_result_and_no_balance_differs(weather: FaultKind, arena: Arena, skies: Skies) -> None:
    without = in_clear_sky(arena)
    with skies(weather) as sky, arena.under(sky):
        assert tell_all(arena) == without
        assert sky.calls() > 0


def test_sound_records_of_the_wrong_winner_change_what_the_table_says(
    arena: Arena, skies: Skies
) -> None:
    without = in_clear_sky(arena)
    with skies("treacherous") as sky, arena.under(sky):
        told = tell_all(arena)
    the_same = STORIES.keys() - CHANGED.keys()
    assert {name: told[name] for name in the_same} == {name: without[name] for name in the_same}
    stands = {name: told[name]["stands"] for name in CHANGED}
    wallets = {name: [list(wallet) for wallet in told[name]["wallets"]] for name in CHANGED}
    assert {name: (stands[name], wallets[name]) for name in CHANGED} == CHANGED
