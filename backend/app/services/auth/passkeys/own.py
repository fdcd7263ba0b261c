"""A person's own passkeys: make one, name it, take it away; each change is told to every channel.

Making or taking away needs a fresh factor: of a player six digits from an SMS, for which the
password was asked, or a passkey they have; of staff a fresh code of their authenticator.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core import passkeys
from app.core.passkeys import ToMake
from app.domain.auth.passkeys import MOST, Ceremony, Site
from app.domain.auth.purposes import Notice, Purpose
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.platform.rights import is_staff
from app.domain.problems import ProblemCode
from app.models.passkey import Passkey, PasskeyHandle
from app.models.user import User
from app.services.auth import otp, sms_outbox
from app.services.auth.passkeys import challenges, signatures
from app.services.platform import audit

Json = dict[str, Any]
_HANDLE_BYTES = 32


def site_of(person: User) -> Site:
    """Return where somebody's passkeys are good."""
    return Site.STAFF if is_staff(person.role) else Site.PLAYERS


def list_own(session: Session, *, person: User) -> list[Passkey]:
    """Return the passkeys of a person, the first one first."""
    return list(
        session.scalars(
            select(Passkey)
            .where(
                Passkey.user_id == person.id,
                Passkey.site == site_of(person).value,
                Passkey.removed_at.is_(None),
            )
            .order_by(Passkey.id)
        )
    )


def has_any(session: Session, *, person: User) -> bool:
    """Return whether a person has a passkey."""
    return bool(list_own(session, person=person))


def prove(
    session: Session,
    *,
    person: User,
    session_id: int,
    ceremony: Ceremony,
    digits: str | None,
    credential: Json | None,
    now: datetime,
    subject: str = "",
) -> None:
    """Take a player's fresh factor: the digits of an SMS, or a signature for this very thing.

    Raises NotAllowed without either, Invalid for wrong ones.
    """
    if credential is not None:
        signatures.check(
            session,
            credential,
            site=site_of(person),
            ceremony=ceremony,
            person_id=person.id,
            session_id=session_id,
            subject=subject,
            now=now,
        )
    elif digits is not None:
        otp.check(session, user=person, purpose=Purpose.PASSKEYS, digits=digits, now=now)
    else:
        raise NotAllowed(
            ProblemCode.FRESH_FACTOR_NEEDED, "Show a code from an SMS, or a passkey, with this."
        )


def ask_to_make(session: Session, *, person: User, session_id: int, now: datetime) -> ToMake:
    """Return the options by which a browser makes a passkey, after `prove`; raises Conflict."""
    site = site_of(person)
    party = signatures.party_of(site)
    known = list_own(session, person=person)
    if len(known) >= MOST:
        raise Conflict(ProblemCode.TOO_MANY_PASSKEYS, f"You have {MOST}: remove one first.")
    challenge = challenges.issue(
        session, site=site, ceremony=Ceremony.REGISTER, session_id=session_id, now=now
    )
    return passkeys.to_make(
        party,
        challenge=challenge,
        handle=_handle_for(session, person),
        name=person.username,
        known=[one.credential_id for one in known],
    )


def register(
    session: Session,
    *,
    person: User,
    session_id: int,
    name: str,
    credential: Json,
    now: datetime,
) -> Passkey:
    """Keep the passkey that a device made for this session, and tell its owner.

    Raises Invalid for an answer that is wrong, also for a key that is known already.
    """
    site = site_of(person)
    burnt = challenges.burn(
        session,
        credential["response"]["clientDataJSON"],
        site=site,
        ceremony=Ceremony.REGISTER,
        session_id=session_id,
        now=now,
    )
    made = passkeys.read_new(signatures.party_of(site), credential, challenge=burnt.challenge)
    if made is None:
        raise challenges.wrong()
    # One at a time, so that two at once do not make one more than there may be.
    session.execute(select(User.id).where(User.id == person.id).with_for_update(key_share=True))
    if len(list_own(session, person=person)) >= MOST:
        raise challenges.wrong()
    passkey_id = session.scalars(
        insert(Passkey)
        .values(
            user_id=person.id,
            site=site.value,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            may_be_copied=made.may_be_copied,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Passkey.id)
    ).one_or_none()
    if passkey_id is None:
        raise challenges.wrong()
    _tell(session, person, "add", passkey_id, now=now)
    return session.get_one(Passkey, passkey_id)


def rename(session: Session, *, person: User, passkey_id: int, name: str) -> Passkey:
    """Give a passkey another name; raises NotFound."""
    passkey = get(session, person=person, passkey_id=passkey_id)
    passkey.name = name
    session.flush()
    return passkey


def remove(session: Session, *, person: User, passkey_id: int, now: datetime) -> None:
    """Take a passkey away, after `prove`; raises NotFound."""
    passkey = get(session, person=person, passkey_id=passkey_id)
    passkey.removed_at = now
    session.flush()
    _tell(session, person, "remove", passkey_id, now=now)


def remove_all_of_staff(session: Session, *, person: User, now: datetime) -> None:
    """Take all of a person's passkeys for the console away, with their second factor."""
    session.execute(
        update(Passkey)
        .where(
            Passkey.user_id == person.id,
            Passkey.site == Site.STAFF.value,
            Passkey.removed_at.is_(None),
        )
        .values(removed_at=now)
    )


def get(session: Session, *, person: User, passkey_id: int) -> Passkey:
    """Return a passkey of the person's; raises NotFound, also for another's."""
    found = session.scalars(
        select(Passkey)
        .where(
            Passkey.id == passkey_id,
            Passkey.user_id == person.id,
            Passkey.site == site_of(person).value,
            Passkey.removed_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "You have no such passkey.")
    return found


def _handle_for(session: Session, person: User) -> bytes:
    drawn = insert(PasskeyHandle).values(
        user_id=person.id, handle=secrets.token_bytes(_HANDLE_BYTES)
    )
    session.execute(drawn.on_conflict_do_nothing(index_elements=[PasskeyHandle.user_id]))
    return bytes(session.get_one(PasskeyHandle, person.id).handle)


def _tell(session: Session, person: User, what: str, passkey_id: int, *, now: datetime) -> None:
    if is_staff(person.role):
        audit.record(
            session,
            admin_id=person.id,
            action=f"passkey.{what}",
            subject=f"user:{person.id}",
            passkey=passkey_id,
        )
    sms_outbox.tell(session, user=person, notice=Notice.PASSKEY_CHANGED, now=now)
