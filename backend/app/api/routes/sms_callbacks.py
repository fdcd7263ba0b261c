"""Africa's Talking's callbacks. They are not signed: the token in the path is the secret.

An unknown or repeated message is answered with 200, or the network would send it again.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app.api.callbacks import sms
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode

router = APIRouter()


async def sms_report(request: Request) -> Response:
    """Take a delivery report on one of our messages."""
    return await _take(request, sms.take_report)


async def sms_inbound(request: Request) -> Response:
    """Take an SMS that somebody wrote to our short code."""
    return await _take(request, sms.take_message)


async def _take(request: Request, take: Callable[[bytes], None]) -> Response:
    if not sms.is_ours(request.path_params["token"]):
        raise NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > sms.MAX_BODY_BYTES:
            return Response(status_code=413)
    await run_in_threadpool(take, bytes(body))
    return Response(status_code=200)


# Plain Starlette routes: there are no parameters that FastAPI could parse.
for path, endpoint in (("report", sms_report), ("inbound", sms_inbound)):
    router.add_route(f"/hooks/sms/{{token}}/{path}", endpoint, ["POST"], include_in_schema=False)
