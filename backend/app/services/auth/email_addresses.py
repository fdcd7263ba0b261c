"""A player's e-mail address: a name to sign in with, to which we never send anything.

It is unique among players who have proved a phone (`accounts.prove_phone`). Since nobody can prove
an address here, changing it asks for the password, and its owner is told by phone.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core import rate_limit
from app.core.settings import get_settings
from app.domain.auth.purposes import Notice
from app.domain.errors import Conflict, Invalid
from app.domain.problems import ProblemCode
from app.services.auth import accounts, sms_outbox


def change(
    session: Session,
    *,
    user_id: int,
    session_id: int,
    compared_hash: str,
    email: str,
    now: datetime,
) -> None:
    """Let the normalised `email` be the player's and tell them; their own again changes nothing.

    Raises TooSoon past `RATE_EMAILS_PER_ACCOUNT`, or one account could find out which addresses
    play here; Invalid when the password was changed since it was compared; Conflict when another
    player has the address.
    """
    player = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    session.refresh(player, with_for_update={"key_share": True})
    if player.password_hash != compared_hash:
        raise Invalid(ProblemCode.PASSWORD_WRONG, "Your password was changed just now.")
    if player.email == email:
        return
    rate_limit.count(get_settings().rate.emails_per_account, "email", str(user_id))
    if not accounts.take_email(session, player=player, email=email):
        raise Conflict(ProblemCode.EMAIL_TAKEN, "You cannot use that address. Choose another.")
    sms_outbox.tell(session, user=player, notice=Notice.EMAIL_CHANGED, now=now)
