"""Accounts and signing in: register, prove the phone, sign in, stay signed in, sign out.

Each transaction here is short and stands alone, because passwords are hashed between two of them
and some refusals (a wrong code, a stolen token) must be written down.
"""

import asyncio
import contextlib
import time
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import refresh_cookie
from app.api.deps import (
    BearerToken,
    ClientAddress,
    CurrentPlayer,
    DeviceId,
    Identity,
    RowId,
    SessionDep,
    UserAgent,
)
from app.core import rate_limit as ratelimit
from app.core.clock import NAIROBI, utc_now
from app.core.database import transaction
from app.core.password_pool import in_hashing_thread
from app.core.security import fingerprint, hash_password, password_fits, read_access_token
from app.core.settings import get_settings
from app.domain import phone
from app.domain.auth import login_name, passwords
from app.domain.auth.age import OLDEST_YEARS, years_old
from app.domain.auth.login_name import LoginName
from app.domain.errors import Invalid, NotSignedIn, Refusal, TooSoon
from app.domain.problems import ProblemCode
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
from app.services.auth import accounts
from app.services.auth import otp as sms_codes
from app.services.auth import sessions as auth
from app.services.auth.sessions import Credentials, SignedIn

router = APIRouter(prefix="/auth", tags=["auth"])

T = TypeVar("T")
Door = Literal["register", "login", "refresh", "sms", "code"]


@router.post("/register", status_code=201)
async def register(body: Registration, address: ClientAddress) -> Me:
    """Create an account and send a code to its phone; it does not sign in.

    `async`, because the password is hashed in a thread of its own (`password_pool`) between two
    steps in the common ones, and no database transaction is open meanwhile.
    """
    msisdn = _checked(body)
    await run_in_threadpool(_knock, "register", address)
    password_hash = await in_hashing_thread(hash_password, body.password.get_secret_value())
    return await run_in_threadpool(_open_account, body, msisdn, password_hash)


@router.post("/login")
async def login(
    form: Annotated[LoginForm, Form()],
    response: Response,
    address: ClientAddress,
    user_agent: UserAgent,
    device: DeviceId = None,
) -> Token:
    """Sign in with username, e-mail or phone. The answer never tells which of the two was wrong.

    `async`, because the password is compared in a thread of its own (`password_pool`), or 64
    people signing in would stop everybody's game; no transaction is open meanwhile.
    """
    name = login_name.read(form.username)
    known = await run_in_threadpool(_credentials, name, address)
    password = form.password.get_secret_value()
    fits = await in_hashing_thread(_try_password, name, known, password)
    keys = await run_in_threadpool(_sign_in, name, known, user_agent, device) if fits else None
    if keys is None:
        raise NotSignedIn(ProblemCode.WRONG_CREDENTIALS, auth.WRONG_CREDENTIALS)
    refresh_cookie.write(response, keys.refresh_token)
    return _token(keys)


@router.post("/refresh")
def refresh(
    request: Request, response: Response, address: ClientAddress, device: DeviceId = None
) -> Token:
    """Get a new access token by the refresh cookie, which is exchanged for a new one too."""
    _knock("refresh", address)
    token = refresh_cookie.read(request)
    if token is None:
        raise NotSignedIn(ProblemCode.NOT_SIGNED_IN, "Please sign in.")
    with transaction() as session:
        outcome = auth.refresh(session, token=token, device=device, now=utc_now())
    keys = _granted(outcome)
    refresh_cookie.write(response, keys.refresh_token)
    return _token(keys)


@router.post("/logout", status_code=204)
def logout(request: Request, response: Response, bearer: BearerToken) -> None:
    """Sign this device out: its tokens, access tokens too, are refused from now on."""
    token = refresh_cookie.read(request)
    identity = read_access_token(bearer) if bearer else None
    with transaction() as session:
        if token is not None:
            auth.sign_out(session, token=token, now=utc_now())
        if identity is not None:
            user_id, session_id = identity
            auth.end_session(session, user_id=user_id, session_id=session_id, now=utc_now())
    refresh_cookie.remove(response)


@router.post("/verify-phone")
def verify_phone(body: PhoneCode, identity: Identity, address: ClientAddress) -> Me:
    """Prove that the phone is yours with the six digits from the SMS; five tries a code."""
    _knock("code", address)
    user_id, session_id = identity
    with transaction() as session:
        player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
        refusal = auth.verify_phone(session, player=player, digits=body.code, now=utc_now())
        me = Me.model_validate(accounts.overview(session, player=player))
    if refusal is not None:
        raise refusal
    return me


@router.post("/resend-code", status_code=202)
def resend_code(identity: Identity, address: ClientAddress) -> CodeSent:
    """Have another code sent to your phone: one a minute, three an hour, eight a day."""
    _knock("sms", address)
    user_id, session_id = identity
    with transaction() as session:
        player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
        auth.resend_code(session, player=player, now=utc_now())
    return CodeSent(resend_after=get_settings().login.resend_seconds)


@router.post("/forgot-password", status_code=202)
async def forgot_password(body: ForgottenPassword, address: ClientAddress) -> CodeSent:
    """Send a code to the player's phone, if there is such a player: the answer is always the same.

    `async`, because it waits until every answer takes the same time, and holds no thread meanwhile.
    """
    answer_at = time.monotonic() + get_settings().login.forgot_seconds
    await run_in_threadpool(_send_reset_code, login_name.read(body.identifier), address)
    await asyncio.sleep(answer_at - time.monotonic())
    return CodeSent(resend_after=get_settings().login.resend_seconds)


@router.post("/reset-password", status_code=204)
async def reset_password(body: PasswordReset, address: ClientAddress) -> None:
    """Set a new password with the six digits from the SMS; every device is signed out.

    `async`, because the password is hashed in a thread of its own (`password_pool`), known name
    or not, right code or wrong, so that the answer's time tells nothing.
    """
    password = body.new_password.get_secret_value()
    _refuse_if_weak(password)
    await run_in_threadpool(_knock, "code", address)
    password_hash = await in_hashing_thread(hash_password, password)
    await run_in_threadpool(_set_password, body, password, password_hash)


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
        for login in auth.devices(session, user_id=player.id, now=utc_now())
    ]


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: RowId, player: CurrentPlayer, session: SessionDep) -> None:
    """Sign one of your devices out."""
    auth.end_session(session, user_id=player.id, session_id=session_id, now=utc_now())


def _knock(door: Door, address: str) -> None:
    """Count one knock at `door` from `address`; raises TooSoon."""
    rates = get_settings().rate
    rule = {
        "register": rates.register_per_address,
        "login": rates.login_per_address,
        "refresh": rates.refresh_per_address,
        "sms": rates.sms_per_address,
        "code": rates.code_per_address,
    }[door]
    ratelimit.count(rule, door, address, factor=ratelimit.address_factor())


def _checked(body: Registration) -> str:
    """Return the phone as 12 digits if somebody like this may play; raises Invalid."""
    msisdn = phone.normalise(body.phone)
    if msisdn is None:
        raise Invalid(ProblemCode.PHONE_INVALID, "Enter a Kenyan mobile number, like 0712 345 678.")
    if login_name.is_phone_like(body.username):
        raise Invalid(ProblemCode.INVALID_REQUEST, "A username must not be a phone number.")
    age = years_old(body.date_of_birth, today=utc_now().astimezone(NAIROBI).date())
    if age > OLDEST_YEARS:
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


def _open_account(body: Registration, msisdn: str, password_hash: str) -> Me:
    with transaction() as session:
        player = accounts.open_account(
            session,
            username=body.username,
            email=body.email,
            phone=msisdn,
            password_hash=password_hash,
            date_of_birth=body.date_of_birth,
            cod_username=body.cod_username,
        )
        sms_codes.issue(session, user=player, purpose=sms_codes.Purpose.VERIFY_PHONE, now=utc_now())
        return Me.model_validate(accounts.overview(session, player=player))


def _credentials(name: LoginName, address: str) -> Credentials:
    _knock("login", address)
    with transaction() as session:
        return auth.credentials(session, name=name)


def _guesses_at(name: LoginName, known: Credentials) -> tuple[str, str]:
    """Return under what wrong passwords are counted: the account, whichever name was typed."""
    typed = fingerprint(f"{name.kind}:{name.value}").hex()
    return "guess", f"user:{known.user_id}" if known.user_id else typed


def _try_password(name: LoginName, known: Credentials, password: str) -> bool:
    """Compare, and count a failure; raises TooSoon before comparing when there were too many.

    In one hashing thread these follow one another, so a thousand guesses at once gain nothing.
    """
    rule = get_settings().rate.login_per_account
    who = _guesses_at(name, known)
    ratelimit.check(rule, *who)
    fits = password_fits(password, known.password_hash)
    if not fits:
        # The answer to the last guess that is allowed is still "wrong", so a full count is no news.
        with contextlib.suppress(TooSoon):
            ratelimit.count(rule, *who)
    return fits


def _sign_in(
    name: LoginName, known: Credentials, agent: str, device: bytes | None
) -> SignedIn | None:
    with transaction() as session:
        keys = auth.sign_in(session, known=known, user_agent=agent, device=device, now=utc_now())
    if keys is not None:
        ratelimit.forget(get_settings().rate.login_per_account, *_guesses_at(name, known))
    return keys


def _send_reset_code(name: LoginName, address: str) -> None:
    _knock("sms", address)
    rule = get_settings().rate.forgot_per_account
    ratelimit.count(rule, "forgot", fingerprint(f"{name.kind}:{name.value}").hex())
    with transaction() as session:
        auth.forgot_password(session, name=name, now=utc_now())


def _set_password(body: PasswordReset, password: str, password_hash: str) -> None:
    name = login_name.read(body.identifier)
    with transaction() as session:
        outcome = auth.reset_password(
            session,
            name=name,
            digits=body.code,
            password=password,
            password_hash=password_hash,
            now=utc_now(),
        )
    known = Credentials(user_id=_granted(outcome), password_hash=None)
    # Whoever guessed at the old password must not keep the owner out with the new one.
    ratelimit.forget(get_settings().rate.login_per_account, *_guesses_at(name, known))


def _granted(outcome: T | Refusal) -> T:
    """Return what was granted; raise a refusal, now that what it wrote is committed."""
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _token(keys: SignedIn) -> Token:
    return Token(access_token=keys.access_token, expires_in=get_settings().login.access_seconds)
