"""The simulators composed into one web application; each app has a simulation of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from simulators.cod import routes as cod_routes
from simulators.control import (
    callbacks,
    cod,
    faults,
    general,
    org,
    outages,
    paybill,
    payouts,
    phones,
    requests,
)
from simulators.daraja import routes
from simulators.daraja.gateway.refusals import Refusal, answer_refusal
from simulators.fault_injection.broken_responses import remember_transport
from simulators.fault_injection.middleware import FaultInjection
from simulators.identity import service as identity_service
from simulators.identity.jobs import Jobs
from simulators.page import phones_page
from simulators.push import service as push_service
from simulators.push.browsers import Browsers
from simulators.request_log import RequestLog
from simulators.settings import SimSettings
from simulators.simulation import create_simulation
from simulators.sms import messaging


class Simulators(FastAPI):
    """A FastAPI app that may also close the connection instead of answering."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the socket of the request before a middleware wraps it, then go on."""
        if scope["type"] == "http":
            remember_transport(scope, receive)
        await super().__call__(scope, receive, send)


def create_app(
    settings: SimSettings, *, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """Compose an app with a simulation of its own; callbacks go through `transport`, if given."""
    simulation = create_simulation(settings, transport=transport)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        simulation.scheduler.start()
        yield
        await simulation.close()

    app = Simulators(title="WageWars simulators", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.simulation = simulation
    app.state.browsers = Browsers()
    app.state.identity_jobs = Jobs()
    app.add_middleware(FaultInjection, simulation=simulation)
    app.add_middleware(RequestLog, simulation=simulation)
    app.add_exception_handler(Refusal, answer_refusal)
    for part in (
        callbacks,
        cod,
        general,
        faults,
        paybill,
        org,
        payouts,
        phones,
        requests,
        outages,
    ):
        app.include_router(part.router, prefix="/_sim")
    app.include_router(push_service.control, prefix="/_sim")
    app.include_router(push_service.router)
    app.include_router(identity_service.router)
    for router in (messaging.router, routes.router, cod_routes.router, phones_page.router):
        app.include_router(router)
    app.mount("/static", phones_page.static_files())
    return app
