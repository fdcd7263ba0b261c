"""POST /mpesa/c2b/v1|v2/simulate: the sandbox lets an integrator pay itself."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja import breakage, identifiers
from simulators.daraja.command_request import ACCEPTED, is_amount, is_command
from simulators.daraja.gate import read_request
from simulators.daraja.menu import MenuPayment
from simulators.daraja.refusals import Refusal, bad_request
from simulators.daraja.stk_request import Body, text_of
from simulators.deps import WorldDep
from simulators.phones import NotAPhoneNumber, normalise
from simulators.world import World

router = APIRouter()

is_c2b = is_command("CustomerPayBillOnline", "CustomerBuyGoodsOnline")


@router.post("/mpesa/c2b/{version}/simulate")
async def simulate(version: Literal["v1", "v2"], request: Request, world: WorldDep) -> Response:
    """Accept a payment that the named phone makes shortly after (both versions do the same)."""
    del version
    bad_token = Refusal(400, "400.003.01", "Invalid Access Token")
    body = await read_request(request, world.tokens, bad_token=bad_token, first_field="ShortCode")
    fault = world.faults.take("c2b", msisdn=text_of(body, "Msisdn"))
    if fault is not None and not breakage.is_processed(fault):
        return breakage.answer(fault, None, world)
    world.menu.plan(_read(body, world), after_seconds=switches.read(world.store).result_seconds)
    answer = JSONResponse(
        {
            "OriginatorCoversationID": identifiers.merchant_request_id(),
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
        }
    )
    return answer if fault is None else breakage.answer(fault, answer, world)


def _read(body: Body, world: World) -> MenuPayment:
    if text_of(body, "ShortCode") != world.settings.shortcode:
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
        shortcode=world.settings.shortcode,
        amount_cents=int(float(text_of(body, "Amount"))) * 100,
        reference=text_of(body, "BillRefNumber"),
        transaction_type="Buy Goods" if buys else "Pay Bill",
    )
