"""Sessions: sign in, stay signed in, sign out here and elsewhere."""

import contextlib
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import known_device, password_guesses, refresh_cookie
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
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.api.visitor import Visitor
from app.core.clock import utc_now
from app.core.database import defer
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.core.security import (
    fingerprint,
    hash_is_outdated,
    hash_password,
    new_token,
    read_access_token,
)
from app.core.settings import get_settings
from app.domain.auth import login_name
from app.domain.auth.login_name import LoginName
from app.domain.errors import NotAllowed, NotSignedIn, Unavailable
from app.domain.problems import ProblemCode
from app.schemas.user import Device, LoginForm, Token
from app.services.auth import sessions
from app.services.auth.sessions import Credentials, SessionTokens

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
    """Sign in with username, e-mail or phone. The answer never tells which of the two was wrong."""
    # `async`, because the password is compared in a thread of its own (`password_pool`), or 64
    # people signing in would stop everybody's game; no transaction is open meanwhile.
    name = login_name.read(form.username)
    known = await slots.in_transaction(_credentials, name, visitor.address)
    device = visitor.browser.of(known.user_id)
    guesser = Guesser(_account(name, known), visitor.address, device=device)
    password = form.password.get_secret_value()
    sender = visitor.browser.sender(known.user_id, address=visitor.address)
    is_right = await in_hashing_thread(
        try_password, guesser, password, known.password_hash, sender=sender
    )
    if not is_right and await run_in_threadpool(password_guesses.are_many, guesser):
        await slots.in_transaction(_tell_of_guesses, known)
    nonce = device or new_token()
    tokens = None
    if is_right:
        tokens = await slots.in_transaction(_sign_in, guesser, known, visitor, nonce)
    if tokens is None or known.user_id is None:
        raise NotSignedIn(ProblemCode.WRONG_CREDENTIALS, sessions.WRONG_CREDENTIALS)
    await _renew_hash(slots, known, password, sender)
    refresh_cookie.write(response, tokens.refresh_token)
    known_device.remember(visitor.browser, response, user_id=known.user_id, nonce=nonce)
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
            payouts_after=login.payouts_after if (login.payouts_after or now) > now else None,
            current=login.id == current_id,
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


def _credentials(session: SessionDep, name: LoginName, address: str) -> Credentials:
    count_request("login", address)  # before the first query
    return sessions.credentials(session, name=name)


def _account(name: LoginName, known: Credentials) -> str:
    """Return what guesses are counted by: one account, whichever of its names was typed."""
    typed = fingerprint(f"{name.kind}:{name.value}").hex()
    return f"user:{known.user_id}" if known.user_id else typed


def _sign_in(
    session: SessionDep, guesser: Guesser, known: Credentials, visitor: Visitor, nonce: str
) -> SessionTokens | None:
    tokens = sessions.sign_in(
        session,
        known=known,
        user_agent=visitor.user_agent,
        device=visitor.app_device,
        is_known=guesser.device is not None,
        mark=fingerprint(nonce),
        now=utc_now(),
    )
    if tokens is not None:
        defer(session, partial(password_guesses.forget, guesser))
    return tokens


def _tell_of_guesses(session: SessionDep, known: Credentials) -> None:
    sessions.tell_of_guesses(session, known=known, now=utc_now())


async def _renew_hash(slots: SlotsDep, known: Credentials, password: str, sender: Sender) -> None:
    """Store the password anew if its hash has an old pepper or cost, now that it is known.

    When many people sign in, that waits for the next time.
    """
    if known.password_hash is not None and hash_is_outdated(known.password_hash):
        with contextlib.suppress(Unavailable):
            fresh = await in_hashing_thread(hash_password, password, sender=sender)
            await slots.in_transaction(_replace_hash, known, fresh)


def _replace_hash(session: SessionDep, known: Credentials, password_hash: str) -> None:
    sessions.replace_hash(session, known=known, password_hash=password_hash)


def _token(tokens: SessionTokens) -> Token:
    return Token(access_token=tokens.access_token, expires_in=get_settings().login.access_seconds)
