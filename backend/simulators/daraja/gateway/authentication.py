"""The check before every Daraja API: the token first, then the JSON."""

import json
from typing import Any

from fastapi import Request

from simulators.daraja.gateway.refusals import Refusal, bad_request
from simulators.daraja.gateway.tokens import Tokens


async def read_request(
    request: Request,
    tokens: Tokens,
    *,
    bad_token: Refusal,
    first_field: str = "BusinessShortCode",
) -> dict[str, Any]:
    """Return the JSON object in the body. Raises Refusal, `bad_token` for an unknown token.

    A form is an object without fields, so that the complaint is about the first of them.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refusal(404, "404.001.04", "Invalid Authentication Header")
    if not tokens.is_valid(token.strip()):
        raise bad_token
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise bad_request(first_field)
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(400, "400.002.05", "Invalid Request Payload")
    return body
