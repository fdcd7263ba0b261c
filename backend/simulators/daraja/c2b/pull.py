"""/pulltransactions/v1: the payments of the last 48 hours, for missed confirmations."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators import switches
from simulators.daraja import identifiers
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request, server_error
from simulators.daraja.stk.request import Body, is_callback_url, text_of
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()

WINDOW_SECONDS = 48 * 3600
BAD_TOKEN = Refusal(401, "401.001", "Invalid Access Token")
REGISTERED, ALREADY_REGISTERED = "1000", "1001"
FOUND, NOTHING_FOUND = "1000", "1001"
# The documents mention nothing but payments; how a reversal looks here is our guess.
TYPES = {"reversal": "c2b-reversal"}


@router.post("/pulltransactions/v1/register")
async def register(request: Request, simulation: SimulationDep) -> Response:
    """Register a shortcode, once."""
    body = await read_request(
        request, simulation.tokens, bad_token=BAD_TOKEN, first_field="ShortCode"
    )
    fault = simulation.faults.take("pull")
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    _check_shortcode(body, simulation)
    if text_of(body, "RequestType") != "Pull":
        raise bad_request("RequestType")
    if not text_of(body, "NominatedNumber"):
        raise bad_request("NominatedNumber")
    if not is_callback_url(text_of(body, "CallBackURL")):
        raise bad_request("CallBackURL")
    known = _is_registered(simulation)
    simulation.store.run("INSERT OR REPLACE INTO notes (name, value) VALUES ('pull', '1')")
    answer = JSONResponse(
        {
            "ResponseRefID": identifiers.merchant_request_id(),
            "ResponseStatus": ALREADY_REGISTERED if known else REGISTERED,
            "ShortCode": text_of(body, "ShortCode"),
            "ResponseDescription": "ShortCode already Registered"
            if known
            else "ShortCode Registered Successfully",
        }
    )
    return answer if fault is None else fault_responses.answer(fault, answer, simulation)


# The documents say GET and show a body: both verbs work.
@router.get("/pulltransactions/v1/query", operation_id="pull_by_get")
@router.post("/pulltransactions/v1/query")
async def query(request: Request, simulation: SimulationDep) -> Response:
    """List payments of the last 48 hours, a page at a time."""
    body = await read_request(
        request, simulation.tokens, bad_token=BAD_TOKEN, first_field="ShortCode"
    )
    fault = simulation.faults.take("pull")
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    _check_shortcode(body, simulation)
    if not _is_registered(simulation):
        raise server_error("ShortCode is not registered for Pull")
    kind = "" if fault is None else fault.kind
    page = [] if kind == "pull_empty" else _page(body, simulation)
    if fault is not None and kind == "pull_bad_row":
        page.append(_bad_row(fault.code))
    is_found = bool(page) and kind != "pull_found_as_nothing"
    flags = switches.read(simulation.store)
    answer = JSONResponse(
        {
            "ResponseRefID": identifiers.merchant_request_id(),
            "ResponseCode": FOUND if is_found else NOTHING_FOUND,
            "ResponseMessage": "Success" if is_found else "No transactions",
            "Transaction" if kind == "pull_other_key" else "Response": [page]
            if flags.pull_nested
            else page,
        }
    )
    return answer if fault is None else fault_responses.answer(fault, answer, simulation)


def _check_shortcode(body: Body, simulation: Simulation) -> None:
    if text_of(body, "ShortCode") != simulation.settings.shortcode:
        raise bad_request("ShortCode")


def _is_registered(simulation: Simulation) -> bool:
    return simulation.store.one("SELECT 1 FROM notes WHERE name = 'pull'") is not None


def _page(body: Body, simulation: Simulation) -> list[dict[str, Any]]:
    start, end = _moment(body, "StartDate"), _moment(body, "EndDate")
    offset = text_of(body, "OffSetValue") or "0"
    if not offset.isdigit():
        raise bad_request("OffSetValue")
    flags = switches.read(simulation.store)
    first = 0 if flags.pull_stuck_offset else int(offset)
    oldest = max(start, simulation.clock.now() - WINDOW_SECONDS)
    rows = simulation.transactions.listed_between(
        simulation.settings.shortcode, start=oldest, end=end + 1
    )
    return [_row(row, simulation) for row in rows[first : first + flags.pull_page_size]]


def _bad_row(amount: str | None) -> dict[str, Any]:
    """Return a row whose amount cannot be read."""
    return {
        "transactionId": "UKTZZZ0001",
        "trxDate": "2026-11-29T12:00:00Z",
        "amount": amount,
        "transactiontype": "c2b-pay-bill-debit",
    }


def _row(row: sqlite3.Row, simulation: Simulation) -> dict[str, Any]:
    done = datetime.fromtimestamp(row["at"], UTC)
    return {
        "transactionId": row["receipt"],
        "trxDate": f"{done:%Y-%m-%dT%H:%M:%SZ}",
        "msisdn": int(row["msisdn"]),
        "sender": row["party_name"],
        "transactiontype": TYPES.get(row["kind"], "c2b-pay-bill-debit"),
        "billreference": row["reference"],
        "amount": f"{row['amount_cents'] / 100:.2f}",
        "organizationname": simulation.settings.business_name,
    }


def _moment(body: Body, field: str) -> float:
    try:
        parsed = datetime.strptime(text_of(body, field) + "+0300", "%Y-%m-%d %H:%M:%S%z")
    except ValueError as error:
        raise bad_request(field) from error
    return parsed.timestamp()
