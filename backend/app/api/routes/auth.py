"""Accounts: register, and prove the phone."""

import contextlib
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from app.api.deps import (
    BrowserLanguage,
    ClientAddress,
    CurrentPlayer,
    Identity,
    SessionDep,
    SlotsDep,
)
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.request_limits import count_request
from app.core.clock import NAIROBI, utc_now
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.core.security import hash_password
from app.core.settings import get_settings
from app.domain import phone
from app.domain.auth import emails, login_name, passwords, usernames
from app.domain.auth.age import MAX_AGE_YEARS, years_old
from app.domain.auth.purposes import Purpose
from app.domain.errors import TooSoon, Unavailable, WrongField, refuse_fields
from app.domain.language import Language
from app.domain.problems import ProblemCode
from app.models.user import User
from app.schemas.user import CodeSent, CodeStatus, Me, PhoneCode, Registration
from app.services.auth import accounts, otp, phone_numbers

router = APIRouter(
    prefix="/auth",
    tags=["auth"],
    dependencies=[FromOurPage],  # all of them set or use the cookie, or lead to it
)


@router.post("/register", status_code=201, max_body_size=MAX_FORM_BYTES)
async def register(
    body: Registration, address: ClientAddress, language: BrowserLanguage, slots: SlotsDep
) -> Me:
    """Create an account and send a code to its phone; it does not sign in.

    Only a username can be refused for being taken. Whether the phone or the e-mail address is known
    does not show, neither here nor later: they belong to who proves the phone. The owner of a known
    number gets an SMS that says so.
    """
    # `async`, because the password is hashed in a thread of its own (`password_pool`) between two
    # steps in the common ones, and no database transaction is open meanwhile.
    await run_in_threadpool(count_request, "register", address)
    contacts = await run_in_threadpool(_contacts, body)
    await run_in_threadpool(count_request, "sms", address)
    password_hash = await in_hashing_thread(
        hash_password, body.password.get_secret_value(), sender=Sender(address)
    )
    return await slots.in_transaction(_open_account, body, contacts, password_hash, language)


@router.post("/verify-phone", max_body_size=MAX_FORM_BYTES)
def verify_phone(
    body: PhoneCode, identity: Identity, address: ClientAddress, session: SessionDep
) -> Me:
    """Prove that the phone is yours with the six digits from the SMS; five tries a code."""
    count_request("code", address)  # before the first query
    player = _caller(session, identity)
    phone_numbers.verify(session, player=player, digits=body.code, now=utc_now())
    return Me.model_validate(accounts.overview(session, player=player))


@router.get("/verify-phone")
def get_code_status(player: CurrentPlayer, session: SessionDep) -> CodeStatus:
    """Show how the code stands that you wait for: when it ends, and when you may ask again."""
    state = phone_numbers.state(session, player=player, now=utc_now())
    return CodeStatus.model_validate(state)


@router.post("/resend-code", status_code=202)
def resend_code(identity: Identity, address: ClientAddress, session: SessionDep) -> CodeSent:
    """Have another code sent to your phone: one a minute, three an hour, eight a day."""
    count_request("sms", address)  # before the first query
    state = phone_numbers.resend(session, player=_caller(session, identity), now=utc_now())
    return CodeSent.model_validate(state)


def _caller(session: SessionDep, identity: tuple[int, int]) -> User:
    user_id, session_id = identity
    return accounts.signed_in(session, user_id=user_id, session_id=session_id)


def _contacts(body: Registration) -> tuple[str, str]:
    """Return phone (12 digits) and e-mail if this person may open an account; raises Invalid."""
    msisdn, email = phone.normalise(body.phone) or "", emails.normalise(body.email) or ""
    refuse_fields(list(_wrong_fields(body, msisdn, email)))
    return msisdn, email


def _wrong_fields(body: Registration, msisdn: str, email: str) -> Iterator[WrongField]:
    """Yield all that cannot be right, so that the form can show it at once."""
    username = _wrong_username(body.username)
    if username is not None:
        yield username
    if not msisdn:
        sentence = "Enter a Kenyan mobile number, like 0712 345 678."
        yield WrongField("phone", ProblemCode.PHONE_INVALID, sentence)
    if not email:
        sentence = "Please check your e-mail address."
        yield WrongField("email", ProblemCode.INVALID_REQUEST, sentence)
    age = years_old(body.date_of_birth, today=utc_now().astimezone(NAIROBI).date())
    if age > MAX_AGE_YEARS:
        sentence = "Please check your date of birth."
        yield WrongField("date_of_birth", ProblemCode.INVALID_REQUEST, sentence)
    elif age < get_settings().login.minimum_age_years:
        sentence = "You must be 18 or older to play for money."
        yield WrongField("date_of_birth", ProblemCode.TOO_YOUNG, sentence)
    password = body.password.get_secret_value()
    weak = passwords.weakness(password, username=body.username, email=email, phone=msisdn)
    if weak:
        yield WrongField("password", ProblemCode.PASSWORD_WEAK, weak)


def _wrong_username(username: str) -> WrongField | None:
    if login_name.is_phone_like(username):
        sentence = "A username must not be a phone number."
        return WrongField("username", ProblemCode.INVALID_REQUEST, sentence)
    if usernames.is_reserved(username):
        sentence = "That name could be taken for WageWars or M-Pesa. Choose another."
        return WrongField("username", ProblemCode.USERNAME_RESERVED, sentence)
    return None


def _open_account(
    session: SessionDep,
    body: Registration,
    contacts: tuple[str, str],
    password_hash: str,
    language: Language,
) -> Me:
    msisdn, email = contacts
    player = accounts.open_account(
        session,
        username=body.username,
        email=email,
        phone=msisdn,
        password_hash=password_hash,
        date_of_birth=body.date_of_birth,
        cod_username=body.cod_username,
        now=utc_now(),
        language=language,
        terms_version=body.terms_version,
    )
    # Whoever asked often for this number before: the account is open, and a code can be had later.
    with contextlib.suppress(TooSoon, Unavailable):
        otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=utc_now())
    return Me.model_validate(accounts.overview(session, player=player))
