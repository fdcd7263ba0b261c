"""Faults between WageWars and Daraja: outages, and the requests that random faults hit."""

from fastapi.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.daraja.gateway.fault_responses import REFUSALS
from simulators.daraja.gateway.refusals import error_body
from simulators.fault_injection.broken_responses import ClosedConnection, gateway_page
from simulators.request_log import path_inside
from simulators.simulation import Simulation

HANG_SECONDS = 60.0
# Each product has its own error code for a bad token.
BAD_TOKENS = {
    "/daraja/mpesa/stkpush": "bad_token_404.001.03",
    "/daraja/mpesa/reversal": "bad_token_404.001.03",
    "/daraja/mpesa/c2b": "bad_token_400.003.01",
    "/daraja/mpesa/transactionstatus": "bad_token_400.003.01",
    "/daraja/mpesa/b2c": "bad_token_401.002.01",
    "/daraja/mpesa/accountbalance": "bad_token_401.002.01",
    "/daraja/pulltransactions": "bad_token_401.001",
}
RANDOM_BEFORE = ("http_500", "html_503", "spike_arrest", "bad_token")


class FaultInjection:
    """Middleware that may answer instead of Daraja, or lose what Daraja answers."""

    def __init__(self, app: ASGIApp, simulation: Simulation) -> None:
        self._app = app
        self._simulation = simulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless an outage or a random fault hits it."""
        if scope["type"] != "http" or not path_inside(scope).startswith("/daraja/"):
            await self._app(scope, receive, send)
            return
        kind = self._fault_kind(path_inside(scope))
        if kind is None:
            await self._app(scope, receive, send)
        elif kind in {"lost_answer", "reset_after_processing"}:
            await self._app(scope, receive, _discard)
            await ClosedConnection()(scope, receive, send)
        else:
            await self._answer(kind, path_inside(scope))(scope, receive, send)

    def _fault_kind(self, path: str) -> str | None:
        outage = self._simulation.outages.current()
        if outage is not None:
            return outage.kind
        random_faults = self._simulation.random_faults
        if random_faults.plan() is None:
            return None
        for kind in RANDOM_BEFORE:
            if random_faults.happens(kind) and (kind != "bad_token" or _bad_token(path)):
                return kind
        return "lost_answer" if random_faults.happens("lost_answer") else None

    def _answer(self, kind: str, path: str) -> Response:
        if kind == "html_503":
            return gateway_page()
        if kind == "hang":
            return ClosedConnection(hang_seconds=HANG_SECONDS / self._simulation.clock.speed)
        if kind == "reset":
            return ClosedConnection()
        refusal = _bad_token(path) if kind == "bad_token" else kind
        status, code, message = REFUSALS[refusal or kind]
        return JSONResponse(error_body(code, message), status)


def _bad_token(path: str) -> str | None:
    return next((kind for start, kind in BAD_TOKENS.items() if path.startswith(start)), None)


async def _discard(_message: Message) -> None:
    return
