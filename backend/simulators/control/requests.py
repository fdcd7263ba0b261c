"""/_sim/requests: the requests that WageWars has sent."""

from typing import Any

from fastapi import APIRouter

from simulators import request_log
from simulators.deps import SimulationDep

router = APIRouter()


@router.get("/requests")
async def list_requests(
    simulation: SimulationDep, path: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """List requests whose path contains `path`, newest first."""
    rows = simulation.store.all(
        "SELECT * FROM requests WHERE instr(path, ?) > 0 ORDER BY id DESC LIMIT ?", path, limit
    )
    return [request_log.view(row) for row in rows]
