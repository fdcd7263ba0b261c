"""Passkeys: sign in by one, and one's own: list, make, name, take away."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from app.api import known_device, refresh_cookie
from app.api.contract.declare import SETS_COOKIE, refuses
from app.api.deps import (
    ClientAddress,
    CurrentPlayer,
    Identity,
    RowId,
    SessionDep,
    SlotsDep,
    get_verified_player,
)
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.passkey_holder import Holder
from app.api.password_guesses import Guesser, try_password
from app.api.request_limits import count_request
from app.api.visitor import Visitor
from app.core.clock import utc_now
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.domain.auth.passkeys import Ceremony, Site, removal_subject
from app.domain.auth.purposes import Purpose
from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.schemas.passkey import (
    NewPasskey,
    PasskeyCodeRequest,
    PasskeyLine,
    PasskeyList,
    PasskeyProof,
    PasskeyRename,
    PasskeySignature,
    PasskeyToMake,
    PasskeyToSign,
)
from app.schemas.user import CodeSent, Token
from app.services.auth import accounts, otp, sign_ins
from app.services.auth.passkeys import own, signatures

router = APIRouter(prefix="/auth/passkeys", tags=["auth"], dependencies=[FromOurPage])


@router.post("/sign-in/options", summary="Begin to sign in by a passkey")
def begin_passkey_sign_in(address: ClientAddress, session: SessionDep) -> PasskeyToSign:
    """Get what the browser needs to ask for a signature; no name is needed, and none is told."""
    count_request("login", address)
    asked = signatures.ask(session, site=Site.PLAYERS, ceremony=Ceremony.SIGN_IN, now=utc_now())
    return PasskeyToSign.model_validate(asked)


@router.post("/sign-in", responses=SETS_COOKIE | refuses(Invalid), summary="Sign in by a passkey")
def sign_in_by_passkey(
    body: PasskeySignature, response: Response, visitor: Visitor, session: SessionDep
) -> Token:
    """Sign in with what the device signed, once. Staff signs in at the console's own page."""
    count_request("login", visitor.address)
    tokens, user_id = sign_ins.sign_in_by_passkey(
        session,
        credential=body.as_credential(),
        site=Site.PLAYERS,
        device=visitor.device,
        now=utc_now(),
    )
    if tokens.refresh_token is not None:
        refresh_cookie.write(response, tokens.refresh_token)
    known_device.remember(visitor.browser, response, user_id=user_id)
    return Token(access_token=tokens.access_token, expires_in=tokens.expires_in)


@router.get("", summary="Your passkeys")
def list_passkeys(player: CurrentPlayer, session: SessionDep) -> PasskeyList:
    """List your passkeys; of staff those for the console."""
    return PasskeyList(
        items=[PasskeyLine.model_validate(one) for one in own.list_own(session, person=player)]
    )


@router.post(
    "/code",
    status_code=202,
    max_body_size=MAX_FORM_BYTES,
    responses=refuses(NotAllowed),
    summary="Get a code that lets you add or remove a passkey",
)
async def send_passkey_code(
    body: PasskeyCodeRequest, identity: Identity, address: ClientAddress, slots: SlotsDep
) -> CodeSent:
    """Send six digits to your phone, by your password."""
    # `async`, because the password is compared in a thread of its own (`password_pool`).
    await run_in_threadpool(count_request, "sms", address)
    user_id, session_id = identity
    stored = await slots.in_transaction(_hash_to_compare, identity)
    guesser = Guesser(f"user:{user_id}", address, device=f"session:{session_id}")
    sender = Sender(f"user:{user_id}", is_known=True)
    typed = body.password.get_secret_value()
    if not await in_hashing_thread(try_password, guesser, typed, stored, sender=sender):
        raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    return await slots.in_transaction(_send_code, identity, stored)


@router.post(
    "/proof/add",
    responses=refuses(NotAllowed),
    summary="Begin to prove by a passkey that you may add one",
)
def begin_proof_to_add(holder: Holder) -> PasskeyToSign:
    """Get what the browser needs to ask one of your passkeys for a signature that allows it."""
    return holder.ask(Ceremony.ADD)


@router.post(
    "/{passkey_id}/proof",
    responses=refuses(NotAllowed, NotFound),
    summary="Begin to prove by a passkey that you may remove one",
)
def begin_proof_to_remove(passkey_id: RowId, holder: Holder) -> PasskeyToSign:
    """Get what the browser needs to ask one of your passkeys for a signature that allows it."""
    own.get(holder.session, person=holder.player, passkey_id=passkey_id)
    return holder.ask(Ceremony.REMOVE, removal_subject(passkey_id))


@router.post(
    "/options",
    responses=refuses(NotAllowed, Conflict, Invalid),
    summary="Begin to make a passkey",
)
def begin_passkey(body: PasskeyProof, holder: Holder) -> PasskeyToMake:
    """Get what the browser needs to make one, after a fresh factor.

    It is the code from `POST /auth/passkeys/code`, or a signature by a passkey that you have; of
    staff a fresh code of their authenticator in `X-Factor-Code`.
    """
    holder.prove(body, Ceremony.ADD)
    made = own.ask_to_make(
        holder.session, person=holder.player, session_id=holder.session_id, now=utc_now()
    )
    return PasskeyToMake.model_validate(made)


@router.post("", status_code=201, responses=refuses(Invalid), summary="Keep a new passkey")
def register_passkey(
    body: NewPasskey, player: CurrentPlayer, identity: Identity, session: SessionDep
) -> PasskeyLine:
    """Keep what your device made; you are told by SMS, in the app and by push."""
    made = own.register(
        session,
        person=player,
        session_id=identity[1],
        name=body.name,
        credential=body.as_credential(),
        now=utc_now(),
    )
    return PasskeyLine.model_validate(made)


@router.patch("/{passkey_id:int}", responses=refuses(NotFound), summary="Name a passkey")
def rename_passkey(
    passkey_id: RowId, body: PasskeyRename, player: CurrentPlayer, session: SessionDep
) -> PasskeyLine:
    """Give one of your passkeys another name."""
    named = own.rename(session, person=player, passkey_id=passkey_id, name=body.name)
    return PasskeyLine.model_validate(named)


@router.post(
    "/{passkey_id}/remove",
    status_code=204,
    responses=refuses(NotAllowed, NotFound, Invalid),
    summary="Take a passkey away",
)
def remove_passkey(passkey_id: RowId, body: PasskeyProof, holder: Holder) -> None:
    """Take one of your passkeys away, after a fresh factor as for making one; you are told."""
    own.get(holder.session, person=holder.player, passkey_id=passkey_id)
    holder.prove(body, Ceremony.REMOVE, removal_subject(passkey_id))
    own.remove(holder.session, person=holder.player, passkey_id=passkey_id, now=utc_now())


def _hash_to_compare(session: SessionDep, identity: tuple[int, int]) -> str:
    player = accounts.signed_in(session, user_id=identity[0], session_id=identity[1])
    return get_verified_player(player).password_hash


def _send_code(session: SessionDep, identity: tuple[int, int], compared: str) -> CodeSent:
    player = accounts.signed_in(session, user_id=identity[0], session_id=identity[1])
    if player.password_hash != compared:
        raise Invalid(ProblemCode.PASSWORD_WRONG, "That is not your password.")
    otp.issue(session, user=player, purpose=Purpose.PASSKEYS, now=utc_now())
    state = otp.state(session, user=player, purpose=Purpose.PASSKEYS, now=utc_now())
    return CodeSent.model_validate(state)
