"""The weather between WageWars and Daraja: outages, and the requests that chaos strikes."""

from fastapi.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.broken import CutConnection, gateway_page
from simulators.daraja.breakage import REFUSALS
from simulators.daraja.refusals import error_body
from simulators.transcript import path_inside
from simulators.world import World

HANG_SECONDS = 60.0
# Each product spells a bad token in its own way.
BAD_TOKENS = {
    "/daraja/mpesa/stkpush": "bad_token_404.001.03",
    "/daraja/mpesa/reversal": "bad_token_404.001.03",
    "/daraja/mpesa/c2b": "bad_token_400.003.01",
    "/daraja/mpesa/transactionstatus": "bad_token_400.003.01",
    "/daraja/mpesa/b2c": "bad_token_401.002.01",
    "/daraja/mpesa/accountbalance": "bad_token_401.002.01",
    "/daraja/pulltransactions": "bad_token_401.001",
}
CHAOS_BEFORE = ("http_500", "html_503", "spike_arrest", "bad_token")


class Weather:
    """Middleware that may answer instead of Daraja, or lose what Daraja answers."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless the weather is against it."""
        if scope["type"] != "http" or not path_inside(scope).startswith("/daraja/"):
            await self._app(scope, receive, send)
            return
        kind = self._trouble(path_inside(scope))
        if kind is None:
            await self._app(scope, receive, send)
        elif kind in {"lost_answer", "reset_after_processing"}:
            await self._app(scope, receive, _nobody_listens)
            await CutConnection()(scope, receive, send)
        else:
            await self._answer(kind, path_inside(scope))(scope, receive, send)

    def _trouble(self, path: str) -> str | None:
        outage = self._world.outages.current()
        if outage is not None:
            return outage.kind
        chaos = self._world.chaos
        if chaos.weather() is None:
            return None
        for kind in CHAOS_BEFORE:
            if chaos.strikes(kind) and (kind != "bad_token" or _bad_token(path)):
                return kind
        return "lost_answer" if chaos.strikes("lost_answer") else None

    def _answer(self, kind: str, path: str) -> Response:
        if kind == "html_503":
            return gateway_page()
        if kind == "hang":
            return CutConnection(hang_seconds=HANG_SECONDS / self._world.clock.speed)
        if kind == "reset":
            return CutConnection()
        refusal = _bad_token(path) if kind == "bad_token" else kind
        status, code, message = REFUSALS[refusal or kind]
        return JSONResponse(error_body(code, message), status)


def _bad_token(path: str) -> str | None:
    return next((kind for start, kind in BAD_TOKENS.items() if path.startswith(start)), None)


async def _nobody_listens(_message: Message) -> None:
    return
