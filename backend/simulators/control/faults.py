"""/_sim/faults: queue faults of single requests."""

from typing import Any

from fastapi import APIRouter, HTTPException

from simulators.daraja.gateway import fault_responses
from simulators.deps import SimulationDep
from simulators.fault_injection.faults import Fault
from simulators.sms import messaging
from simulators.subscribers.phones import NotAPhoneNumber, normalise

router = APIRouter()


@router.post("/faults", status_code=201)
async def add_fault(fault: Fault, simulation: SimulationDep) -> dict[str, Any]:
    """Queue a fault. 422 for a kind that its API does not know."""
    known = messaging.KINDS if fault.api.startswith("sms") else fault_responses.kinds_for(fault.api)
    if fault.kind not in known:
        raise HTTPException(422, f"Kinds for {fault.api}: {', '.join(sorted(known))}")
    if fault.msisdn is not None:
        try:
            fault.msisdn = normalise(fault.msisdn)
        except NotAPhoneNumber as error:
            raise HTTPException(422, "msisdn is not a Kenyan mobile number") from error
    return {"id": simulation.faults.add(fault), **fault.model_dump()}


@router.get("/faults")
async def list_faults(simulation: SimulationDep) -> list[dict[str, Any]]:
    """List what is still queued."""
    return simulation.faults.waiting()


@router.delete("/faults", status_code=204)
async def clear_faults(simulation: SimulationDep) -> None:
    """Delete all queued faults."""
    simulation.faults.clear()
