"""POST /mpesa/reversal/v1/request: give a payment back to its payer."""

from fastapi import APIRouter, Request, Response

from simulators.daraja.commands.request import (
    URL_RULES,
    AsyncApi,
    accept_request,
    is_amount,
    is_command,
    is_remark,
)
from simulators.daraja.gateway.refusals import Refusal
from simulators.daraja.stk.request import Body, is_shortcode, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()

API = AsyncApi(
    name="reversal",
    bad_token=Refusal(404, "404.001.03", "Invalid Access Token"),
    initiator_field="Initiator",
    rules=(
        ("Initiator", bool),
        ("SecurityCredential", bool),
        ("CommandID", is_command("TransactionReversal")),
        ("TransactionID", bool),
        ("Amount", is_amount),
        ("ReceiverParty", is_shortcode),
        # 11 is the documented one; a guide of 2018 and the clients made from it say 4.
        ("RecieverIdentifierType", is_command("11", "4")),
        *URL_RULES,
        ("Remarks", is_remark),
    ),
    subject_of=lambda body: text_of(body, "TransactionID"),
    party_field="ReceiverParty",
    has_amount=True,
)


@router.post("/mpesa/reversal/v1/request")
async def request_reversal(request: Request, simulation: SimulationDep) -> Response:
    """Queue a reversal."""
    return await accept_request(
        request, simulation, API, msisdn_of=lambda body: _payer(body, simulation)
    )


def _payer(body: Body, simulation: Simulation) -> str | None:
    row = simulation.transactions.find(text_of(body, "TransactionID"))
    return row["msisdn"] if row is not None else None
