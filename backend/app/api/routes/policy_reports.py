"""Where browsers report what our content policy stopped; `report-uri` and `report-to` name it."""

from fastapi import APIRouter, Request, Response

from app.api import policy_reports
from app.api.deps import get_address
from app.api.request_limits import count_request

router = APIRouter()


async def report_policy(request: Request) -> Response:
    """Take reports of one browser; the answer never says what became of them."""
    count_request("policy_report", await get_address(request))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > policy_reports.MAX_BODY_BYTES:
            return Response(status_code=413)
    policy_reports.take(bytes(body))
    return Response(status_code=204)


# A plain Starlette route: browsers call it, no client of the API.
router.add_route("/csp-reports", report_policy, ["POST"], include_in_schema=False)
