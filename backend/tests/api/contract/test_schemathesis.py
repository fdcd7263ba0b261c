"""Answers to requests that nobody thought of are as the contract says, in each role.

A few thousand requests, the same each time. `SCHEMATHESIS_LONG=1` sends 40,000 and more, another
number as many others.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import RateSettings, get_settings
from tests.api.contract.generated_requests import Amount, Role, run
from tests.api.contract.world import World, build
from tests.support.arena import Arena

_LONG = int(os.environ.get("SCHEMATHESIS_LONG", "0"))  # noqa: TID251  # not the app's
# What the schema allows is tried in every role; what it refuses is refused before the role counts,
# and the admin is let through to most of it.
_SHORT = {
    "anonymous": Amount(seed=1, limits="positive", at_random=1, chains=0),
    "player": Amount(seed=1, limits="positive", at_random=1, chains=0),
    "support": Amount(seed=2, limits="", at_random=1, chains=0),
    "referee": Amount(seed=3, limits="", at_random=1, chains=0),
    "finance": Amount(seed=4, limits="", at_random=1, chains=0),
    "admin": Amount(seed=1, limits="all", at_random=2, chains=0),
}
# Of each role; the three that may less than an admin are sent examples and requests at random.
_LEAST = {
    name: 13_400 if _LONG else 700 if amount.limits else 100 for name, amount in _SHORT.items()
}
_NO_RULE = "1000000 per second"
_NUMBERS = {"sockets_per_address", "address_factor"}  # all others are rules


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The API counts no requests, lets nobody wait, and signs nobody out after some time."""
    for name in RateSettings.model_fields.keys() - _NUMBERS:
        monkeypatch.setenv(f"RATE_{name.upper()}", _NO_RULE)
    monkeypatch.setenv("LOGIN_FORGOT_SECONDS", "0")
    for name in ("ACCESS_SECONDS", "ADMIN_IDLE_SECONDS", "ADMIN_REFRESH_SECONDS"):
        monkeypatch.setenv(f"LOGIN_{name}", "86400")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def world(unlimited: None, arena: Arena, evidence_folder: Path) -> World:
    """Players and what belongs to them."""
    return build(arena)


@pytest.fixture(params=_SHORT)
def role(request: pytest.FixtureRequest, arena: Arena, world: World) -> Role:
    """Who sends the requests."""
    if request.param == "anonymous":
        return Role("anonymous")
    if request.param == "player":
        return Role("player", caller=world.callers["owner"], leaver=arena.player())
    caller = world.callers[request.param]
    return Role(request.param, caller=caller, leaver=arena.player())


def test_every_answer_is_as_the_contract_says(
    role: Role, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    amount = Amount(_LONG, limits="all", at_random=150, chains=150) if _LONG else _SHORT[role.name]
    report = run(world.url, role, amount, _known(world))
    if _LONG:
        with capsys.disabled():
            sys.stdout.write(f"\n{role.name}: {report}\n")
    assert not report.faults, "\n\n".join(report.faults.values())
    assert report.total >= _LEAST[role.name]
    if role.caller is not None:
        assert role.caller.request("GET", "/users/me").is_success, "signed out on the way"


def _known(world: World) -> dict[str, set[Any]]:
    """Return, of each parameter of a path, what stands for something that is there."""
    known: dict[str, set[Any]] = {}
    for ids in (world.ids, world.partys, world.staffs):
        for name, value in ids.items():
            known.setdefault("match_id" if name == "appealed" else name, set()).add(value)
    return known
