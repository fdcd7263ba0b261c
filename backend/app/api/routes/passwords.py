"""New passwords: for whoever forgot theirs, and for whoever is signed in."""

import asyncio
import time

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import known_device, password_guesses, reset_ticket
from app.api.deps import ClientAddress, Identity, SessionDep, SlotsDep
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.core.security import fingerprint, hash_password
from app.core.settings import get_settings
from app.domain.auth import login_name, passwords
from app.domain.auth.login_name import LoginName
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.schemas.user import CodeSent, ForgottenPassword, PasswordChange, PasswordReset
from app.services.auth import accounts, password_changes

router = APIRouter(tags=["auth"], dependencies=[FromOurPage])


@router.post("/auth/forgot-password", status_code=202, max_body_size=MAX_FORM_BYTES)
async def forgot_password(
    body: ForgottenPassword,
    request: Request,
    response: Response,
    address: ClientAddress,
    slots: SlotsDep,
) -> CodeSent:
    """Send a code to the player's phone, if there is such a player: the answer is always the same.

    It is of use only to the browser that asked, by a cookie: nobody else can try its digits.
    """
    # `async`, because it waits until every answer takes the same time, and holds no thread.
    answer_at = time.monotonic() + get_settings().login.forgot_seconds
    ticket = reset_ticket.write(request, response)
    device_accounts = frozenset(known_device.read(request).nonces)
    name = login_name.read(body.identifier)
    await slots.in_transaction(_send_reset_code, name, ticket, device_accounts, address)
    await asyncio.sleep(answer_at - time.monotonic())
    settings = get_settings().login
    return CodeSent(resend_after=settings.resend_seconds, ends_in=settings.code_seconds)


@router.post("/auth/reset-password", status_code=204, max_body_size=MAX_FORM_BYTES)
async def reset_password(
    body: PasswordReset,
    request: Request,
    response: Response,
    address: ClientAddress,
    slots: SlotsDep,
) -> None:
    """Set a new password with the six digits from the SMS; every device is signed out."""
    # `async`, because the password is hashed in a thread of its own (`password_pool`), known name
    # or not, right code or wrong, so that the answer's time tells nothing.
    await run_in_threadpool(count_request, "code", address)
    password = body.new_password.get_secret_value()
    await run_in_threadpool(_refuse_if_weak, password)
    password_hash = await in_hashing_thread(hash_password, password, sender=Sender(address))
    ticket = reset_ticket.read(request)
    user_id = await slots.in_transaction(_set_password, body, ticket or "", password, password_hash)
    # Guesses at the old password must not keep the owner out with the new one, here or elsewhere.
    await run_in_threadpool(password_guesses.forget, Guesser(f"user:{user_id}", address))
    known_device.remember(known_device.read(request), response, user_id=user_id)
    reset_ticket.remove(response)


@router.post("/users/me/password", status_code=204, max_body_size=MAX_FORM_BYTES)
async def change_password(
    body: PasswordChange, identity: Identity, address: ClientAddress, slots: SlotsDep
) -> None:
    """Set a new password with the one you have; your other devices are signed out."""
    # `async`, because both passwords are hashed in threads of their own (`password_pool`).
    user_id, session_id = identity
    await run_in_threadpool(count_request, "login", address)
    stored = await slots.in_transaction(_stored_hash, user_id, session_id)
    guesser = Guesser(f"user:{user_id}", address, device=f"session:{session_id}")
    sender = Sender(f"user:{user_id}", is_known=True)
    old = body.current_password.get_secret_value()
    if not await in_hashing_thread(try_password, guesser, old, stored, sender=sender):
        raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    new = body.new_password.get_secret_value()
    await run_in_threadpool(_refuse_if_weak, new)
    password_hash = await in_hashing_thread(hash_password, new, sender=sender)
    await slots.in_transaction(_change_password, identity, stored, new, password_hash)
    await run_in_threadpool(password_guesses.forget, guesser)


def _refuse_if_weak(password: str) -> None:
    """Refuse what is weak for everybody before it is hashed; raises Invalid."""
    weak = passwords.weakness(password, username="", email="", phone="")
    if weak:
        raise Invalid(ProblemCode.PASSWORD_WEAK, weak)


def _send_reset_code(
    session: SessionDep, name: LoginName, ticket: str, device_accounts: frozenset[int], address: str
) -> None:
    count_request("sms", address)  # before the first query
    typed = fingerprint(f"{name.kind}:{name.value}").hex()
    rule = get_settings().rate.forgot_per_account
    # By browser too: strangers must not use up what the owner may ask.
    asker = "-".join(map(str, sorted(device_accounts))) or "stranger"
    rate_limit.count(rule, "forgot", typed, asker)
    password_changes.ask_for_reset(
        session, name=name, ticket=ticket, device_accounts=device_accounts, now=utc_now()
    )


def _set_password(
    session: SessionDep, body: PasswordReset, ticket: str, password: str, password_hash: str
) -> int:
    return password_changes.reset(
        session,
        name=login_name.read(body.identifier),
        ticket=ticket,
        digits=body.code,
        password=password,
        password_hash=password_hash,
        now=utc_now(),
    )


def _stored_hash(session: SessionDep, user_id: int, session_id: int) -> str:
    return accounts.signed_in(session, user_id=user_id, session_id=session_id).password_hash


def _change_password(
    session: SessionDep, identity: tuple[int, int], stored: str, password: str, password_hash: str
) -> None:
    user_id, session_id = identity
    password_changes.change(
        session,
        user_id=user_id,
        session_id=session_id,
        old_hash=stored,
        password=password,
        password_hash=password_hash,
        now=utc_now(),
    )
