"""Six digits by SMS: given out, sent, and taken back once.

The digits are derived from the row and the secret key, so a worker can make them again after a
crash and no table holds them.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import same_word, sms_digits
from app.core.settings import get_settings
from app.domain.auth.otp_pacing import Pace, seconds_to_wait
from app.domain.errors import TooSoon
from app.models.login import SmsCode
from app.models.user import User
from app.models.withdrawal import Withdrawal


class Purpose(StrEnum):
    """What the digits allow."""

    VERIFY_PHONE = "verify_phone"
    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose, not a secret
    WITHDRAW = "withdraw"  # one withdrawal, with its amount and number


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
    """One message to be sent: to the 12-digit number `phone`.

    `payout` (whole KES) is what the digits send to that number, where they confirm a withdrawal.
    """

    code_id: int
    phone: str
    digits: str
    minutes: int
    payout: int | None = None


def issue(
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    now: datetime,
    withdrawal_id: int | None = None,
) -> SmsCode:
    """Give out new digits for `user` and have them sent; they replace earlier ones.

    `withdrawal_id` is what they confirm, where that is their purpose. Raises TooSoon when the
    number has had its share of messages.
    """
    terms = _terms_of(purpose)
    # One at a time for a person, so that ten requests at once are counted and not all let through.
    session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    wait = _seconds_to_wait(session, user=user, withdrawal_id=withdrawal_id, now=now)
    if wait > 0:
        raise TooSoon("We have just sent you a code. Ask again a little later.", retry_after=wait)
    code = SmsCode(
        user_id=user.id,
        purpose=purpose.value,
        phone=user.phone,
        withdrawal_id=withdrawal_id,
        salt=secrets.token_bytes(16),
        tries_left=terms.tries,
        created_at=now,
        due_at=now + timedelta(seconds=get_settings().login.sms_claim_seconds),
        expires_at=now + timedelta(seconds=terms.seconds),
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
        minutes=max(1, _terms_of(Purpose(code.purpose)).seconds // 60),
        payout=_payout(session, code),
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
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    digits: str,
    now: datetime,
    withdrawal_id: int | None = None,
) -> Verdict:
    """Judge the digits that `user` typed; a wrong try is counted, right ones work only once.

    Those of one withdrawal confirm no other. The caller must let the transaction commit whatever
    the verdict, or the count is lost.
    """
    code = session.scalars(
        select(SmsCode)
        .where(
            SmsCode.user_id == user.id,
            SmsCode.purpose == purpose.value,
            SmsCode.phone == user.phone,
            SmsCode.withdrawal_id == withdrawal_id,
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


@dataclass(frozen=True)
class _Terms:
    """How long digits live (seconds), and how often one may try them."""

    seconds: int
    tries: int


def _terms_of(purpose: Purpose) -> _Terms:
    if purpose is Purpose.WITHDRAW:
        setting = get_settings().withdrawal
        return _Terms(setting.code_seconds, setting.code_tries)
    settings = get_settings().login
    return _Terms(settings.code_seconds, settings.code_tries)


def _seconds_to_wait(
    session: Session, *, user: User, withdrawal_id: int | None, now: datetime
) -> int:
    """Return how long until the number may get one more message.

    Codes of withdrawals have a count of their own, so that a player who cannot sign in and one who
    cannot decide do not block each other; the pause between two holds for the same withdrawal.
    """
    sent = session.execute(
        select(SmsCode.created_at, SmsCode.withdrawal_id).where(
            SmsCode.phone == user.phone,
            SmsCode.withdrawal_id.is_(None)
            if withdrawal_id is None
            else SmsCode.withdrawal_id.is_not(None),
            SmsCode.created_at > now - timedelta(days=1),
        )
    ).all()
    login, withdrawal = get_settings().login, get_settings().withdrawal
    if withdrawal_id is None:
        crowd = Pace(login.resend_seconds, login.codes_an_hour, login.codes_a_day)
        return seconds_to_wait([row.created_at for row in sent], pace=crowd, now=now)
    crowd = Pace(0, withdrawal.codes_an_hour, withdrawal.codes_a_day)
    same = [row.created_at for row in sent if row.withdrawal_id == withdrawal_id]
    return max(
        seconds_to_wait([row.created_at for row in sent], pace=crowd, now=now),
        seconds_to_wait(same, pace=replace(crowd, gap_seconds=login.resend_seconds), now=now),
    )


def _payout(session: Session, code: SmsCode) -> int | None:
    if code.withdrawal_id is None:
        return None
    net = session.scalars(select(Withdrawal.net).where(Withdrawal.id == code.withdrawal_id))
    return int(net.one())
