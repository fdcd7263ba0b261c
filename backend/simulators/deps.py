"""The simulation as a dependency of routes."""

from typing import Annotated

from fastapi import Depends, Request

from simulators.simulation import Simulation


async def get_simulation(request: Request) -> Simulation:
    """Return the simulation of this app (async: a thread for this costs 5 ms)."""
    simulation: Simulation = request.app.state.simulation
    return simulation


SimulationDep = Annotated[Simulation, Depends(get_simulation)]
