"""Sessions: sign in, stay signed in, sign out here and elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from app.api import known_device, refresh_cookie
from app.api.contract.declare import BY_COOKIE, BY_TOKEN_OR_COOKIE, SETS_COOKIE, refuses
from app.api.deps import (
    BearerToken,
    ClientAddress,
    CurrentPlayer,
    DeviceId,
    Identity,
    RowId,
    SessionDep,
    SlotsDep,
)
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.request_limits import count_request
from app.api.sign_in import sign_in
from app.api.visitor import Visitor
from app.core.clock import utc_now
from app.core.security import read_access_token
from app.domain.errors import NotAllowed, NotSignedIn
from app.domain.problems import ProblemCode
from app.schemas.user import Device, LoginForm, Token
from app.services.auth import sessions
from app.services.auth.session_tokens import SessionTokens

router = APIRouter(
    prefix="/auth",
    tags=["auth"],
    dependencies=[FromOurPage],  # all of them set or use the cookie
)


@router.post(
    "/login",
    max_body_size=MAX_FORM_BYTES,
    responses=SETS_COOKIE | refuses(NotSignedIn, NotAllowed),
)
async def login(
    form: Annotated[LoginForm, Form()], response: Response, visitor: Visitor, slots: SlotsDep
) -> Token:
    """Sign in with username, e-mail or phone. The answer never tells which of the two was wrong.

    Staff sends a `code` of their second factor as well: without it the answer is 403
    (`second_factor_needed`), and after it there is no refresh cookie.
    """
    # `async`, because the password is compared in a thread of its own (`password_pool`), or 64
    # people signing in would stop everybody's game; no transaction is open meanwhile.
    tokens, user_id = await sign_in(
        slots,
        visitor,
        username=form.username,
        password=form.password.get_secret_value(),
        code=form.code.get_secret_value() if form.code is not None else None,
    )
    if tokens.refresh_token is not None:
        refresh_cookie.write(response, tokens.refresh_token)
    known_device.remember(visitor.browser, response, user_id=user_id)
    return _token(tokens)


@router.post("/refresh", openapi_extra=BY_COOKIE, responses=SETS_COOKIE)
def refresh(
    request: Request,
    response: Response,
    address: ClientAddress,
    session: SessionDep,
    device: DeviceId = None,
) -> Token:
    """Get a new access token by the refresh cookie, which is exchanged for a new one too."""
    count_request("refresh", address)
    token = refresh_cookie.read(request)
    if token is None:
        raise NotSignedIn(ProblemCode.NOT_SIGNED_IN, "Please sign in.")
    tokens = sessions.refresh(session, token=token, device=device, now=utc_now())
    if tokens.refresh_token is not None:
        refresh_cookie.write(response, tokens.refresh_token)
    return _token(tokens)


@router.post("/logout", status_code=204, openapi_extra=BY_TOKEN_OR_COOKIE)
def logout(request: Request, response: Response, bearer: BearerToken, session: SessionDep) -> None:
    """Sign this device out: its tokens, access tokens too, are refused from now on."""
    token = refresh_cookie.read(request)
    identity = read_access_token(bearer) if bearer else None
    if token is not None:
        sessions.sign_out(session, token=token, now=utc_now())
    if identity is not None:
        user_id, session_id = identity
        sessions.end_session(session, user_id=user_id, session_id=session_id, now=utc_now())
    refresh_cookie.remove(response)
    # Pages in memory and in the cache go. Not "storage", which holds nothing of the player's but
    # the app itself, to be loaded again, nor "cookies", by which we know the device.
    response.headers["Clear-Site-Data"] = '"cache"'


@router.get("/sessions")
def list_sessions(player: CurrentPlayer, identity: Identity, session: SessionDep) -> list[Device]:
    """List where you are signed in."""
    _, current_id = identity
    now = utc_now()
    return [
        Device(
            id=login.id,
            user_agent=login.user_agent,
            created_at=login.created_at,
            last_used_at=login.last_used_at,
            current=login.id == current_id,
            payouts_after=login.payouts_after if (login.payouts_after or now) > now else None,
        )
        for login in sessions.devices(session, user_id=player.id, now=now)
    ]


@router.delete("/sessions", status_code=204)
def end_other_sessions(player: CurrentPlayer, identity: Identity, session: SessionDep) -> None:
    """Sign all your devices out but this one."""
    _, current_id = identity
    sessions.end_all(
        session, user_id=player.id, because="signed_out", but=current_id, now=utc_now()
    )


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: RowId, player: CurrentPlayer, session: SessionDep) -> None:
    """Sign one of your devices out."""
    sessions.end_session(session, user_id=player.id, session_id=session_id, now=utc_now())


def _token(tokens: SessionTokens) -> Token:
    return Token(access_token=tokens.access_token, expires_in=tokens.expires_in)
