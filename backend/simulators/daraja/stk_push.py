"""POST /mpesa/stkpush/v1/processrequest: ask a phone for money."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators.daraja import breakage
from simulators.daraja.gate import read_request
from simulators.daraja.prompts import Prompt
from simulators.daraja.refusals import Refusal, server_error
from simulators.daraja.stk_request import Body, read_push, text_of
from simulators.deps import WorldDep
from simulators.world import World

router = APIRouter()

ACCEPTED = "Success. Request accepted for processing"


@router.post("/mpesa/stkpush/v1/processrequest")
async def process_request(request: Request, world: WorldDep) -> Response:
    """Queue a payment: "accepted" says nothing about money."""
    bad_token = Refusal(404, "404.001.03", "Invalid Access Token")
    body = await read_request(request, world.tokens, bad_token=bad_token)
    fault = world.faults.take("stkpush", msisdn=text_of(body, "PhoneNumber"))
    if fault is not None and not breakage.is_processed(fault):
        return breakage.answer(fault, None, world)
    prompt = await _push(body, world)
    accepted = JSONResponse(
        {
            "MerchantRequestID": prompt.merchant_request_id,
            "CheckoutRequestID": prompt.checkout_request_id,
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
            "CustomerMessage": ACCEPTED,
        }
    )
    return accepted if fault is None else breakage.answer(fault, accepted, world)


async def _push(body: Body, world: World) -> Prompt:
    push = read_push(body, settings=world.settings, now=world.clock.real_now())
    if world.prompts.open_on(push.msisdn) is not None:
        raise server_error(
            "Unable to lock subscriber, a transaction is already in process for the current"
            " subscriber"
        )
    prompt = world.payments.push(push)
    if world.phones.get(push.msisdn).profile.callbacks == "before_response":
        world.payments.act_at_once(prompt)
        for delivery_id in world.deliveries.pending_of(prompt.id):
            await world.deliveries.send(delivery_id)
    return prompt
