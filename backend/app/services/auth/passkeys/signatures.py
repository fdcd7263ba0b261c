"""Check a signature: its challenge is burnt, then the key, its owner, its counter and its kind."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import passkeys
from app.core.passkeys import RelyingParty, ToSign
from app.domain.auth.passkeys import Ceremony, Site, changed_kind, is_copy
from app.domain.auth.purposes import Notice
from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode
from app.models.passkey import Passkey, PasskeyHandle
from app.models.user import User
from app.services.auth import sms_outbox
from app.services.auth.passkeys import challenges

Json = dict[str, Any]


def ask(
    session: Session,
    *,
    site: Site,
    ceremony: Ceremony,
    now: datetime,
    person_id: int | None = None,
    session_id: int | None = None,
    subject: str = "",
) -> ToSign:
    """Return the options by which a browser asks for a signature.

    Of a signed-in person only their own keys sign; raises NotAllowed if they have none. At a
    sign-in the device offers what it has: nothing tells a stranger who has a passkey.
    """
    party = party_of(site)
    allowed = []
    if person_id is not None:
        own = select(Passkey.credential_id).where(
            Passkey.user_id == person_id, Passkey.site == site.value, Passkey.removed_at.is_(None)
        )
        allowed = list(session.scalars(own.order_by(Passkey.id)))
        if not allowed:
            raise NotAllowed(ProblemCode.NO_PASSKEY, "You have no passkey yet.")
    challenge = challenges.issue(
        session, site=site, ceremony=ceremony, session_id=session_id, subject=subject, now=now
    )
    return passkeys.to_sign(party, challenge=challenge, allowed=allowed)


def check(
    session: Session,
    credential: Json,
    *,
    site: Site,
    ceremony: Ceremony,
    now: datetime,
    person_id: int | None = None,
    session_id: int | None = None,
    subject: str = "",
) -> Passkey:
    """Return the passkey that signed this ceremony, of `person_id` if they are known already.

    Raises Invalid, always in the same words. A counter that does not go up, or a key that changes
    what it says about backups, means that somebody has a copy: its owner is told, and the higher
    count stays.
    """
    party, answer = party_of(site), credential["response"]
    burnt = challenges.burn(
        session,
        answer["clientDataJSON"],
        site=site,
        ceremony=ceremony,
        session_id=session_id,
        subject=subject,
        now=now,
    )
    passkey = session.scalars(
        select(Passkey)
        .where(
            Passkey.credential_id == (passkeys.bytes_of(credential["rawId"]) or b""),
            Passkey.site == site.value,
            Passkey.removed_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if passkey is None or person_id not in {None, passkey.user_id}:
        raise challenges.wrong()
    # Without a name the device has to say whose key it is, and may not say another's.
    handle = answer.get("userHandle")
    if handle is None and person_id is None:
        raise challenges.wrong()
    if handle is not None and passkeys.bytes_of(handle) != _handle_of(session, passkey.user_id):
        raise challenges.wrong()
    shown = passkeys.read_signed(
        party, credential, challenge=burnt.challenge, public_key=passkey.public_key
    )
    if shown is None:
        raise challenges.wrong()
    if is_copy(stored=passkey.sign_count, shown=shown.sign_count) or changed_kind(
        stored=passkey.may_be_copied, shown=shown.may_be_copied
    ):
        owner = session.get_one(User, passkey.user_id)
        sms_outbox.tell(session, user=owner, notice=Notice.PASSKEY_COPIED, now=now)
        raise challenges.wrong()
    passkey.sign_count, passkey.last_used_at = shown.sign_count, now
    burnt.passkey_id = passkey.id
    session.flush()
    return passkey


def party_of(site: Site) -> RelyingParty:
    """Return the site as passkeys know it; raises NotAllowed where staff's has no address."""
    party = passkeys.relying_party(site)
    if party is None:
        raise NotAllowed(
            ProblemCode.NO_PASSKEY, "Passkeys of staff need STAFF_CONSOLE_ORIGIN to be set."
        )
    return party


def _handle_of(session: Session, user_id: int) -> bytes | None:
    found = select(PasskeyHandle.handle).where(PasskeyHandle.user_id == user_id)
    handle = session.scalars(found).one_or_none()
    return None if handle is None else bytes(handle)
