"""The player's own number: correct one that is not proved yet, and change one that is."""

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from app.api.deps import ClientAddress, CurrentPlayer, Identity, SessionDep, SlotsDep
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.core.clock import utc_now
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.domain import phone
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.schemas.user import CodeSent, Me, PhoneChange, PhoneCode
from app.services.auth import accounts, phone_numbers

router = APIRouter(prefix="/users/me/phone", tags=["users"], dependencies=[FromOurPage])


@router.post("", status_code=202, max_body_size=MAX_FORM_BYTES)
async def change_phone(
    body: PhoneChange, identity: Identity, address: ClientAddress, slots: SlotsDep
) -> CodeSent:
    """Send a code to your new number; it asks for your password once your phone is verified.

    Before that it corrects the number that you registered with, and sends the code there.
    """
    # `async`, because the password is compared in a thread of its own (`password_pool`).
    await run_in_threadpool(count_request, "sms", address)
    msisdn = phone.normalise(body.phone)
    if msisdn is None:
        raise Invalid(ProblemCode.PHONE_INVALID, "Enter a Kenyan mobile number, like 0712 345 678.")
    user_id, session_id = identity
    stored = await slots.in_transaction(_hash_to_compare, user_id, session_id)
    if stored is not None:
        typed = body.password.get_secret_value() if body.password else ""
        guesser = Guesser(f"user:{user_id}", address, device=f"session:{session_id}")
        sender = Sender(f"user:{user_id}", is_known=True)
        if not await in_hashing_thread(try_password, guesser, typed, stored, sender=sender):
            raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    return await slots.in_transaction(_send_code, identity, stored, msisdn)


@router.post("/confirm", max_body_size=MAX_FORM_BYTES)
def confirm_phone(
    body: PhoneCode, player: CurrentPlayer, address: ClientAddress, session: SessionDep
) -> Me:
    """Change your number with the six digits that it got; withdrawals are held for three days.

    Your old number is told. Until then log-in and payouts stay with it.
    """
    count_request("code", address)
    phone_numbers.confirm_change(session, player=player, digits=body.code, now=utc_now())
    return Me.model_validate(accounts.overview(session, player=player))


def _hash_to_compare(session: SessionDep, user_id: int, session_id: int) -> str | None:
    """Return the hash of the password that is asked for; None before there is anything to lose."""
    player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    return player.password_hash if player.is_verified else None


def _send_code(
    session: SessionDep, identity: tuple[int, int], compared: str | None, msisdn: str
) -> CodeSent:
    user_id, session_id = identity
    player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    if player.is_verified and player.password_hash != compared:
        raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    state = phone_numbers.ask_for_change(session, player=player, phone=msisdn, now=utc_now())
    return CodeSent.model_validate(state)
