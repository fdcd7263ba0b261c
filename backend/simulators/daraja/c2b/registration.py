"""POST /mpesa/c2b/v1|v2/registerurl: where confirmations of paybill payments go."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja import identifiers
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request, server_error
from simulators.daraja.stk.request import is_callback_url, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()


@router.post("/mpesa/c2b/{version}/registerurl")
async def register_url(
    version: Literal["v1", "v2"], request: Request, simulation: SimulationDep
) -> Response:
    """Register the two URLs; a second call overwrites the first, unless it is as in production."""
    bad_token = Refusal(400, "400.003.01", "Invalid Access Token")
    body = await read_request(request, simulation.tokens, bad_token=bad_token)
    fault = simulation.faults.take("c2b")
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    for field in ("ValidationURL", "ConfirmationURL"):
        if not is_callback_url(text_of(body, field)):
            raise bad_request(field)
    if text_of(body, "ResponseType") not in {"Completed", "Cancelled"}:
        raise bad_request("ResponseType")
    if text_of(body, "ShortCode") != simulation.settings.shortcode:
        raise server_error("Merchant does not exist")
    if _is_taken(simulation):
        raise Refusal(500, "500.003.1001", "Urls are already registered.")
    simulation.store.run(
        "INSERT OR REPLACE INTO confirmation_urls"
        " (shortcode, version, confirmation_url, validation_url, response_type)"
        " VALUES (?, ?, ?, ?, ?)",
        text_of(body, "ShortCode"),
        version,
        text_of(body, "ConfirmationURL"),
        text_of(body, "ValidationURL"),
        text_of(body, "ResponseType"),
    )
    answer = JSONResponse(
        {
            "OriginatorCoversationID": identifiers.merchant_request_id(),
            "ResponseCode": "0",
            "ResponseDescription": "Success",
        }
    )
    return answer if fault is None else fault_responses.answer(fault, answer, simulation)


def _is_taken(simulation: Simulation) -> bool:
    taken = simulation.store.one(
        "SELECT 1 FROM confirmation_urls WHERE shortcode = ?", simulation.settings.shortcode
    )
    return taken is not None and switches.read(simulation.store).c2b_register_once
