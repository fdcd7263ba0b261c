"""POST /mpesa/accountbalance/v1/query: what the organisation holds, told later."""

from fastapi import APIRouter, Request, Response

from simulators.daraja.command_request import (
    PARTY_RULE,
    URL_RULES,
    AsyncApi,
    is_command,
    take_in,
)
from simulators.daraja.refusals import Refusal
from simulators.deps import WorldDep

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
async def query(request: Request, world: WorldDep) -> Response:
    """Queue a look at the accounts."""
    return await take_in(request, world, API, msisdn_of=lambda _body: None)
