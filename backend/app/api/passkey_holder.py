"""Who changes their passkeys, and the fresh factor by which they may.

Players show the code of an SMS or a passkey, staff a fresh code of their authenticator.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from app.api.deps import CurrentPlayer, Identity, SessionDep
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.auth.passkeys import Ceremony
from app.domain.platform.rights import is_staff
from app.models.user import User
from app.schemas.passkey import PasskeyProof, PasskeyToSign
from app.services.auth.passkeys import own, signatures


@dataclass(frozen=True)
class _Holder:
    """Who changes their passkeys, and how they prove that they may."""

    session: Session
    player: User
    session_id: int
    fresh: FreshFactor

    def ask(self, ceremony: Ceremony, subject: str = "") -> PasskeyToSign:
        """Return what one of their passkeys is asked for a signature with."""
        asked = signatures.ask(
            self.session,
            site=own.site_of(self.player),
            ceremony=ceremony,
            person_id=self.player.id,
            session_id=self.session_id,
            subject=subject,
            now=utc_now(),
        )
        return PasskeyToSign.model_validate(asked)

    def prove(self, body: PasskeyProof, ceremony: Ceremony, subject: str = "") -> None:
        """Take a fresh factor: of staff the code of their authenticator; raises as both do."""
        if is_staff(self.player.role):
            self.fresh.require(f"passkey.{ceremony.value}", subject or f"user:{self.player.id}")
            return
        own.prove(
            self.session,
            person=self.player,
            session_id=self.session_id,
            ceremony=ceremony,
            digits=body.code,
            credential=body.passkey.as_credential() if body.passkey else None,
            subject=subject,
            now=utc_now(),
        )


def get_holder(
    player: CurrentPlayer, identity: Identity, session: SessionDep, fresh: FreshFactor
) -> _Holder:
    """Return the caller, with what proves that they may change their passkeys."""
    return _Holder(session, player, identity[1], fresh)


Holder = Annotated[_Holder, Depends(get_holder)]
