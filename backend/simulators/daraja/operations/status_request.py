"""POST /mpesa/transactionstatus/v1/query: the state of a transaction, as a later result."""

import sqlite3

from fastapi import APIRouter, Request, Response

from simulators.daraja.commands.request import (
    PARTY_RULE,
    URL_RULES,
    AsyncApi,
    accept_request,
    is_command,
)
from simulators.daraja.gateway.refusals import Refusal, bad_request
from simulators.daraja.stk.request import Body, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()


def subject_of(body: Body) -> str:
    """Return the receipt, or else the id of the request, that is asked about."""
    return text_of(body, "TransactionID") or _original(body)


def _original(body: Body) -> str:
    # The portal's page has one spelling in its table and another in its sample.
    return text_of(body, "OriginalConversationID") or text_of(body, "OriginatorConversationID")


API = AsyncApi(
    name="status",
    bad_token=Refusal(400, "400.003.01", "Invalid Access Token"),
    initiator_field="Initiator",
    rules=(
        ("Initiator", bool),
        ("SecurityCredential", bool),
        ("CommandID", is_command("TransactionStatusQuery")),
        PARTY_RULE,
        ("IdentifierType", is_command("1", "2", "4")),
        *URL_RULES,
        ("Remarks", lambda text: 0 < len(text) <= 100),
    ),
    subject_of=subject_of,
)


@router.post("/mpesa/transactionstatus/v1/query")
async def query(request: Request, simulation: SimulationDep) -> Response:
    """Accept a question by receipt or by the id of the request that started the transaction."""
    return await accept_request(
        request,
        simulation,
        API,
        msisdn_of=lambda body: _party(body, simulation),
        check=_check_subject,
    )


def _check_subject(body: Body) -> None:
    if not subject_of(body):
        raise bad_request("TransactionID")


def _party(body: Body, simulation: Simulation) -> str | None:
    row: sqlite3.Row | None = simulation.transactions.find_subject(subject_of(body))
    return row["msisdn"] if row is not None else None
