"""A player's number: prove it, correct it before that, and change it afterwards.

It belongs to who types the digits that were sent to it (`accounts.prove_phone`). The answers are
the same whether another account has it or not: then nobody gets digits, and its owner is told.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth.purposes import Notice, Purpose
from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.models.user import User
from app.services.auth import accounts, otp, sms_outbox
from app.services.auth.otp import CodeState


def verify(session: Session, *, player: User, digits: str, now: datetime) -> None:
    """Verify the player's phone by the digits from the SMS; raises Invalid and counts the try."""
    _refuse_if_verified(player)
    number = otp.check(session, user=player, purpose=Purpose.VERIFY_PHONE, digits=digits, now=now)
    accounts.prove_phone(session, player=player, phone=number)


def resend(session: Session, *, player: User, now: datetime) -> CodeState:
    """Send the player a new code for their phone; raises TooSoon."""
    _refuse_if_verified(player)
    otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=now)
    return state(session, player=player, now=now)


def state(session: Session, *, player: User, now: datetime) -> CodeState:
    """Return how the code stands that the player waits for: for their number, or a new one."""
    purpose = Purpose.CHANGE_PHONE if player.is_verified else Purpose.VERIFY_PHONE
    return otp.state(session, user=player, purpose=purpose, now=now)


def ask_for_change(session: Session, *, player: User, phone: str, now: datetime) -> CodeState:
    """Send a code to a new number; a number that was not proved yet is replaced at once.

    Raises TooSoon, also past the limits of the account, or one could send SMS to everybody.
    """
    if player.is_verified:
        if phone == player.phone:
            raise Conflict(ProblemCode.PHONE_ALREADY_VERIFIED, "That is your number already.")
        otp.issue(session, user=player, purpose=Purpose.CHANGE_PHONE, now=now, phone=phone)
    else:
        player.phone = phone
        session.flush()
        otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=now)
    return state(session, player=player, now=now)


def confirm_change(session: Session, *, player: User, digits: str, now: datetime) -> None:
    """Let the new number be the player's by its digits, hold withdrawals, and tell the old one.

    Raises Invalid with the try counted, and Conflict when another account has the number.
    """
    number = otp.check(session, user=player, purpose=Purpose.CHANGE_PHONE, digits=digits, now=now)
    hold = timedelta(seconds=get_settings().withdrawal.cool_off_seconds)
    player.payouts_after = max(now + hold, player.payouts_after or now)
    old = player.phone
    accounts.prove_phone(session, player=player, phone=number)
    sms_outbox.tell(session, user=player, notice=Notice.PHONE_CHANGED, phone=old, now=now)


def _refuse_if_verified(player: User) -> None:
    if player.is_verified:
        raise Conflict(ProblemCode.PHONE_ALREADY_VERIFIED, "Your phone is verified already.")
