"""POST /mpesa/stkpushquery/v1/query: the state of a push, or noise."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.core import random_values
from simulators.daraja import result_codes
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request, error_body, server_error
from simulators.daraja.stk.prompts import PENDING, Prompt
from simulators.daraja.stk.request import Body, check_password, is_shortcode, is_timestamp, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()


@router.post("/mpesa/stkpushquery/v1/query")
async def query(request: Request, simulation: SimulationDep) -> Response:
    """Answer with the result, with "still processing" in one of its forms, or with noise."""
    bad_token = Refusal(404, "404.001.03", "Invalid Access Token")
    body = await read_request(request, simulation.tokens, bad_token=bad_token)
    prompt = simulation.prompts.find(text_of(body, "CheckoutRequestID"))
    fault = simulation.faults.take("query", msisdn=prompt.msisdn if prompt else None)
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    _check(body, simulation)
    if prompt is None:
        raise server_error("The transaction does not Exist")
    simulation.prompts.count_poll(prompt.id)
    if fault is not None and fault.kind == "query_code":
        return _response(prompt, fault.code or result_codes.STILL_PROCESSING)
    if simulation.random_faults.happens("pending_noise"):
        return _response(prompt, result_codes.STILL_PROCESSING)
    reported = _noise(prompt, simulation) or _response(prompt, _code(prompt, simulation))
    return reported if fault is None else fault_responses.answer(fault, reported, simulation)


def _check(body: Body, simulation: Simulation) -> None:
    if not is_shortcode(text_of(body, "BusinessShortCode")):
        raise bad_request("BusinessShortCode")
    if not text_of(body, "Password"):
        raise bad_request("Password")
    if not is_timestamp(text_of(body, "Timestamp")):
        raise bad_request("Timestamp")
    if not text_of(body, "CheckoutRequestID"):
        raise bad_request("CheckoutRequestID")
    check_password(body, settings=simulation.settings)


def _code(prompt: Prompt, simulation: Simulation) -> str:
    claimed = simulation.phones.get(prompt.msisdn).profile.query_code
    return claimed or prompt.result_code or result_codes.STILL_PROCESSING


def _noise(prompt: Prompt, simulation: Simulation) -> Response | None:
    """Return one of the answers that mean nothing, for a seeded share of all polls."""
    share = switches.read(simulation.store).query_noise
    if (
        random_values.seeded_fraction(simulation.settings.seed, "noise", prompt.id, prompt.polls)
        >= share
    ):
        return None
    form = random_values.seeded_fraction(simulation.settings.seed, "form", prompt.id, prompt.polls)
    if form < 0.5:
        return JSONResponse(error_body("500.001.1001", ""), 200)
    message = "The transaction is being processed" if prompt.status == PENDING else ""
    return JSONResponse(error_body("500.001.1001", message), 500)


def _response(prompt: Prompt, code: str) -> Response:
    return JSONResponse(
        {
            "ResponseCode": "0",
            "ResponseDescription": "The service request has been accepted successsfully",
            "MerchantRequestID": prompt.merchant_request_id,
            "CheckoutRequestID": prompt.checkout_request_id,
            "ResultCode": code,
            "ResultDesc": result_codes.query_text(code),
        }
    )
