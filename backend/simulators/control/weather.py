"""/_sim/outage and /_sim/chaos: bad days for the whole country."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from simulators.chaos import Weather
from simulators.clock import iso
from simulators.deps import WorldDep
from simulators.outage import Outage, OutageKind
from simulators.world import World

router = APIRouter()


class OutageRequest(BaseModel):
    """Down, how and for how long; or up again."""

    model_config = ConfigDict(extra="forbid")

    on: bool = True
    seconds: float | None = Field(default=None, ge=0)
    kind: OutageKind = "http_500"
    callbacks: Literal["wait", "deliver"] = "wait"


@router.get("/outage")
async def show_outage(world: WorldDep) -> dict[str, Any]:
    """Say whether M-Pesa is down."""
    return _view(world)


@router.post("/outage")
async def begin_or_end_outage(wanted: OutageRequest, world: WorldDep) -> dict[str, Any]:
    """Take all of Daraja down, for some simulated seconds or until told otherwise."""
    if wanted.on:
        until = None if wanted.seconds is None else world.clock.after(wanted.seconds)
        world.outages.begin(Outage(kind=wanted.kind, until=until, callbacks=wanted.callbacks))
    else:
        world.outages.end()
    # What waited for an outage that was without end has no other reason to move.
    world.deliveries.resume()
    return _view(world)


@router.get("/chaos")
async def show_chaos(world: WorldDep) -> Weather | None:
    """Show the weather; null when it is fine."""
    return world.chaos.weather()


@router.put("/chaos")
async def begin_chaos(weather: Weather, world: WorldDep) -> Weather:
    """Begin some weather, always from its first roll."""
    world.chaos.begin(weather)
    return weather


@router.delete("/chaos", status_code=204)
async def end_chaos(world: WorldDep) -> None:
    """End it; what is delayed still comes."""
    world.chaos.end()


def _view(world: World) -> dict[str, Any]:
    outage = world.outages.current()
    if outage is None:
        return {"on": False, "kind": None, "until": None, "callbacks": None}
    return {
        "on": True,
        "kind": outage.kind,
        "until": iso(outage.until),
        "callbacks": outage.callbacks,
    }
