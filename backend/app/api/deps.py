"""Dependencies of routes: a session that commits before the answer leaves, the caller, limits."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request
from fastapi.requests import HTTPConnection
from fastapi.security import OAuth2AuthorizationCodeBearer
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.database_slots import CallerSlots
from app.core import rate_limit
from app.core.database import transaction
from app.core.security import read_access_token
from app.core.settings import get_settings
from app.core.telemetry import context
from app.domain.errors import NotAllowed, NotSignedIn
from app.domain.language import Language, preferred
from app.domain.problems import ProblemCode
from app.models.user import User
from app.schemas.base import in_digits
from app.services.auth import accounts

_bearer = OAuth2AuthorizationCodeBearer(
    authorizationUrl="/docs/authorize",
    tokenUrl="/docs/token",
    description="The console's own log-in page; `POST /auth/login` gives programs the same token.",
    auto_error=False,
)
BearerToken = Annotated[str | None, Depends(_bearer)]


async def get_signed_in(request: Request) -> tuple[int, int] | None:
    """Return (user id, login session id) if the request has a good access token, else None.

    `async`, because a thread would cost more than the 30 us of work. No parameter for the token,
    so that the console shows a lock only at the routes that refuse without one.
    """
    token = await _bearer(request)
    signed_in = read_access_token(token) if token else None
    if signed_in is not None:
        context.add("user", signed_in[0])
    return signed_in


_SignedIn = Annotated[tuple[int, int] | None, Depends(get_signed_in)]


async def get_identity(_: BearerToken, signed_in: _SignedIn) -> tuple[int, int]:
    """Return (user id, login session id) of the caller; raises NotSignedIn."""
    if signed_in is None:
        raise NotSignedIn(ProblemCode.NOT_SIGNED_IN, "Please sign in again.")
    return signed_in


Identity = Annotated[tuple[int, int], Depends(get_identity)]


async def get_guest(token: BearerToken, signed_in: _SignedIn) -> tuple[int, int] | None:
    """Return as `get_identity`, or None for a caller without a token; raises NotSignedIn."""
    return None if token is None else await get_identity(token, signed_in)


MaybeIdentity = Annotated[tuple[int, int] | None, Depends(get_guest)]


async def get_address(request: HTTPConnection) -> str:
    """Return the address that limits count by: the peer, as uvicorn sees it behind its proxies.

    Never a header, because any client can send X-Forwarded-For. IPv6 counts by /64, which is what
    one household gets.
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return host


ClientAddress = Annotated[str, Depends(get_address)]


async def get_slots(request: Request, signed_in: _SignedIn, address: ClientAddress) -> CallerSlots:
    """Return the database slots as this caller gets them."""
    caller = address if signed_in is None else signed_in[0]
    return CallerSlots(request.app.state.database_slots, caller)


SlotsDep = Annotated[CallerSlots, Depends(get_slots)]


async def acquire_db_slot(slots: SlotsDep) -> AsyncIterator[None]:
    """Hold a database slot, so that the request waits without a thread; raises Unavailable."""
    async with slots.hold():
        yield


_DatabaseSlot = Annotated[None, Depends(acquire_db_slot, scope="function")]


def get_session(_: _DatabaseSlot) -> Iterator[Session]:
    """Open one transaction for the request; it commits when the endpoint has returned."""
    with transaction() as session:
        yield session


# "function": commit before the response leaves, so that a 202 is a promise already kept.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def get_player(identity: Identity, session: SessionDep) -> User:
    """Return the caller's account as it is now; raises when it is gone, suspended or signed out.

    Raises TooSoon who asks more often than any app of ours does.
    """
    user_id, session_id = identity
    rule = get_settings().rate.operations_per_player
    rate_limit.count(rule, "operation", str(user_id), factor=rate_limit.address_factor())
    return accounts.signed_in(session, user_id=user_id, session_id=session_id)


CurrentPlayer = Annotated[User, Depends(get_player)]


def get_verified_player(player: CurrentPlayer) -> User:
    """Return the caller; raises NotAllowed unless their phone is verified."""
    if not player.is_verified:
        raise NotAllowed(
            ProblemCode.PHONE_NOT_VERIFIED,
            "Enter the code from the SMS to verify your phone first.",
        )
    return player


VerifiedPlayer = Annotated[User, Depends(get_verified_player)]


def get_user_agent(request: Request) -> str:
    """Return the printable part of the browser's User-Agent, 200 characters at most."""
    header = request.headers.get("user-agent", "")
    return "".join(character for character in header if character.isprintable())[:200]


UserAgent = Annotated[str, Depends(get_user_agent)]


def get_device(
    device: Annotated[
        str | None,
        Header(
            alias="X-Device-Id",
            description="A random token that the app keeps on its device; two players who sign in"
            " with the same one are never paired.",
        ),
    ] = None,
) -> bytes | None:
    """Return the SHA-256 of the device's token; None if it is missing or of the wrong length."""
    if device is None or not MIN_DEVICE_LENGTH <= len(device) <= MAX_DEVICE_LENGTH:
        return None
    return hashlib.sha256(device.encode()).digest()


MIN_DEVICE_LENGTH, MAX_DEVICE_LENGTH = 8, 128
DeviceId = Annotated[bytes | None, Depends(get_device)]


async def get_browser_language(request: Request) -> Language:
    """Return the language that the caller's browser prefers."""
    return preferred(request.headers.get("accept-language", ""))


BrowserLanguage = Annotated[Language, Depends(get_browser_language)]


def get_language(
    request: Request,
    lang: Annotated[Language | None, Query(description="default: by Accept-Language")] = None,
) -> Language:
    """Return the language of the reader: `lang`, else by Accept-Language."""
    return lang or preferred(request.headers.get("accept-language", ""))


ReaderLanguage = Annotated[Language, Depends(get_language)]

RowId = Annotated[int, Field(ge=1, le=2**63 - 1), in_digits, Path()]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        description="Made by the client for one intent; a retry with it is answered, not repeated.",
    ),
]
Limit = Annotated[int, Field(ge=1, le=100), in_digits, Query(description="rows a page")]
Cursor = Annotated[
    str | None,
    Query(max_length=40, pattern=r"^[0-9]+$", description="`next_cursor` of the last page"),
]
