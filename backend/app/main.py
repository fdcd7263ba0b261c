"""The API process, composed: routes, refusals, the live socket, the docs console."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from app.api import console, errors, leaderboard_cache
from app.api.callbacks.batcher import batcher
from app.api.contract import document, text
from app.api.database_slots import DatabaseSlots
from app.api.fast_path import callbacks as callback_fast_path
from app.api.fast_path import leaderboard as leaderboard_fast_path
from app.api.fast_path import live as live_fast_path
from app.api.live.hub import hub
from app.api.middleware import body_limit, spans, staff_gate
from app.api.middleware.metrics import MetricsMiddleware
from app.api.middleware.no_store import NoStoreMiddleware
from app.api.middleware.security_headers import with_headers
from app.api.middleware.slow_body import in_time
from app.api.routes import (
    auth,
    blocks,
    callbacks,
    challenges,
    consents,
    dispute_figures,
    disputes,
    email_addresses,
    evidence,
    game_accounts,
    health,
    identity,
    identity_callbacks,
    leaderboard,
    match_messages,
    match_receipts,
    matches,
    matchmaking,
    name_claims,
    notifications,
    passkeys,
    passwords,
    payments,
    personal_data,
    phone_numbers,
    policy_reports,
    protection,
    push,
    quotes,
    reserves,
    second_factor,
    sessions,
    sms_callbacks,
    statement,
    tournament_brackets,
    tournament_cards,
    tournament_series,
    tournaments,
    users,
    well_known,
    withdrawals,
)
from app.api.routes import ws_ticket as live
from app.api.routes.admin import board as admin_board
from app.api.routes.admin import disputes as admin
from app.api.routes.admin import factor_resets as admin_factors
from app.api.routes.admin import identity as admin_identity
from app.api.routes.admin import messages as admin_messages
from app.api.routes.admin import name_claims as admin_names
from app.api.routes.admin import payments as admin_payments
from app.api.routes.admin import platform as admin_oversight
from app.api.routes.admin import prize_clawbacks as admin_clawbacks
from app.api.routes.admin import proposals as admin_proposals
from app.api.routes.admin import reconciliation as admin_reconciliation
from app.api.routes.admin import rulings as admin_rulings
from app.api.routes.admin import sponsor as admin_sponsor
from app.api.routes.admin import staff as admin_staff
from app.api.routes.admin import tax as admin_tax
from app.api.routes.admin import tournament_play as admin_tournament_play
from app.api.routes.admin import tournament_series as admin_series
from app.api.routes.admin import tournaments as admin_tournaments
from app.api.routes.admin import users as admin_users
from app.core.database import require_safe_start
from app.core.logging import configure_logging
from app.core.request_id import RequestIdMiddleware
from app.core.safe_servers import require_safe_servers
from app.core.settings import get_settings
from app.core.telemetry import tracing
from app.schemas.live import LiveMessage
from app.workers.celery_app import celery_app

API_PREFIX = "/api/v1"
_LEADERBOARD = API_PREFIX + leaderboard_cache.PATH
MAX_BODY_BYTES = 64 * 1024  # far above our longest form and Daraja's longest callback
# FastAPI's own would trace each request and socket once more, believe a stranger's `traceparent`,
# and send messages of errors to wherever the environment says. Ours is `app.core.telemetry`.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}


def _operation_name(route: APIRoute) -> str:
    return route.name


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    configure_logging()
    require_safe_start()
    require_safe_servers()
    # More threads than this only fight for the interpreter (performance.md §2c).
    anyio.to_thread.current_default_thread_limiter().total_tokens = get_settings().threads
    celery_app.set_current()
    gc.collect()
    gc.freeze()  # what is there now stays: a full collection would go through all of it each time
    # A full one takes 0.3 s among 5,000 sockets, which all wait for it, and their opening alone
    # would bring on dozens. What the young generations leave can wait for ten million objects.
    gc.set_threshold(5_000, 20, 100)
    async with hub.running(), batcher.running():
        yield
    await anyio.to_thread.run_sync(tracing.flush)


class _Api(FastAPI):
    """The application, with the fast paths for callbacks, leaderboards and sockets before it."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one socket."""
        send = with_headers(scope, send)
        if staff_gate.is_closed(scope):  # it answers 404, as for any unknown path
            scope = {**scope, "path": "/closed", "raw_path": b"/closed"}
        if await leaderboard_fast_path.respond(_LEADERBOARD, scope, send):
            return
        if await live_fast_path.respond(scope, receive, send):
            return
        receive = in_time(scope, receive)
        try:
            unread = await callback_fast_path.respond(scope, receive, send)
        except errors.BodyTooSlow as error:
            await errors.from_http(error)(scope, receive, send)
            return
        if unread is not None:
            send_problem = body_limit.as_problem(scope, unread, send)
            await super().__call__(scope, unread, send_problem)

    @override
    def build_middleware_stack(self) -> ASGIApp:
        """Put a span around all of it, where traces are on."""
        return spans.around(super().build_middleware_stack())

    @override
    def openapi(self) -> dict[str, Any]:
        """Return the contract, completed, as clients are generated from it."""
        if self.openapi_schema is None:
            self.openapi_schema = document.complete(super().openapi())
        return self.openapi_schema


def _api_router() -> APIRouter:
    """Return all operations below API_PREFIX; a path is compared in the order of this list."""
    api = APIRouter(prefix=API_PREFIX)
    money = (payments, quotes, withdrawals, statement, reserves)
    staff = (admin_board, admin, admin_oversight, admin_messages, admin_names, admin_payments)
    books = (admin_reconciliation, admin_users, admin_rulings, admin_tax)
    people = (admin_staff, admin_factors, admin_identity)
    # The sponsor before tournaments, whose paths match any text in that place.
    events_by_staff = (admin_tournaments, admin_tournament_play, admin_clawbacks)
    cups = (admin_sponsor, *events_by_staff, admin_series)
    for_staff = (*staff, *books, *people, *cups, admin_proposals)
    # Challenges before matches and blocks before users, whose paths match any text in that place.
    account = (auth, sessions, second_factor, passkeys, passwords, phone_numbers, email_addresses)
    own = (personal_data, protection, identity)
    players = (*account, *own, blocks, consents, game_accounts, name_claims, users, leaderboard)
    play = (matchmaking, challenges, disputes, dispute_figures, match_receipts, matches, evidence)
    # Series before tournaments, whose path matches any text in that place.
    events = (tournament_series, tournaments, tournament_brackets, tournament_cards)
    talk = (match_messages, push, notifications, live, policy_reports)
    for module in (*players, *money, *play, *events, *talk, *for_staff):
        api.include_router(module.router)
    return api


def create_app() -> FastAPI:
    """Build the application; everything it needs to know comes from the settings."""
    settings = get_settings()
    app = _Api(
        title="WageWars",
        version="1.0",
        summary="Call of Duty players stake money on their own matches.",
        description=text.DESCRIPTION,
        license_info=text.LICENSE,
        servers=text.SERVERS,
        openapi_tags=text.TAGS,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None if settings.is_production else "/openapi.json",
        redirect_slashes=False,  # it would build an address from the Host that a client sent
        max_body_size=MAX_BODY_BYTES,
        telemetry=_NO_TELEMETRY,
        generate_unique_id_function=_operation_name,
    )
    app.state.database_slots = DatabaseSlots(
        connections=settings.database_pool, threads=settings.threads
    )
    errors.install(app)
    for hooks in (
        callbacks,
        sms_callbacks,
        identity_callbacks,
    ):  # first: a burst is not compared with every path
        app.include_router(hooks.router)
    app.include_router(_api_router())
    app.include_router(health.router)
    app.include_router(well_known.router)
    app.webhooks.post("live", summary="Live message", tags=["live"])(_live_message)
    if settings.staff.console_origin or not settings.is_production:  # it is a map of all routes
        console.install(app)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
        )
    app.add_middleware(NoStoreMiddleware, prefix=API_PREFIX)
    app.add_middleware(MetricsMiddleware)
    app.add_middleware(RequestIdMiddleware)
    return app


def _live_message(body: LiveMessage) -> None:
    """What the live socket sends; here so that its types reach the generated client."""


app = create_app()
