"""Accounts and sessions: register, verify the phone, sign in, refresh, sign out."""

import asyncio
import contextlib
import time
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import refresh_cookie
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
    UserAgent,
)
from app.core import rate_limit
from app.core.clock import NAIROBI, utc_now
from app.core.database import defer
from app.core.password_pool import in_hashing_thread
from app.core.security import fingerprint, hash_password, password_fits, read_access_token
from app.core.settings import get_settings
from app.domain import phone
from app.domain.auth import login_name, passwords
from app.domain.auth.age import MAX_AGE_YEARS, years_old
from app.domain.auth.login_name import LoginName
from app.domain.errors import Invalid, NotAllowed, NotSignedIn, TooSoon
from app.domain.problems import ProblemCode
from app.models.user import User
from app.schemas.user import (
    CodeSent,
    Device,
    ForgottenPassword,
    LoginForm,
    Me,
    PasswordReset,
    PhoneCode,
    Registration,
    Token,
)
from app.services.auth import accounts, otp, sessions
from app.services.auth.sessions import Credentials, SessionTokens

router = APIRouter(prefix="/auth", tags=["auth"])

LimitedAction = Literal["register", "login", "refresh", "sms", "code"]


@router.post("/register", status_code=201)
async def register(body: Registration, address: ClientAddress, slots: SlotsDep) -> Me:
    """Create an account and send a code to its phone; it does not sign in."""
    # `async`, because the password is hashed in a thread of its own (`password_pool`) between two
    # steps in the common ones, and no database transaction is open meanwhile.
    msisdn = _validated_phone(body)
    await run_in_threadpool(_count_request, "register", address)
    password_hash = await in_hashing_thread(hash_password, body.password.get_secret_value())
    return await slots.in_transaction(_open_account, body, msisdn, password_hash)


@router.post("/login", responses=SETS_COOKIE | refuses(NotSignedIn, NotAllowed))
async def login(
    form: Annotated[LoginForm, Form()],
    response: Response,
    *,
    address: ClientAddress,
    user_agent: UserAgent,
    slots: SlotsDep,
    device: DeviceId = None,
) -> Token:
    """Sign in with username, e-mail or phone. The answer never tells which of the two was wrong."""
    # `async`, because the password is compared in a thread of its own (`password_pool`), or 64
    # people signing in would stop everybody's game; no transaction is open meanwhile.
    name = login_name.read(form.username)
    known = await slots.in_transaction(_credentials, name, address)
    password = form.password.get_secret_value()
    is_right = await in_hashing_thread(_try_password, name, known, password)
    tokens = None
    if is_right:
        tokens = await slots.in_transaction(_sign_in, name, known, user_agent, device)
    if tokens is None:
        raise NotSignedIn(ProblemCode.WRONG_CREDENTIALS, sessions.WRONG_CREDENTIALS)
    refresh_cookie.write(response, tokens.refresh_token)
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
    _count_request("refresh", address)
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


@router.post("/verify-phone")
def verify_phone(
    body: PhoneCode, identity: Identity, address: ClientAddress, session: SessionDep
) -> Me:
    """Prove that the phone is yours with the six digits from the SMS; five tries a code."""
    _count_request("code", address)  # before the first query
    player = _caller(session, identity)
    sessions.verify_phone(session, player=player, digits=body.code, now=utc_now())
    return Me.model_validate(accounts.overview(session, player=player))


@router.post("/resend-code", status_code=202)
def resend_code(identity: Identity, address: ClientAddress, session: SessionDep) -> CodeSent:
    """Have another code sent to your phone: one a minute, three an hour, eight a day."""
    _count_request("sms", address)  # before the first query
    sessions.resend_code(session, player=_caller(session, identity), now=utc_now())
    return CodeSent(resend_after=get_settings().login.resend_seconds)


@router.post("/forgot-password", status_code=202)
async def forgot_password(
    body: ForgottenPassword, address: ClientAddress, slots: SlotsDep
) -> CodeSent:
    """Send a code to the player's phone, if there is such a player; the answer is the same."""
    # `async`, because it waits until every answer takes the same time, and holds no thread
    # meanwhile.
    answer_at = time.monotonic() + get_settings().login.forgot_seconds
    await slots.in_transaction(_send_reset_code, login_name.read(body.identifier), address)
    await asyncio.sleep(answer_at - time.monotonic())
    return CodeSent(resend_after=get_settings().login.resend_seconds)


@router.post("/reset-password", status_code=204)
async def reset_password(body: PasswordReset, address: ClientAddress, slots: SlotsDep) -> None:
    """Set a new password with the six digits from the SMS; every device is signed out."""
    # `async`, because the password is hashed in a thread of its own (`password_pool`), known name
    # or not, right code or wrong, so that the answer's time tells nothing.
    password = body.new_password.get_secret_value()
    _refuse_if_weak(password)
    await run_in_threadpool(_count_request, "code", address)
    password_hash = await in_hashing_thread(hash_password, password)
    await slots.in_transaction(_set_password, body, password, password_hash)


@router.get("/sessions")
def list_sessions(player: CurrentPlayer, identity: Identity, session: SessionDep) -> list[Device]:
    """List where you are signed in."""
    _, current_id = identity
    return [
        Device(
            id=login.id,
            user_agent=login.user_agent,
            created_at=login.created_at,
            last_used_at=login.last_used_at,
            current=login.id == current_id,
        )
        for login in sessions.devices(session, user_id=player.id, now=utc_now())
    ]


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: RowId, player: CurrentPlayer, session: SessionDep) -> None:
    """Sign one of your devices out."""
    sessions.end_session(session, user_id=player.id, session_id=session_id, now=utc_now())


def _caller(session: SessionDep, identity: Identity) -> User:
    user_id, session_id = identity
    return accounts.signed_in(session, user_id=user_id, session_id=session_id)


def _count_request(action: LimitedAction, address: str) -> None:
    """Count one request from `address` against the limit of `action`; raises TooSoon."""
    rates = get_settings().rate
    rule = {
        "register": rates.register_per_address,
        "login": rates.login_per_address,
        "refresh": rates.refresh_per_address,
        "sms": rates.sms_per_address,
        "code": rates.code_per_address,
    }[action]
    rate_limit.count(rule, action, address, factor=rate_limit.address_factor())


def _validated_phone(body: Registration) -> str:
    """Return the phone as 12 digits if this person may open an account; raises Invalid."""
    msisdn = phone.normalise(body.phone)
    if msisdn is None:
        raise Invalid(ProblemCode.PHONE_INVALID, "Enter a Kenyan mobile number, like 0712 345 678.")
    if login_name.is_phone_like(body.username):
        raise Invalid(ProblemCode.INVALID_REQUEST, "A username must not be a phone number.")
    age = years_old(body.date_of_birth, today=utc_now().astimezone(NAIROBI).date())
    if age > MAX_AGE_YEARS:
        raise Invalid(ProblemCode.INVALID_REQUEST, "Please check your date of birth.")
    if age < get_settings().login.minimum_age_years:
        raise Invalid(ProblemCode.TOO_YOUNG, "You must be 18 or older to play for money.")
    _refuse_if_weak(
        body.password.get_secret_value(), username=body.username, email=body.email, phone=msisdn
    )
    return msisdn


def _refuse_if_weak(password: str, *, username: str = "", email: str = "", phone: str = "") -> None:
    weak = passwords.weakness(password, username=username, email=email, phone=phone)
    if weak:
        raise Invalid(ProblemCode.PASSWORD_WEAK, weak)


def _open_account(session: SessionDep, body: Registration, msisdn: str, password_hash: str) -> Me:
    player = accounts.open_account(
        session,
        username=body.username,
        email=body.email,
        phone=msisdn,
        password_hash=password_hash,
        date_of_birth=body.date_of_birth,
        cod_username=body.cod_username,
    )
    otp.issue(session, user=player, purpose=otp.Purpose.VERIFY_PHONE, now=utc_now())
    return Me.model_validate(accounts.overview(session, player=player))


def _credentials(session: SessionDep, name: LoginName, address: str) -> Credentials:
    _count_request("login", address)  # before the first query
    return sessions.credentials(session, name=name)


def _guess_counter(name: LoginName, known: Credentials) -> tuple[str, str]:
    """Return the counter of wrong passwords: one per account, whichever name was typed."""
    typed = fingerprint(f"{name.kind}:{name.value}").hex()
    return "guess", f"user:{known.user_id}" if known.user_id else typed


def _try_password(name: LoginName, known: Credentials, password: str) -> bool:
    """Compare, and count a failure; raises TooSoon before comparing when there were too many.

    In one hashing thread these follow one another, so a thousand guesses at once gain nothing.
    """
    rule = get_settings().rate.login_per_account
    counter = _guess_counter(name, known)
    rate_limit.check(rule, *counter)
    is_right = password_fits(password, known.password_hash)
    if not is_right:
        # The answer to the last guess that is allowed is still "wrong password".
        with contextlib.suppress(TooSoon):
            rate_limit.count(rule, *counter)
    return is_right


def _sign_in(
    session: SessionDep, name: LoginName, known: Credentials, agent: str, device: bytes | None
) -> SessionTokens | None:
    tokens = sessions.sign_in(session, known=known, user_agent=agent, device=device, now=utc_now())
    if tokens is not None:
        defer(session, partial(_reset_guesses, name, known))
    return tokens


def _send_reset_code(session: SessionDep, name: LoginName, address: str) -> None:
    _count_request("sms", address)  # before the first query
    rule = get_settings().rate.forgot_per_account
    rate_limit.count(rule, "forgot", fingerprint(f"{name.kind}:{name.value}").hex())
    sessions.forgot_password(session, name=name, now=utc_now())


def _set_password(
    session: SessionDep, body: PasswordReset, password: str, password_hash: str
) -> None:
    name = login_name.read(body.identifier)
    user_id = sessions.reset_password(
        session,
        name=name,
        digits=body.code,
        password=password,
        password_hash=password_hash,
        now=utc_now(),
    )
    # Guesses at the old password must not keep the owner out with the new one.
    known = Credentials(user_id=user_id, password_hash=None)
    defer(session, partial(_reset_guesses, name, known))


def _reset_guesses(name: LoginName, known: Credentials) -> None:
    rate_limit.reset(get_settings().rate.login_per_account, *_guess_counter(name, known))


def _token(tokens: SessionTokens) -> Token:
    return Token(access_token=tokens.access_token, expires_in=get_settings().login.access_seconds)
