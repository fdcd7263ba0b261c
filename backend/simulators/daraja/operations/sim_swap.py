"""POST /imsi/v2/checkATI: when a number last got another SIM card."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request, server_error
from simulators.daraja.stk.request import text_of
from simulators.deps import SimulationDep
from simulators.subscribers.phones import NotAPhoneNumber, normalise

router = APIRouter()
_NAIROBI = ZoneInfo("Africa/Nairobi")
_LONG_AGO = "01-01-1900 00:00"  # more than three months


@router.post("/imsi/v2/checkATI")
async def last_swap(request: Request, simulation: SimulationDep) -> Response:
    """Answer with the day of the last swap, by the phone's profile."""
    bad_token = Refusal(404, "404.001.03", "Invalid Access Token")
    body = await read_request(
        request, simulation.tokens, bad_token=bad_token, first_field="customerNumber"
    )
    try:
        msisdn = normalise(text_of(body, "customerNumber"))
    except NotAPhoneNumber as error:
        raise bad_request("customerNumber") from error
    profile = simulation.phones.get(msisdn).profile
    if profile.sim_check_fails:
        raise server_error("Internal Server Error")
    hours = profile.sim_swapped_hours_ago
    now = datetime.now(_NAIROBI)  # noqa: TID251  # a SIM card is swapped in real time
    swapped = now - timedelta(hours=hours or 0)
    return JSONResponse(
        {
            "requestRefID": f"sim-{msisdn[-4:]}",
            "responseCode": "200",
            "responseDesc": "Success",
            "lastSwapDate": _LONG_AGO if hours is None else f"{swapped:%d-%m-%Y %H:%M}",
        }
    )
