"""Sign somebody in by name, password and, of staff, a second factor: the API and the console.

The password is compared in a thread of its own with no transaction open (`core/password_pool`).
"""

import contextlib
from functools import partial

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.api import password_guesses
from app.api.database_slots import CallerSlots
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.api.visitor import Visitor
from app.core.clock import utc_now
from app.core.database import defer
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.core.security import fingerprint, hash_is_outdated, hash_password
from app.domain.auth import login_name
from app.domain.auth.login_name import LoginName
from app.domain.errors import NotSignedIn, Unavailable
from app.domain.problems import ProblemCode
from app.services.auth import sign_ins
from app.services.auth.session_tokens import SessionTokens
from app.services.auth.sign_ins import Credentials


async def sign_in(
    slots: CallerSlots, visitor: Visitor, *, username: str, password: str, code: str | None
) -> tuple[SessionTokens, int]:
    """Return the tokens of a new session, and whose it is.

    Raises NotSignedIn without saying which of name and password was wrong, and for a second factor
    what `checks.check_sign_in` raises, once the password was right.
    """
    name = login_name.read(username)
    known = await slots.in_transaction(_credentials, name, visitor.address)
    device = visitor.browser.of(known.user_id)
    guesser = Guesser(_account(name, known), visitor.address, device=device)
    sender = visitor.browser.sender(known.user_id, address=visitor.address)
    is_right = await in_hashing_thread(
        try_password, guesser, password, known.password_hash, sender=sender
    )
    if not is_right and await run_in_threadpool(password_guesses.are_many, guesser):
        await slots.in_transaction(_tell_of_guesses, known)
    tokens = (
        await slots.in_transaction(_sign_in, guesser, known, visitor, code) if is_right else None
    )
    if tokens is None or known.user_id is None:
        raise NotSignedIn(ProblemCode.WRONG_CREDENTIALS, sign_ins.WRONG_CREDENTIALS)
    await _renew_hash(slots, known, password, sender)
    return tokens, known.user_id


def _credentials(session: Session, name: LoginName, address: str) -> Credentials:
    count_request("login", address)  # before the first query
    return sign_ins.credentials(session, name=name)


def _account(name: LoginName, known: Credentials) -> str:
    """Return what guesses are counted by: one account, whichever of its names was typed."""
    typed = fingerprint(f"{name.kind}:{name.value}").hex()
    return f"user:{known.user_id}" if known.user_id else typed


def _sign_in(
    session: Session, guesser: Guesser, known: Credentials, visitor: Visitor, code: str | None
) -> SessionTokens | None:
    tokens = sign_ins.sign_in(
        session,
        known=known,
        device=visitor.device,
        code=code,
        now=utc_now(),
    )
    if tokens is not None:
        defer(session, partial(password_guesses.forget, guesser))
    return tokens


def _tell_of_guesses(session: Session, known: Credentials) -> None:
    sign_ins.tell_of_guesses(session, known=known, now=utc_now())


async def _renew_hash(
    slots: CallerSlots, known: Credentials, password: str, sender: Sender
) -> None:
    """Store the password anew if its hash has an old pepper or cost, now that it is known.

    When many people sign in, that waits for the next time.
    """
    if known.password_hash is not None and hash_is_outdated(known.password_hash):
        with contextlib.suppress(Unavailable):
            fresh = await in_hashing_thread(hash_password, password, sender=sender)
            await slots.in_transaction(_replace_hash, known, fresh)


def _replace_hash(session: Session, known: Credentials, password_hash: str) -> None:
    sign_ins.replace_hash(session, known=known, password_hash=password_hash)
