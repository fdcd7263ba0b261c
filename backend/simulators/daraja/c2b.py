"""POST /mpesa/c2b/v1|v2/registerurl: where confirmations of paybill payments go."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja import breakage, identifiers
from simulators.daraja.gate import read_request
from simulators.daraja.refusals import Refusal, bad_request, server_error
from simulators.daraja.stk_request import is_callback_url, text_of
from simulators.deps import WorldDep
from simulators.world import World

router = APIRouter()


@router.post("/mpesa/c2b/{version}/registerurl")
async def register_url(version: Literal["v1", "v2"], request: Request, world: WorldDep) -> Response:
    """Register the two URLs; a second call overwrites the first, unless it is as in production."""
    bad_token = Refusal(400, "400.003.01", "Invalid Access Token")
    body = await read_request(request, world.tokens, bad_token=bad_token)
    fault = world.faults.take("c2b")
    if fault is not None and not breakage.is_processed(fault):
        return breakage.answer(fault, None, world)
    for field in ("ValidationURL", "ConfirmationURL"):
        if not is_callback_url(text_of(body, field)):
            raise bad_request(field)
    if text_of(body, "ResponseType") not in {"Completed", "Cancelled"}:
        raise bad_request("ResponseType")
    if text_of(body, "ShortCode") != world.settings.shortcode:
        raise server_error("Merchant does not exist")
    if _is_taken(world):
        raise Refusal(500, "500.003.1001", "Urls are already registered.")
    world.store.run(
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
    return answer if fault is None else breakage.answer(fault, answer, world)


def _is_taken(world: World) -> bool:
    taken = world.store.one(
        "SELECT 1 FROM confirmation_urls WHERE shortcode = ?", world.settings.shortcode
    )
    return taken is not None and switches.read(world.store).c2b_register_once
