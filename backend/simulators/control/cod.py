"""/_sim/cod: who plays Call of Duty, what was played, and what goes wrong at Activision."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException
from pydantic import ValidationError

from simulators.clock import iso
from simulators.cod import switches
from simulators.cod.games import Game, ShortForm
from simulators.cod.people import CodPlayer, CodToken
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
