"""M-Pesa's callbacks. They are not signed: the token in the path is the secret, the body a hint.

Daraja refuses URLs with mpesa, safaricom, exec, query, sql or cmd in them (daraja.md §5.4).
"""

import re

from fastapi import APIRouter, Request, Response

from app.api.callbacks import paybill_validation as validation
from app.api.callbacks.batcher import batcher
from app.api.callbacks.request import ACCEPTED, MAX_BODY_BYTES, TOKEN, delivery
from app.core.security import constant_time_equals
from app.core.settings import get_settings
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.services.payments.callbacks.inbox import (
    BALANCE,
    BALANCE_TIMEOUT,
    PAYBILL,
    PAYOUT,
    PAYOUT_TIMEOUT,
    REVERSAL,
    REVERSAL_TIMEOUT,
    STATUS,
    STATUS_TIMEOUT,
    STK,
)

router = APIRouter()

_TOKEN = re.compile(TOKEN, re.ASCII)
_JSON = "application/json"
# The results that Daraja posts later, by the last two parts of the URL that we gave it.
_LATER = {
    ("b2c", "result"): PAYOUT,
    ("b2c", "timeout"): PAYOUT_TIMEOUT,
    ("status", "result"): STATUS,
    ("status", "timeout"): STATUS_TIMEOUT,
    ("balance", "result"): BALANCE,
    ("balance", "timeout"): BALANCE_TIMEOUT,
    ("reversal", "result"): REVERSAL,
    ("reversal", "timeout"): REVERSAL_TIMEOUT,
}


async def stk_result(request: Request) -> Response:
    """Store the result of one STK push."""
    return await _store(STK, request.path_params["token"], request)


async def later_result(request: Request) -> Response:
    """Store the result of a payout, inquiry or reversal, or the notice that it timed out."""
    kind = _LATER.get((request.path_params["api"], request.path_params["word"]))
    if kind is None:
        raise _nothing_here()
    return await _store(kind, request.path_params["token"], request)


async def paybill_confirmation(request: Request) -> Response:
    """Store the confirmation of a payment to our paybill."""
    token = request.path_params["token"]
    _check_paybill_token(token)
    return await _store(PAYBILL, token, request)


async def paybill_validation(request: Request) -> Response:
    """Accept or refuse a payment to our paybill, before the money moves."""
    _check_paybill_token(request.path_params["token"])
    body = await _read_body(request)
    return Response(await validation.answer(body or b""), media_type=_JSON)


async def _store(kind: str, token: str, request: Request) -> Response:
    if not _TOKEN.fullmatch(token):
        raise _nothing_here()
    body = await _read_body(request)
    if body is None:
        return Response(status_code=413)
    host = request.client.host if request.client else None
    is_known = await batcher.store(delivery(kind=kind, token=token, body=body, host=host))
    if not is_known:
        raise _nothing_here()
    return Response(ACCEPTED, media_type=_JSON)


async def _read_body(request: Request) -> bytes | None:
    """Return the body, or None if it is larger than any callback of M-Pesa's."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def _check_paybill_token(token: str) -> None:
    if not constant_time_equals(token, get_settings().mpesa.c2b_token.get_secret_value()):
        raise _nothing_here()


def _nothing_here() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")


# Plain Starlette routes: there are no parameters that FastAPI could parse.
for path, endpoint in (
    ("/stk", stk_result),
    ("/c2b/confirmation", paybill_confirmation),
    ("/c2b/validation", paybill_validation),
    ("/{api}/{word}", later_result),
):
    router.add_route(f"/hooks/d/{{token}}{path}", endpoint, ["POST"], include_in_schema=False)
