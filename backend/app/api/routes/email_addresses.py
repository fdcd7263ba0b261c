"""The player's own e-mail address, which is one of the names they sign in with."""

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from app.api.contract.declare import refuses
from app.api.deps import ClientAddress, Identity, SessionDep, SlotsDep, get_verified_player
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.core.clock import utc_now
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.domain.auth import emails
from app.domain.errors import Conflict, Invalid
from app.domain.problems import ProblemCode
from app.schemas.user import EmailChange, Me
from app.services.auth import accounts, email_addresses

router = APIRouter(prefix="/users/me/email", tags=["users"], dependencies=[FromOurPage])


@router.post("", max_body_size=MAX_FORM_BYTES, responses=refuses(Conflict))
async def change_email(
    body: EmailChange, identity: Identity, address: ClientAddress, slots: SlotsDep
) -> Me:
    """Change the address that you sign in with, by your password; you are told by SMS.

    We send nothing to it, so nothing proves that it is yours.
    """
    # `async`, because the password is compared in a thread of its own (`password_pool`).
    await run_in_threadpool(count_request, "login", address)
    email = emails.normalise(body.email)
    if email is None:
        raise Invalid(ProblemCode.INVALID_REQUEST, "That is no e-mail address.")
    user_id, session_id = identity
    stored = await slots.in_transaction(_hash_to_compare, user_id, session_id)
    guesser = Guesser(f"user:{user_id}", address, device=f"session:{session_id}")
    sender = Sender(f"user:{user_id}", is_known=True)
    typed = body.password.get_secret_value()
    if not await in_hashing_thread(try_password, guesser, typed, stored, sender=sender):
        raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    return await slots.in_transaction(_change, identity, stored, email)


def _hash_to_compare(session: SessionDep, user_id: int, session_id: int) -> str:
    player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    return get_verified_player(player).password_hash


def _change(session: SessionDep, identity: tuple[int, int], compared: str, email: str) -> Me:
    user_id, session_id = identity
    email_addresses.change(
        session,
        user_id=user_id,
        session_id=session_id,
        compared_hash=compared,
        email=email,
        now=utc_now(),
    )
    player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    return Me.model_validate(accounts.overview(session, player=player))
