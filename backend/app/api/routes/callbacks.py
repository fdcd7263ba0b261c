"""Where M-Pesa calls us back. Nothing is signed there: the path is the secret, the rest a hint.

Daraja refuses addresses with mpesa, safaricom, exec, query, sql or cmd in them.
"""

import hashlib
import re

from fastapi import APIRouter, Request, Response

from app.api.callbacks import paybill_validation as paybill_door
from app.api.callbacks.batcher import intake
from app.api.fast_path.callbacks import LARGEST_BODY, address_of
from app.core.security import constant_time_equals, fingerprint
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
    Delivery,
)

__all__ = ["intake", "router"]

router = APIRouter()

_TOKEN = re.compile(r"[\w-]{20,128}", re.ASCII)
_JSON = "application/json"
# What Daraja answers later, by the last two words of the address we gave it.
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
_ACCEPTED = b'{"ResultCode": 0, "ResultDesc": "Accepted"}'


async def stk_result(request: Request) -> Response:
    """Take what became of one prompt."""
    return await _keep(STK, request.path_params["token"], request)


async def later_result(request: Request) -> Response:
    """Take the result of a payout, a question or a reversal, or news that it waits in a queue."""
    kind = _LATER.get((request.path_params["api"], request.path_params["word"]))
    if kind is None:
        raise _nothing_here()
    return await _keep(kind, request.path_params["token"], request)


async def paybill_confirmation(request: Request) -> Response:
    """Take news of a payment to our paybill."""
    token = request.path_params["token"]
    _check_paybill_token(token)
    return await _keep(PAYBILL, token, request)


async def paybill_validation(request: Request) -> Response:
    """Say whether a payment to our paybill is welcome, before the money moves."""
    _check_paybill_token(request.path_params["token"])
    body = await _read_body(request)
    return Response(await paybill_door.answer(body or b""), media_type=_JSON)


async def _keep(kind: str, token: str, request: Request) -> Response:
    if not _TOKEN.fullmatch(token):
        raise _nothing_here()
    body = await _read_body(request)
    if body is None:
        return Response(status_code=413)
    known = await intake.keep(
        Delivery(
            kind=kind,
            token_sha256=fingerprint(token),
            body_sha256=hashlib.sha256(body).digest(),
            body=body,
            source_ip=address_of(request.client.host) if request.client else None,
        )
    )
    if not known:
        raise _nothing_here()
    return Response(_ACCEPTED, media_type=_JSON)


async def _read_body(request: Request) -> bytes | None:
    """Return the body as it came, or None when it is too large to be M-Pesa's."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _check_paybill_token(token: str) -> None:
    if not constant_time_equals(token, get_settings().mpesa.c2b_token.get_secret_value()):
        raise _nothing_here()


def _nothing_here() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")


# Plain routes, without FastAPI's reading of parameters: a storm of callbacks has none to read.
for path, endpoint in (
    ("/stk", stk_result),
    ("/c2b/confirmation", paybill_confirmation),
    ("/c2b/validation", paybill_validation),
    ("/{api}/{word}", later_result),
):
    router.add_route(f"/hooks/d/{{token}}{path}", endpoint, ["POST"], include_in_schema=False)
