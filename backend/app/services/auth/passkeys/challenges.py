"""Challenges: random bytes for one signature, bound to what it allows, and burnt before a look.

A row knows for which site, ceremony, session and subject it was drawn. An answer burns it by one
UPDATE that commits whatever the answer is worth, so none is tried twice.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.core import passkeys
from app.core.settings import get_settings
from app.domain.auth.passkeys import Ceremony, Site
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.models.passkey import PasskeyChallenge

_BYTES = 32
_KEPT = timedelta(days=1)


def issue(
    session: Session,
    *,
    site: Site,
    ceremony: Ceremony,
    now: datetime,
    session_id: int | None = None,
    subject: str = "",
) -> bytes:
    """Return new bytes to be signed; only a sign-in has no session yet."""
    challenge = secrets.token_bytes(_BYTES)
    session.add(
        PasskeyChallenge(
            challenge=challenge,
            site=site.value,
            ceremony=ceremony.value,
            session_id=session_id,
            subject=subject,
            created_at=now,
            expires_at=now + timedelta(seconds=get_settings().passkey.challenge_seconds),
        )
    )
    session.flush()
    return challenge


def burn(
    session: Session,
    client_data: str,
    *,
    site: Site,
    ceremony: Ceremony,
    now: datetime,
    session_id: int | None = None,
    subject: str = "",
) -> PasskeyChallenge:
    """Use up the challenge that an answer names, and return it.

    Raises Invalid (`wrong`) for one that is unknown, used or too old, or that was drawn for
    something else: a log-in does not allow a payout, nor one amount another.
    """
    named = passkeys.challenge_in(client_data)
    burnt = session.scalars(
        update(PasskeyChallenge)
        .where(PasskeyChallenge.challenge == (named or b""), PasskeyChallenge.used_at.is_(None))
        .values(used_at=now)
        .returning(PasskeyChallenge)
    ).one_or_none()
    if burnt is None or burnt.expires_at <= now:
        raise wrong()
    asked = (burnt.site, burnt.ceremony, burnt.session_id, burnt.subject)
    if asked != (site.value, ceremony.value, session_id, subject):
        raise wrong()
    return burnt


def wrong() -> Invalid:
    """Return the refusal of an answer, whatever is wrong with it; what was burnt stays burnt."""
    return Invalid(
        ProblemCode.PASSKEY_WRONG,
        "That passkey was not accepted. Try again, or use another way.",
        commits=True,
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete challenges that are over; what allowed a payout stays, as its proof."""
    session.execute(
        delete(PasskeyChallenge).where(
            PasskeyChallenge.expires_at < now - _KEPT, PasskeyChallenge.passkey_id.is_(None)
        )
    )
    session.execute(
        delete(PasskeyChallenge).where(
            PasskeyChallenge.expires_at < now - _KEPT,
            PasskeyChallenge.ceremony != Ceremony.PAYOUT.value,
        )
    )
