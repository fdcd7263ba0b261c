"""POST /mpesa/accountbalance/v1/query: the account balances, as a later result."""

from fastapi import APIRouter, Request, Response

from simulators.daraja.commands.request import (
    PARTY_RULE,
    URL_RULES,
    AsyncApi,
    accept_request,
    is_command,
)
from simulators.daraja.gateway.refusals import Refusal
from simulators.deps import SimulationDep

router = APIRouter()

API = AsyncApi(
    name="balance",
    bad_token=Refusal(401, "401.002.01", "Error Occurred - Invalid Access Token - simulated"),
    initiator_field="Initiator",
    rules=(
        ("Initiator", bool),
        ("SecurityCredential", bool),
        ("CommandID", is_command("AccountBalance")),
        PARTY_RULE,
        ("IdentifierType", is_command("2", "4")),
        ("Remarks", lambda text: len(text) <= 100),
        *URL_RULES,
    ),
)


@router.post("/mpesa/accountbalance/v1/query")
async def query(request: Request, simulation: SimulationDep) -> Response:
    """Queue a look at the accounts."""
    return await accept_request(request, simulation, API, msisdn_of=lambda _body: None)
