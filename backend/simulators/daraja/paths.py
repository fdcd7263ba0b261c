"""All of Daraja's addresses under one router, and what it says about the others."""

from fastapi import APIRouter

from simulators.daraja import (
    account_balance,
    b2c,
    c2b,
    c2b_simulate,
    oauth,
    pull,
    reversal,
    stk_push,
    stk_query,
    transaction_status,
)
from simulators.daraja.refusals import Refusal

router = APIRouter(prefix="/daraja")
for part in (
    oauth,
    stk_push,
    stk_query,
    c2b,
    c2b_simulate,
    b2c,
    transaction_status,
    account_balance,
    reversal,
    pull,
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
