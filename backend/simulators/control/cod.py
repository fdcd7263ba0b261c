"""/_sim/cod: players, matches, switches and faults of Activision."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel, ConfigDict, ValidationError

from simulators.cod import switches
from simulators.cod.faults import CodFault
from simulators.cod.games import Game, ShortForm
from simulators.cod.players import CodPlayer, CodToken
from simulators.cod.scenarios import SCENARIOS
from simulators.cod.switches import CodSwitches
from simulators.core.clock import iso
from simulators.deps import SimulationDep

router = APIRouter(prefix="/cod")

Facts = Annotated[dict[str, Any], Body()]


@router.get("/switches")
async def show_switches(simulation: SimulationDep) -> CodSwitches:
    """Show the switches."""
    return simulation.cod.players.switches()


@router.put("/switches")
async def change_switches(simulation: SimulationDep, changes: Facts) -> CodSwitches:
    """Change some switches; the rest stays."""
    present = simulation.cod.players.switches().model_dump()
    try:
        wanted = CodSwitches.model_validate({**present, **changes})
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error
    switches.write(simulation.store, wanted)
    return wanted


@router.get("/players")
async def list_players(simulation: SimulationDep) -> list[CodPlayer]:
    """List all players, newest first."""
    return simulation.cod.players.all()


@router.post("/players", status_code=201)
async def put_player(simulation: SimulationDep, facts: Facts) -> CodPlayer:
    """Make a player, or change the one with this uno."""
    try:
        return simulation.cod.players.put(facts)
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error


@router.get("/tokens")
async def list_tokens(simulation: SimulationDep) -> list[CodToken]:
    """List the tokens that were put."""
    return simulation.cod.players.tokens()


@router.post("/tokens", status_code=201)
async def put_token(simulation: SimulationDep, token: CodToken) -> CodToken:
    """Make a token, or change it."""
    simulation.cod.players.put_token(token)
    return token


@router.get("/matches")
async def list_matches(simulation: SimulationDep) -> list[dict[str, Any]]:
    """List what was played, the latest first."""
    return [_view(game) for game in simulation.cod.games.all()]


@router.post("/matches", status_code=201)
async def play(simulation: SimulationDep, reported: ShortForm) -> dict[str, Any]:
    """Let a match have been played, said in the short form."""
    try:
        return _view(simulation.cod.games.play(reported))
    except KeyError as error:
        raise HTTPException(422, f"nobody is called {error}") from error
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error


class ScenarioPlayers(BaseModel):
    """The players of a scenario: ids or names of known players, and the code of their match."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    p1: str
    p2: str
    code: str | None = None
    ended_ago_s: float = 60.0


@router.post("/scenario/{number}", status_code=201)
async def load_scenario(
    simulation: SimulationDep, number: int, cast: ScenarioPlayers
) -> dict[str, Any]:
    """Make the matches and faults of scenario 1 to 52; earlier faults are deleted.

    What was played ended `ended_ago_s` before now, where the scenario does not say when.
    """
    scenario = SCENARIOS.get(number)
    if scenario is None:
        raise HTTPException(404, "the scenarios are 1 to 52")
    players = simulation.cod.players
    seats = {name: players.find(getattr(cast, name)) for name in ("p1", "p2")}
    for name, player in seats.items():
        if player is None:
            raise HTTPException(422, f"nobody is called {getattr(cast, name)}")
    simulation.cod.faults.clear()
    switches.write(
        simulation.store,
        CodSwitches.model_validate(
            {
                **players.switches().model_dump(),
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
        unos["third"] = players.put({"names": {"battle": "Third#3"}}).uno
    for name in scenario.closed:
        player = players.get(unos[name])
        platforms = player.names if player is not None else ()
        players.put({"uno": unos[name], "data_visible": dict.fromkeys(platforms, "none")})
    played = []
    for game in scenario.games:
        reported = {
            "p1": "p1",
            "p2": "p2",
            "code": cast.code,
            "ended_ago_s": cast.ended_ago_s,
            **game,
        }
        reported |= {name: unos[reported[name]] for name in ("p1", "p2")}
        reported["others"] = [unos[name] for name in game.get("others", ())]
        played.append(_view(simulation.cod.games.play(ShortForm.model_validate(reported))))
    for fault in scenario.faults:
        simulation.cod.faults.add(CodFault.model_validate(fault))
    return {"number": number, "about": scenario.about, "matches": played}


@router.post("/faults", status_code=201)
async def add_fault(simulation: SimulationDep, fault: CodFault) -> dict[str, Any]:
    """Queue a fault."""
    return {"id": simulation.cod.faults.add(fault), **fault.model_dump()}


@router.get("/faults")
async def list_faults(simulation: SimulationDep) -> list[dict[str, Any]]:
    """List what is still queued."""
    return simulation.cod.faults.waiting()


@router.delete("/faults", status_code=204)
async def clear_faults(simulation: SimulationDep) -> None:
    """Delete all queued faults."""
    simulation.cod.faults.clear()


def _view(game: Game) -> dict[str, Any]:
    body = game.model_dump()
    for side in body["sides"]:
        side["visible_at_iso"] = iso(side["visible_at"])
    return body
