"""/_sim/payouts, /_sim/transactions and /_sim/reversals: what M-Pesa's staff do by hand."""

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from simulators.control.views import payout_view, transaction_view
from simulators.daraja.commands.commands import DONE
from simulators.deps import SimulationDep

router = APIRouter()


class Settlement(BaseModel):
    """How a payout is decided: "0" pays, any other code refuses."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    code: str = "0"


class PortalReversal(BaseModel):
    """Which payment Safaricom takes back."""

    model_config = ConfigDict(extra="forbid")

    receipt: str


class Claim(BaseModel):
    """What Transaction Status is to say of a transaction; None: the truth."""

    model_config = ConfigDict(extra="forbid")

    status: str | None


@router.get("/payouts")
async def list_payouts(simulation: SimulationDep, state: str | None = None) -> list[dict[str, Any]]:
    """List B2C requests, newest first."""
    views = [payout_view(command) for command in simulation.commands.of("b2c")]
    return [view for view in views if state in {None, view["state"]}]


@router.post("/payouts/{payout_id}/settle")
async def settle_payout(
    payout_id: int, settlement: Settlement, simulation: SimulationDep
) -> dict[str, Any]:
    """Decide a payout now and send its result. 404 for none, 409 when it is decided already."""
    try:
        command = simulation.commands.get(payout_id)
    except LookupError as error:
        raise HTTPException(404, "No such payout") from error
    if command.api != "b2c":
        raise HTTPException(404, "That is not a payout")
    if command.state == DONE:
        raise HTTPException(409, f"The payout is already decided: {command.result_code}")
    forced = None if settlement.code == "0" else settlement.code
    return payout_view(simulation.command_queue.settle(command, code=forced))


@router.post("/reversals", status_code=201)
async def take_back(portal: PortalReversal, simulation: SimulationDep) -> dict[str, Any]:
    """Take a payment back without a word to us; 409 with M-Pesa's code when that is impossible."""
    row = simulation.transactions.find(portal.receipt)
    shortcode = row["shortcode"] if row is not None else simulation.settings.shortcode
    objection = simulation.reversals.objection(
        portal.receipt, shortcode=shortcode, amount_cents=None
    )
    if objection is not None:
        raise HTTPException(409, objection)
    with simulation.store.transaction():
        receipt = simulation.reversals.by_portal(portal.receipt)
    return transaction_view(simulation.transactions.get(receipt))


@router.put("/transactions/{receipt}")
async def claim_status(receipt: str, claim: Claim, simulation: SimulationDep) -> dict[str, Any]:
    """Let Transaction Status claim something else than the truth."""
    row = simulation.transactions.find_subject(receipt)
    if row is None:
        raise HTTPException(404, "No such transaction")
    simulation.transactions.claim(row["receipt"], status=claim.status)
    return transaction_view(simulation.transactions.get(row["receipt"]))
