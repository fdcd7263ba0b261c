"""POST /mpesa/b2c/v1|v3/paymentrequest: send money to a phone."""

import re
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja.commands import result_plan
from simulators.daraja.commands.request import (
    PARTY_RULE,
    URL_RULES,
    AsyncApi,
    Rule,
    accept_request,
    is_amount,
    is_command,
    is_remark,
)
from simulators.daraja.commands.result_plan import ResultPlan
from simulators.daraja.gateway.refusals import Refusal
from simulators.daraja.stk.request import Body, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()

DUPLICATE = "Duplicate OriginatorConversationID."


def _is_receiver(text: str) -> bool:
    return re.fullmatch(r"254\d{9}", text) is not None


def _is_originator(text: str) -> bool:
    return 0 < len(text) <= 64


RULES: tuple[Rule, ...] = (
    ("InitiatorName", bool),
    ("SecurityCredential", bool),
    ("CommandID", is_command("BusinessPayment", "SalaryPayment", "PromotionPayment")),
    ("Amount", is_amount),
    PARTY_RULE,
    ("PartyB", _is_receiver),
    ("Remarks", is_remark),
    *URL_RULES,
)
BAD_TOKEN = Refusal(401, "401.002.01", "Error Occurred - Invalid Access Token - simulated")
NO_PRODUCT = Refusal(
    401, "401.003.01", "Error Occurred: Invalid API call as no apiproduct match found"
)
V1 = AsyncApi(
    name="b2c",
    bad_token=BAD_TOKEN,
    initiator_field="InitiatorName",
    rules=RULES,
    has_amount=True,
)
V3 = AsyncApi(
    name="b2c",
    bad_token=BAD_TOKEN,
    initiator_field="InitiatorName",
    rules=(("OriginatorConversationID", _is_originator), *RULES),
    has_amount=True,
)


class DuplicateIn200(Exception):
    """A duplicate that is refused in an HTTP 200, as one test suite of an integrator has it."""


@router.post("/mpesa/b2c/{version}/paymentrequest")
async def payment_request(
    version: Literal["v1", "v3"], request: Request, simulation: SimulationDep
) -> Response:
    """Queue a payout. Version 3 is safe to repeat: the same OriginatorConversationID pays once."""
    if version == "v1" and not switches.read(simulation.store).b2c_v1:
        raise NO_PRODUCT
    try:
        return await accept_request(
            request,
            simulation,
            V1 if version == "v1" else V3,
            msisdn_of=lambda body: text_of(body, "PartyB") or None,
            check=lambda body: _refuse_repetition(body, version, simulation),
            usual_plan=lambda body: _plan(body, simulation),
            originator_of=lambda body: _originator(body, version),
        )
    except DuplicateIn200 as repeated:
        return JSONResponse(
            {
                "OriginatorConversationID": str(repeated),
                "ConversationID": "",
                "ResponseCode": "1",
                "ResponseDescription": DUPLICATE,
            }
        )


def _originator(body: Body, version: str) -> str | None:
    return text_of(body, "OriginatorConversationID") if version == "v3" else None


def _refuse_repetition(body: Body, version: str, simulation: Simulation) -> None:
    originator = _originator(body, version)
    if originator is None or simulation.commands.find(originator) is None:
        return
    if switches.read(simulation.store).duplicate_in_200:
        raise DuplicateIn200(originator)
    raise Refusal(500, "500.002.1001", DUPLICATE)


def _plan(body: Body, simulation: Simulation) -> ResultPlan:
    return result_plan.of_payee(simulation.phones.get(text_of(body, "PartyB")).profile)
