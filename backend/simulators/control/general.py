"""/_sim/switches, /_sim/clock, /_sim/behaviours and /_sim/reset: what concerns all phones."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel, Field, ValidationError

from simulators import switches
from simulators.cod.behaviours import COD_BEHAVIOURS
from simulators.core.clock import iso
from simulators.daraja.behaviours import BEHAVIOURS, Behaviour
from simulators.deps import SimulationDep

router = APIRouter()


class Push(BaseModel):
    """How far to move the clock."""

    advance_seconds: float = Field(ge=0)


@router.get("/switches")
async def show_switches(simulation: SimulationDep) -> switches.Switches:
    """Show the switches."""
    return switches.read(simulation.store)


@router.put("/switches")
async def change_switches(
    simulation: SimulationDep, changes: Annotated[dict[str, Any], Body()]
) -> switches.Switches:
    """Change some switches; the rest stays."""
    present = switches.read(simulation.store).model_dump()
    try:
        wanted = switches.Switches.model_validate({**present, **changes})
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error
    switches.write(simulation.store, wanted)
    return wanted


@router.get("/behaviours")
async def list_behaviours() -> list[Behaviour]:
    """List what is imitated and how sure we are of it."""
    return [*BEHAVIOURS, *COD_BEHAVIOURS]


@router.post("/clock")
async def push_clock(push: Push, simulation: SimulationDep) -> dict[str, Any]:
    """Move the simulators' clock forward by real seconds (SIM_SPEED does not count here)."""
    simulation.clock.push(push.advance_seconds)
    simulation.scheduler.wake()
    return {"now": iso(simulation.clock.now()), "pushed_seconds": simulation.clock.pushed_seconds}


@router.post("/reset")
async def reset(simulation: SimulationDep) -> dict[str, bool]:
    """Forget every phone, payment, fault and record."""
    simulation.store.wipe()
    return {"ok": True}
