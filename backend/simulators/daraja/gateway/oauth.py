"""GET /oauth/v1/generate: a key and a secret for a token."""

import base64
import binascii

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.refusals import Refusal
from simulators.daraja.gateway.tokens import LIFETIME_SECONDS
from simulators.deps import SimulationDep

router = APIRouter()


@router.get("/oauth/v1/generate")
async def generate(request: Request, simulation: SimulationDep) -> Response:
    """Issue a token; wrong credentials are answered 400 with an empty body."""
    fault = simulation.faults.take("oauth")
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        raise Refusal(400, "400.008.01", "Invalid Authentication passed")
    if request.query_params.get("grant_type") != "client_credentials":
        raise Refusal(400, "400.008.02", "Invalid grant type passed")
    if not _are_right(encoded, switches.read(simulation.store)):
        return Response(status_code=400)
    body = {"access_token": simulation.tokens.issue(), "expires_in": str(LIFETIME_SECONDS - 1)}
    answer = JSONResponse(body)
    return answer if fault is None else fault_responses.answer(fault, answer, simulation)


def _are_right(encoded: str, flags: switches.Switches) -> bool:
    """Accept any non-empty pair, or exactly the one that /_sim/switches demands."""
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    expected_key, expected_secret = flags.consumer_key or key, flags.consumer_secret or secret
    return bool(key and secret) and key == expected_key and secret == expected_secret
