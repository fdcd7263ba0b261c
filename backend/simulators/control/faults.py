"""/_sim/faults: ask for trouble."""

from typing import Any

from fastapi import APIRouter, HTTPException

from simulators.daraja import breakage
from simulators.deps import WorldDep
from simulators.faults import Fault
from simulators.phones import NotAPhoneNumber, normalise
from simulators.sms import messaging

router = APIRouter()


@router.post("/faults", status_code=201)
async def add_fault(fault: Fault, world: WorldDep) -> dict[str, Any]:
    """Queue a fault. 422 for a kind that its API does not know."""
    known = messaging.KINDS if fault.api == "sms" else breakage.kinds_for(fault.api)
    if fault.kind not in known:
        raise HTTPException(422, f"Kinds for {fault.api}: {', '.join(sorted(known))}")
    if fault.msisdn is not None:
        try:
            fault.msisdn = normalise(fault.msisdn)
        except NotAPhoneNumber as error:
            raise HTTPException(422, "msisdn is not a Kenyan mobile number") from error
    return {"id": world.faults.add(fault), **fault.model_dump()}


@router.get("/faults")
async def list_faults(world: WorldDep) -> list[dict[str, Any]]:
    """List what is still queued."""
    return world.faults.waiting()


@router.delete("/faults", status_code=204)
async def clear_faults(world: WorldDep) -> None:
    """Let everything go right again."""
    world.faults.clear()
