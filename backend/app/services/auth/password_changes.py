"""New passwords: by an SMS where it was forgotten, or with the old one by whoever is signed in.

Either signs other devices out and is told to the owner. After an SMS alone withdrawals are held for
a while: somebody who took over a phone gets no money out before its owner notices.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth import passwords
from app.domain.auth.login_name import LoginName
from app.domain.auth.purposes import Notice, Purpose
from app.domain.errors import Invalid, TooSoon, Unavailable
from app.domain.problems import ProblemCode
from app.models.user import User
from app.services.auth import accounts, otp, sessions, sms_outbox
from app.services.auth.otp import Asker, CodeCheck


def ask_for_reset(
    session: Session,
    *,
    name: LoginName,
    ticket: str,
    device_accounts: frozenset[int],
    now: datetime,
) -> None:
    """Send a code to the phone of `name`; the caller cannot see whether there is such a player.

    Only the browser with this `ticket` can use it. `device_accounts` are those that it has signed
    in to: for them it has an allowance of messages of its own.
    """
    user = accounts.find(session, name=name)
    if user is None or not user.is_active:
        return
    asker = Asker(ticket, is_known=user.id in device_accounts)
    try:
        otp.issue(session, user=user, purpose=Purpose.RESET_PASSWORD, now=now, asker=asker)
    except (TooSoon, Unavailable):
        return  # a code is under way, and "too soon" would disclose that the account exists


def reset(
    session: Session,
    *,
    name: LoginName,
    ticket: str,
    digits: str,
    password: str,
    password_hash: str,
    now: datetime,
) -> int:
    """Set a new password by the digits from the SMS, sign out every device; return the player's id.

    Raises Invalid: for wrong digits with the try counted, and the same for unknown names, so that
    nobody learns who plays here; with the digits still valid if the password is weak for this
    player.
    """
    refused = Invalid(ProblemCode.CODE_WRONG, "This code is wrong or has ended.", commits=True)
    user = accounts.find(session, name=name)
    if user is None or not user.is_active:
        raise refused
    purpose, asker = Purpose.RESET_PASSWORD, Asker(ticket)
    verdict, _ = otp.verify(
        session, user=user, purpose=purpose, digits=digits, asker=asker, now=now
    )
    if verdict is not CodeCheck.CORRECT:
        raise refused
    _refuse_if_weak(password, user)
    user.password_hash = password_hash
    hold = timedelta(seconds=get_settings().withdrawal.cool_off_seconds)
    user.payouts_after = max(now + hold, user.payouts_after or now)
    # First the row, then its sessions: a concurrent sign-in with the old password has either
    # opened a session that is ended below, or finds the row changed.
    session.flush()
    sessions.end_all(session, user_id=user.id, because="password_reset", now=now)
    sms_outbox.tell(session, user=user, notice=Notice.PASSWORD_RESET, now=now)
    return user.id


def change(
    session: Session,
    *,
    user_id: int,
    session_id: int,
    old_hash: str,
    password: str,
    password_hash: str,
    now: datetime,
) -> None:
    """Set a new password for a player who has typed the old one; sign out their other devices.

    Raises Invalid when the password was changed meanwhile, or the new one is weak.
    """
    user = accounts.signed_in(session, user_id=user_id, session_id=session_id)
    session.refresh(user, with_for_update={"key_share": True})
    if user.password_hash != old_hash:
        raise Invalid(ProblemCode.PASSWORD_WRONG, "Your password was changed just now.")
    _refuse_if_weak(password, user)
    user.password_hash = password_hash
    session.flush()
    sessions.end_all(session, user_id=user.id, because="password_changed", now=now, but=session_id)
    sms_outbox.tell(session, user=user, notice=Notice.PASSWORD_CHANGED, now=now)


def _refuse_if_weak(password: str, user: User) -> None:
    weak = passwords.weakness(
        password, username=user.username, email=user.email or "", phone=user.phone
    )
    if weak:
        raise Invalid(ProblemCode.PASSWORD_WEAK, weak)
