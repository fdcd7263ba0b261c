"""POST /mpesa/c2b/v1|v2/simulate: a payment to oneself, as in the sandbox."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja import identifiers
from simulators.daraja.c2b.menu import MenuPayment
from simulators.daraja.commands.request import ACCEPTED, is_amount, is_command
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request
from simulators.daraja.stk.request import Body, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation
from simulators.subscribers.phones import NotAPhoneNumber, normalise

router = APIRouter()

is_c2b = is_command("CustomerPayBillOnline", "CustomerBuyGoodsOnline")


@router.post("/mpesa/c2b/{version}/simulate")
async def simulate(
    version: Literal["v1", "v2"], request: Request, simulation: SimulationDep
) -> Response:
    """Accept a payment that the named phone makes shortly after (both versions do the same)."""
    del version
    bad_token = Refusal(400, "400.003.01", "Invalid Access Token")
    body = await read_request(
        request, simulation.tokens, bad_token=bad_token, first_field="ShortCode"
    )
    fault = simulation.faults.take("c2b", msisdn=text_of(body, "Msisdn"))
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    simulation.menu.plan(
        _read(body, simulation), after_seconds=switches.read(simulation.store).result_seconds
    )
    answer = JSONResponse(
        {
            "OriginatorCoversationID": identifiers.merchant_request_id(),
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
        }
    )
    return answer if fault is None else fault_responses.answer(fault, answer, simulation)


def _read(body: Body, simulation: Simulation) -> MenuPayment:
    if text_of(body, "ShortCode") != simulation.settings.shortcode:
        raise bad_request("ShortCode")
    if not is_c2b(text_of(body, "CommandID")):
        raise bad_request("CommandID")
    if not is_amount(text_of(body, "Amount")):
        raise bad_request("Amount")
    try:
        msisdn = normalise(text_of(body, "Msisdn"))
    except NotAPhoneNumber as error:
        raise bad_request("Msisdn") from error
    buys = text_of(body, "CommandID") == "CustomerBuyGoodsOnline"
    return MenuPayment(
        msisdn=msisdn,
        shortcode=simulation.settings.shortcode,
        amount_cents=int(float(text_of(body, "Amount"))) * 100,
        reference=text_of(body, "BillRefNumber"),
        transaction_type="Buy Goods" if buys else "Pay Bill",
    )
