"""All of Daraja's routes, and its refusals of other paths."""

from fastapi import APIRouter

from simulators.daraja.b2c import request as b2c
from simulators.daraja.c2b import pull, registration, simulate
from simulators.daraja.gateway import oauth
from simulators.daraja.gateway.refusals import Refusal
from simulators.daraja.operations import (
    balance_request,
    reversal_request,
    sim_swap,
    status_request,
)
from simulators.daraja.stk import push, query

router = APIRouter(prefix="/daraja")
for part in (
    oauth,
    push,
    query,
    registration,
    simulate,
    b2c,
    status_request,
    balance_request,
    reversal_request,
    pull,
    sim_swap,
):
    router.include_router(part.router)


@router.get("/mpesa/{path:path}", include_in_schema=False)
async def get_on_a_post_api(path: str) -> None:
    """Refuse a GET on an API that wants a POST."""
    raise Refusal(404, "404.001.04", f"Invalid Authentication Header ({path})")


@router.api_route(
    "/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
)
async def nothing_here(path: str) -> None:
    """Refuse a path or version that does not exist."""
    raise Refusal(404, "404.001.01", f"Resource not found: {path}")
