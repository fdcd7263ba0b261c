"""The address that the provider of identity checks posts to."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app.api.callbacks import identity
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode

router = APIRouter()


async def identity_callback(request: Request) -> Response:
    """Take a signed callback. A forged one is answered like a path that is not there."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > identity.MAX_BODY_BYTES:
            return Response(status_code=413)
    if not await run_in_threadpool(identity.take, bytes(body), request.headers):
        raise NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")
    return Response(status_code=200)


# A plain Starlette route: there are no parameters that FastAPI could parse.
router.add_route("/hooks/identity", identity_callback, ["POST"], include_in_schema=False)
