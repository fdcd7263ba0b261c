"""POST /mpesa/stkpushquery/v1/query: what became of a push, when M-Pesa is in the mood to say."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import dice, switches
from simulators.daraja import breakage, results
from simulators.daraja.gate import read_request
from simulators.daraja.prompts import PENDING, Prompt
from simulators.daraja.refusals import Refusal, bad_request, error_body, server_error
from simulators.daraja.stk_request import (
    Body,
    check_password,
    is_shortcode,
    is_timestamp,
    text_of,
)
from simulators.deps import WorldDep
from simulators.world import World

router = APIRouter()


@router.post("/mpesa/stkpushquery/v1/query")
async def query(request: Request, world: WorldDep) -> Response:
    """Answer with the result, with "still processing" in one of its forms, or with noise."""
    bad_token = Refusal(404, "404.001.03", "Invalid Access Token")
    body = await read_request(request, world.tokens, bad_token=bad_token)
    prompt = world.prompts.find(text_of(body, "CheckoutRequestID"))
    fault = world.faults.take("query", msisdn=prompt.msisdn if prompt else None)
    if fault is not None and not breakage.is_processed(fault):
        return breakage.answer(fault, None, world)
    _check(body, world)
    if prompt is None:
        raise server_error("The transaction does not Exist")
    world.prompts.count_poll(prompt.id)
    if fault is not None and fault.kind == "query_code":
        return _tell(prompt, fault.code or results.STILL_PROCESSING)
    if world.chaos.strikes("pending_noise"):
        return _tell(prompt, results.STILL_PROCESSING)
    told = _noise(prompt, world) or _tell(prompt, _code(prompt, world))
    return told if fault is None else breakage.answer(fault, told, world)


def _check(body: Body, world: World) -> None:
    if not is_shortcode(text_of(body, "BusinessShortCode")):
        raise bad_request("BusinessShortCode")
    if not text_of(body, "Password"):
        raise bad_request("Password")
    if not is_timestamp(text_of(body, "Timestamp")):
        raise bad_request("Timestamp")
    if not text_of(body, "CheckoutRequestID"):
        raise bad_request("CheckoutRequestID")
    check_password(body, settings=world.settings, now=world.clock.real_now())


def _code(prompt: Prompt, world: World) -> str:
    claimed = world.phones.get(prompt.msisdn).profile.query_code
    return claimed or prompt.result_code or results.STILL_PROCESSING


def _noise(prompt: Prompt, world: World) -> Response | None:
    """Return one of the answers that mean nothing, for a seeded share of all polls."""
    share = switches.read(world.store).query_noise
    if dice.seeded_fraction(world.settings.seed, "noise", prompt.id, prompt.polls) >= share:
        return None
    form = dice.seeded_fraction(world.settings.seed, "form", prompt.id, prompt.polls)
    if form < 0.5:
        return JSONResponse(error_body("500.001.1001", ""), 200)
    message = "The transaction is being processed" if prompt.status == PENDING else ""
    return JSONResponse(error_body("500.001.1001", message), 500)


def _tell(prompt: Prompt, code: str) -> Response:
    return JSONResponse(
        {
            "ResponseCode": "0",
            "ResponseDescription": "The service request has been accepted successsfully",
            "MerchantRequestID": prompt.merchant_request_id,
            "CheckoutRequestID": prompt.checkout_request_id,
            "ResultCode": code,
            "ResultDesc": results.query_text(code),
        }
    )
