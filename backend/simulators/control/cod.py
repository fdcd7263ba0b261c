"""/_sim/cod: who plays Call of Duty, what was played, and what goes wrong at Activision."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel, ConfigDict, ValidationError

from simulators.clock import iso
from simulators.cod import switches
from simulators.cod.games import Game, ShortForm
from simulators.cod.people import CodPlayer, CodToken
from simulators.cod.scenarios import SCENARIOS
from simulators.cod.switches import CodSwitches
from simulators.cod.trouble import CodFault
from simulators.deps import WorldDep

router = APIRouter(prefix="/cod")

Facts = Annotated[dict[str, Any], Body()]


@router.get("/switches")
async def show_switches(world: WorldDep) -> CodSwitches:
    """Show the switches."""
    return world.cod.people.switches()


@router.put("/switches")
async def change_switches(world: WorldDep, changes: Facts) -> CodSwitches:
    """Change some switches; the rest stays."""
    present = world.cod.people.switches().model_dump()
    try:
        wanted = CodSwitches.model_validate({**present, **changes})
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error
    switches.write(world.store, wanted)
    return wanted


@router.get("/players")
async def list_players(world: WorldDep) -> list[CodPlayer]:
    """List everybody, newest first."""
    return world.cod.people.all()


@router.post("/players", status_code=201)
async def put_player(world: WorldDep, facts: Facts) -> CodPlayer:
    """Make a player, or change the one with this uno."""
    try:
        return world.cod.people.put(facts)
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error


@router.get("/tokens")
async def list_tokens(world: WorldDep) -> list[CodToken]:
    """List the tokens that were put."""
    return world.cod.people.tokens()


@router.post("/tokens", status_code=201)
async def put_token(world: WorldDep, token: CodToken) -> CodToken:
    """Make a token, or change it."""
    world.cod.people.put_token(token)
    return token


@router.get("/matches")
async def list_matches(world: WorldDep) -> list[dict[str, Any]]:
    """List what was played, the latest first."""
    return [_view(game) for game in world.cod.games.all()]


@router.post("/matches", status_code=201)
async def play(world: WorldDep, told: ShortForm) -> dict[str, Any]:
    """Let a match have been played, said in the short form."""
    try:
        return _view(world.cod.games.play(told))
    except KeyError as error:
        raise HTTPException(422, f"nobody is called {error}") from error
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error


class Cast(BaseModel):
    """Who plays a scenario: ids or names of players who are there, and the code of their match."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    p1: str
    p2: str
    code: str | None = None
    ended_ago_s: float = 60.0


@router.post("/scenario/{number}", status_code=201)
async def load_scenario(world: WorldDep, number: int, cast: Cast) -> dict[str, Any]:
    """Make the world that a scenario of cod-api.md §5.5 needs; faults of before are gone.

    What was played ended `ended_ago_s` before now, where the scenario does not say when.
    """
    scenario = SCENARIOS.get(number)
    if scenario is None:
        raise HTTPException(404, "the scenarios are 1 to 52")
    people = world.cod.people
    seats = {name: people.find(getattr(cast, name)) for name in ("p1", "p2")}
    for name, player in seats.items():
        if player is None:
            raise HTTPException(422, f"nobody is called {getattr(cast, name)}")
    world.cod.troubles.clear()
    switches.write(
        world.store,
        CodSwitches.model_validate(
            {
                **people.switches().model_dump(),
                "private_matches": "visible",
                "partial_first": False,
                "shutdown": False,
                "ingest_delay_s": 0,
                "privacy_lag_s": 0,
                **scenario.switches,
            }
        ),
    )
    unos = {name: player.uno for name, player in seats.items() if player is not None}
    if "third" in str(scenario.games):
        unos["third"] = people.put({"names": {"battle": "Third#3"}}).uno
    for name in scenario.closed:
        player = people.get(unos[name])
        platforms = player.names if player is not None else ()
        people.put({"uno": unos[name], "data_visible": dict.fromkeys(platforms, "none")})
    played = []
    for game in scenario.games:
        told = {"p1": "p1", "p2": "p2", "code": cast.code, "ended_ago_s": cast.ended_ago_s, **game}
        told |= {name: unos[told[name]] for name in ("p1", "p2")}
        told["others"] = [unos[name] for name in game.get("others", ())]
        played.append(_view(world.cod.games.play(ShortForm.model_validate(told))))
    for fault in scenario.faults:
        world.cod.troubles.add(CodFault.model_validate(fault))
    return {"number": number, "about": scenario.about, "matches": played}


@router.post("/faults", status_code=201)
async def add_fault(world: WorldDep, fault: CodFault) -> dict[str, Any]:
    """Queue a fault."""
    return {"id": world.cod.troubles.add(fault), **fault.model_dump()}


@router.get("/faults")
async def list_faults(world: WorldDep) -> list[dict[str, Any]]:
    """List what is still queued."""
    return world.cod.troubles.waiting()


@router.delete("/faults", status_code=204)
async def clear_faults(world: WorldDep) -> None:
    """Let everything go right again."""
    world.cod.troubles.clear()


def _view(game: Game) -> dict[str, Any]:
    body = game.model_dump()
    for side in body["sides"]:
        side["visible_at_iso"] = iso(side["visible_at"])
    return body
