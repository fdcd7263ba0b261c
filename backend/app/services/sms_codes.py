"""Six digits by SMS: given out, sent, and taken back once.

The digits are derived from the row and the secret key, so a worker can make them again after a
crash and no table holds them.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.config import get_settings
from app.core.jobs import Job
from app.core.security import same_word, sms_digits
from app.domain.errors import TooSoon
from app.domain.pacing import Pace, seconds_to_wait
from app.models.login import SmsCode
from app.models.user import User


class Purpose(StrEnum):
    """What the digits allow."""

    VERIFY_PHONE = "verify_phone"
    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose, not a secret


class Sending(StrEnum):
    """What became of handing an SMS to the network."""

    SENT = "sent"
    REFUSED = "refused"  # this number will not get it, however often we try
    UNCLEAR = "unclear"  # nobody answered, or "busy": try again while the code lives


class Verdict(StrEnum):
    """What we say to digits that somebody typed."""

    FITS = "fits"
    WRONG = "wrong"
    ENDED = "ended"  # too late, tried too often, used already, or never sent


@dataclass(frozen=True)
class Sms:
    """One message to be sent: to the 12-digit number `phone`."""

    code_id: int
    phone: str
    digits: str
    minutes: int


def issue(session: Session, *, user: User, purpose: Purpose, now: datetime) -> SmsCode:
    """Give out new digits for `user` and have them sent; they replace earlier ones.

    Raises TooSoon when the number has had its share of messages.
    """
    settings = get_settings().login
    # One at a time for a person, so that ten requests at once are counted and not all let through.
    session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    sent = session.scalars(
        select(SmsCode.created_at).where(
            SmsCode.phone == user.phone, SmsCode.created_at > now - timedelta(days=1)
        )
    )
    pace = Pace(
        gap_seconds=settings.resend_seconds,
        an_hour=settings.codes_an_hour,
        a_day=settings.codes_a_day,
    )
    wait = seconds_to_wait(list(sent), pace=pace, now=now)
    if wait > 0:
        raise TooSoon("We have just sent you a code. Ask again a little later.", retry_after=wait)
    code = SmsCode(
        user_id=user.id,
        purpose=purpose.value,
        phone=user.phone,
        salt=secrets.token_bytes(16),
        tries_left=settings.code_tries,
        created_at=now,
        due_at=now + timedelta(seconds=settings.sms_claim_seconds),
        expires_at=now + timedelta(seconds=settings.code_seconds),
    )
    session.add(code)
    session.flush()
    enqueue(session, Job.SEND_SMS_CODE, code_id=code.id)
    return code


def claim(session: Session, *, code_id: int, now: datetime) -> Sms | None:
    """Take a waiting message to send it, or None: another worker has it, or it is too late."""
    settings = get_settings().login
    code = session.scalars(
        update(SmsCode)
        .where(
            SmsCode.id == code_id,
            SmsCode.state == "queued",
            SmsCode.used_at.is_(None),
            SmsCode.expires_at > now,
        )
        .values(
            state="sending",
            sends=SmsCode.sends + 1,
            due_at=now + timedelta(seconds=settings.sms_claim_seconds),
        )
        .returning(SmsCode)
    ).one_or_none()
    if code is None:
        return None
    return Sms(
        code_id=code.id,
        phone=code.phone,
        digits=sms_digits(code.id, code.salt),
        minutes=settings.code_seconds // 60,
    )


def record(session: Session, *, code_id: int, sending: Sending, now: datetime) -> None:
    """Write down what the network said; what is unclear goes back to wait for the sweep."""
    wait = get_settings().login.sms_retry_seconds
    outcomes: dict[Sending, dict[str, object]] = {
        Sending.SENT: {"state": "sent"},
        Sending.REFUSED: {"state": "failed"},
        Sending.UNCLEAR: {"state": "queued", "due_at": now + timedelta(seconds=wait)},
    }
    # Only what is still being sent: the sweep may have taken it back from a slow worker.
    session.execute(
        update(SmsCode)
        .where(SmsCode.id == code_id, SmsCode.state == "sending")
        .values(**outcomes[sending])
    )


def send_overdue(session: Session, *, now: datetime) -> int:
    """Have every message sent again whose job or worker was lost; give up those that ended.

    Returns how many were asked for. A message may thus arrive twice, with the same digits.
    """
    waiting = SmsCode.state.in_(("queued", "sending"))
    session.execute(
        update(SmsCode).where(waiting, SmsCode.expires_at <= now).values(state="failed")
    )
    overdue = (
        select(SmsCode.id)
        .where(waiting, SmsCode.due_at <= now)
        .order_by(SmsCode.due_at)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    code_ids = list(session.scalars(overdue))
    patience = timedelta(seconds=get_settings().login.sms_claim_seconds)
    session.execute(
        update(SmsCode)
        .where(SmsCode.id.in_(code_ids))
        .values(state="queued", due_at=now + patience)
    )
    for code_id in code_ids:
        enqueue(session, Job.SEND_SMS_CODE, code_id=code_id)
    return len(code_ids)


def verify(
    session: Session, *, user: User, purpose: Purpose, digits: str, now: datetime
) -> Verdict:
    """Judge the digits that `user` typed; a wrong try is counted, right ones work only once.

    The caller must let the transaction commit whatever the verdict, or the count is lost.
    """
    code = session.scalars(
        select(SmsCode)
        .where(
            SmsCode.user_id == user.id,
            SmsCode.purpose == purpose.value,
            SmsCode.phone == user.phone,
        )
        .order_by(SmsCode.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if code is None or code.used_at or code.expires_at <= now or code.tries_left <= 0:
        return Verdict.ENDED
    if not same_word(digits, sms_digits(code.id, code.salt)):
        code.tries_left -= 1
        return Verdict.WRONG
    code.used_at = now
    return Verdict.FITS
