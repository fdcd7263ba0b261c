"""/_sim/outage and /_sim/chaos: outages and random faults of all of Daraja."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from simulators.core.clock import iso
from simulators.deps import SimulationDep
from simulators.fault_injection.outages import Outage, OutageKind
from simulators.fault_injection.random_faults import RandomFaultPlan
from simulators.simulation import Simulation

router = APIRouter()


class OutageRequest(BaseModel):
    """Down, how and for how long; or up again."""

    model_config = ConfigDict(extra="forbid")

    on: bool = True
    seconds: float | None = Field(default=None, ge=0)
    kind: OutageKind = "http_500"
    callbacks: Literal["wait", "deliver"] = "wait"


@router.get("/outage")
async def show_outage(simulation: SimulationDep) -> dict[str, Any]:
    """Say whether M-Pesa is down."""
    return _view(simulation)


@router.post("/outage")
async def begin_or_end_outage(wanted: OutageRequest, simulation: SimulationDep) -> dict[str, Any]:
    """Take all of Daraja down, for some simulated seconds or until it is ended."""
    if wanted.on:
        until = None if wanted.seconds is None else simulation.clock.after(wanted.seconds)
        simulation.outages.begin(Outage(kind=wanted.kind, until=until, callbacks=wanted.callbacks))
    else:
        simulation.outages.end()
    # What waited for an outage that was without end has no other reason to move.
    simulation.deliveries.resume()
    return _view(simulation)


@router.get("/chaos")
async def show_random_faults(simulation: SimulationDep) -> RandomFaultPlan | None:
    """Show the random faults in force, or null."""
    return simulation.random_faults.plan()


@router.put("/chaos")
async def begin_random_faults(plan: RandomFaultPlan, simulation: SimulationDep) -> RandomFaultPlan:
    """Begin random faults, always from the first draw."""
    simulation.random_faults.begin(plan)
    return plan


@router.delete("/chaos", status_code=204)
async def end_random_faults(simulation: SimulationDep) -> None:
    """End it; what is delayed still comes."""
    simulation.random_faults.end()


def _view(simulation: Simulation) -> dict[str, Any]:
    outage = simulation.outages.current()
    if outage is None:
        return {"on": False, "kind": None, "until": None, "callbacks": None}
    return {
        "on": True,
        "kind": outage.kind,
        "until": iso(outage.until),
        "callbacks": outage.callbacks,
    }
