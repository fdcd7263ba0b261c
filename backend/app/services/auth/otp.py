"""One-time codes by SMS: issue, send, check once.

The six digits are derived from the row and the secret key, so a worker can derive them again after
a crash, and no table holds them.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import constant_time_equals, new_code_salt, sms_digits
from app.core.settings import get_settings
from app.domain.auth.otp_pacing import Pace, seconds_to_wait
from app.domain.errors import Invalid, TooSoon
from app.domain.problems import ProblemCode
from app.models.login import SmsCode
from app.models.user import User
from app.models.withdrawal import Withdrawal


class Purpose(StrEnum):
    """What the digits allow."""

    VERIFY_PHONE = "verify_phone"
    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose, not a secret
    WITHDRAW = "withdraw"  # one withdrawal, with its amount and number


class Sending(StrEnum):
    """The outcome of handing an SMS to the network."""

    SENT = "sent"
    REFUSED = "refused"  # the network will never deliver to this number
    UNCLEAR = "unclear"  # no answer, or "busy": try again while the code is valid


class CodeCheck(StrEnum):
    """The outcome of checking digits that a player typed."""

    CORRECT = "correct"
    WRONG = "wrong"
    EXPIRED = "expired"  # too late, tried too often, used already, or never sent


@dataclass(frozen=True)
class Sms:
    """One message to be sent to the 12-digit number `phone`; `minutes` is how long it is valid.

    `payout` (whole KES) is the amount of the withdrawal that the digits confirm, if they do.
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
    """Create a code for `user` and enqueue its SMS; it replaces earlier codes of this purpose.

    `withdrawal_id` is the withdrawal that it confirms, if any. Raises TooSoon past the limits of
    the number (`domain/auth/otp_pacing`).
    """
    terms = _terms_of(purpose)
    # One at a time per player: of ten requests at once each sees those before it.
    session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    wait = _seconds_to_wait(session, user=user, withdrawal_id=withdrawal_id, now=now)
    if wait > 0:
        raise TooSoon("We have just sent you a code. Ask again a little later.", retry_after=wait)
    code = SmsCode(
        user_id=user.id,
        purpose=purpose.value,
        phone=user.phone,
        withdrawal_id=withdrawal_id,
        salt=new_code_salt(),
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
    """Claim a queued message; None if another worker has it or the code has expired."""
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
    """Record the outcome of a call; an unclear one is queued again for the sweep."""
    wait = get_settings().login.sms_retry_seconds
    outcomes: dict[Sending, dict[str, object]] = {
        Sending.SENT: {"state": "sent"},
        Sending.REFUSED: {"state": "failed"},
        Sending.UNCLEAR: {"state": "queued", "due_at": now + timedelta(seconds=wait)},
    }
    # Only from "sending": the sweep may have queued it again while a slow worker had it.
    session.execute(
        update(SmsCode)
        .where(SmsCode.id == code_id, SmsCode.state == "sending")
        .values(**outcomes[sending])
    )


def send_overdue(session: Session, *, now: datetime) -> int:
    """Enqueue again every message whose job or worker was lost; fail those that have expired.

    Returns how many were enqueued. A message may arrive twice, with the same digits.
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
    timeout = timedelta(seconds=get_settings().login.sms_claim_seconds)
    session.execute(
        update(SmsCode).where(SmsCode.id.in_(code_ids)).values(state="queued", due_at=now + timeout)
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
) -> CodeCheck:
    """Compare the digits that `user` typed; count a wrong try, use a correct code up.

    A code of one withdrawal confirms no other. The transaction must commit whatever the outcome,
    or the count is lost: `check` refuses in this way.
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
        return CodeCheck.EXPIRED
    if not constant_time_equals(digits, sms_digits(code.id, code.salt)):
        code.tries_left -= 1
        return CodeCheck.WRONG
    code.used_at = now
    return CodeCheck.CORRECT


def check(
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    digits: str,
    now: datetime,
    withdrawal_id: int | None = None,
) -> None:
    """Accept the digits as `verify` does; raises Invalid for others, with the wrong try counted."""
    outcome = verify(
        session, user=user, purpose=purpose, digits=digits, now=now, withdrawal_id=withdrawal_id
    )
    if outcome is CodeCheck.WRONG:
        raise Invalid(ProblemCode.CODE_WRONG, "That is not the code from the SMS.", commits=True)
    if outcome is CodeCheck.EXPIRED:
        raise Invalid(ProblemCode.CODE_EXPIRED, "This code has ended. Ask for a new one.")


@dataclass(frozen=True)
class _Terms:
    """How long a code is valid (seconds), and how many tries it allows."""

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
    """Return how many seconds until the number may get one more message; 0 if it may now.

    Codes of withdrawals have limits of their own, so that they do not use up those for signing in;
    the pause between two messages holds for the same withdrawal.
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
        pace = Pace(login.resend_seconds, login.codes_an_hour, login.codes_a_day)
        return seconds_to_wait([row.created_at for row in sent], pace=pace, now=now)
    pace = Pace(0, withdrawal.codes_an_hour, withdrawal.codes_a_day)
    same = [row.created_at for row in sent if row.withdrawal_id == withdrawal_id]
    return max(
        seconds_to_wait([row.created_at for row in sent], pace=pace, now=now),
        seconds_to_wait(same, pace=replace(pace, gap_seconds=login.resend_seconds), now=now),
    )


def _payout(session: Session, code: SmsCode) -> int | None:
    if code.withdrawal_id is None:
        return None
    net = session.scalars(select(Withdrawal.net).where(Withdrawal.id == code.withdrawal_id))
    return int(net.one())
