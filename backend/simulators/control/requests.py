"""/_sim/requests: what WageWars has asked of us."""

from typing import Any

from fastapi import APIRouter

from simulators import transcript
from simulators.deps import WorldDep

router = APIRouter()


@router.get("/requests")
async def list_requests(world: WorldDep, path: str = "", limit: int = 100) -> list[dict[str, Any]]:
    """List requests whose path contains `path`, newest first."""
    rows = world.store.all(
        "SELECT * FROM requests WHERE instr(path, ?) > 0 ORDER BY id DESC LIMIT ?", path, limit
    )
    return [transcript.view(row) for row in rows]
