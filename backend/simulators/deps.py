"""How a route reaches the simulated world."""

from typing import Annotated

from fastapi import Depends, Request

from simulators.world import World


async def get_world(request: Request) -> World:
    """Return the world that this app was created with (async: a thread for this costs 5 ms)."""
    world: World = request.app.state.world
    return world


WorldDep = Annotated[World, Depends(get_world)]
