"""The simulators composed into one web application; each app has a world of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from simulators.broken import remember_transport
from simulators.cod import paths as cod_paths
from simulators.control import (
    callbacks,
    cod,
    country,
    faults,
    money,
    org,
    payouts,
    phones,
    requests,
    weather,
)
from simulators.daraja import paths
from simulators.daraja.refusals import Refusal, answer_refusal
from simulators.page import phones_page
from simulators.settings import SimSettings
from simulators.sms import messaging
from simulators.transcript import Transcript
from simulators.weather import Weather
from simulators.world import create_world


class Simulators(FastAPI):
    """A FastAPI app whose answers may also be to cut the line."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note whose socket this is while nobody has wrapped it yet, then go on."""
        if scope["type"] == "http":
            remember_transport(scope, receive)
        await super().__call__(scope, receive, send)


def create_app(
    settings: SimSettings, *, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """Compose an app with a world of its own; callbacks leave through `transport`, if given."""
    world = create_world(settings, transport=transport)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        world.agenda.start()
        yield
        await world.close()

    app = Simulators(title="WageWars simulators", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.world = world
    app.add_middleware(Weather, world=world)
    app.add_middleware(Transcript, world=world)
    app.add_exception_handler(Refusal, answer_refusal)
    for part in (callbacks, cod, country, faults, money, org, payouts, phones, requests, weather):
        app.include_router(part.router, prefix="/_sim")
    for router in (messaging.router, paths.router, cod_paths.router, phones_page.router):
        app.include_router(router)
    app.mount("/static", phones_page.static_files())
    return app
