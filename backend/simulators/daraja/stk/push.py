"""POST /mpesa/stkpush/v1/processrequest: ask a phone for money."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, server_error
from simulators.daraja.stk.prompts import Prompt
from simulators.daraja.stk.request import Body, read_push, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()

ACCEPTED = "Success. Request accepted for processing"


@router.post("/mpesa/stkpush/v1/processrequest")
async def process_request(request: Request, simulation: SimulationDep) -> Response:
    """Queue a payment: "accepted" says nothing about money."""
    bad_token = Refusal(404, "404.001.03", "Invalid Access Token")
    body = await read_request(request, simulation.tokens, bad_token=bad_token)
    fault = simulation.faults.take("stkpush", msisdn=text_of(body, "PhoneNumber"))
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    prompt = await _push(body, simulation)
    accepted = JSONResponse(
        {
            "MerchantRequestID": prompt.merchant_request_id,
            "CheckoutRequestID": prompt.checkout_request_id,
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
            "CustomerMessage": ACCEPTED,
        }
    )
    return accepted if fault is None else fault_responses.answer(fault, accepted, simulation)


async def _push(body: Body, simulation: Simulation) -> Prompt:
    push = read_push(body, settings=simulation.settings)
    if simulation.prompts.open_on(push.msisdn) is not None:
        raise server_error(
            "Unable to lock subscriber, a transaction is already in process for the current"
            " subscriber"
        )
    prompt = simulation.payments.push(push)
    if simulation.phones.get(push.msisdn).profile.callbacks == "before_response":
        simulation.payments.act_at_once(prompt)
        for delivery_id in simulation.deliveries.pending_of(prompt.id):
            await simulation.deliveries.send(delivery_id)
    return prompt
