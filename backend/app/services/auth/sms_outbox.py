"""SMS that wait to be sent: codes and notices. A worker claims one, calls the network, records.

A code for a number that another account has proved is never sent: the owner of the number is told
instead that somebody tried, once a day. Whoever asked cannot see the difference.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.clock import NAIROBI
from app.core.jobs import Job
from app.core.security import sms_digits
from app.core.settings import get_settings
from app.domain import phone as phones
from app.domain.auth import sms_texts
from app.domain.auth.purposes import Notice, Purpose
from app.domain.notifications.kinds import Kind, policy_of
from app.models.login import SmsCode
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.auth import accounts
from app.services.notifications import notify as notifications
from app.services.platform import alerts

_DAY = timedelta(days=1)
# Notices that an attacker can cause without the player: so many a day are paid for.
_A_DAY = {Notice.TOKEN_REUSED: 3, Notice.NEW_DEVICE: 3, Notice.PASSKEY_COPIED: 3}
_KINDS = {
    Notice.PASSWORD_RESET: Kind.PASSWORD_CHANGED,
    Notice.PASSWORD_CHANGED: Kind.PASSWORD_CHANGED,
    Notice.PHONE_CHANGED: Kind.PHONE_CHANGED,
    Notice.TOKEN_REUSED: Kind.LOGIN_COPIED,
    Notice.NEW_DEVICE: Kind.NEW_DEVICE,
    Notice.EMAIL_CHANGED: Kind.EMAIL_CHANGED,
    Notice.PASSKEY_CHANGED: Kind.PASSKEY_CHANGED,
    Notice.PASSKEY_COPIED: Kind.PASSKEY_COPIED,
    Notice.FACTOR_CHANGED: Kind.FACTOR_CHANGED,
}


class Sending(StrEnum):
    """The outcome of handing an SMS to the network."""

    SENT = "sent"
    REFUSED = "refused"  # the network will never deliver to this number
    MISCONFIGURED = "misconfigured"  # not sent, for a reason of ours: no try mends it
    UNCLEAR = "unclear"  # no answer, or "busy": try again while the code is valid


@dataclass(frozen=True)
class Sms:
    """One message to be sent to the 12-digit number `phone`."""

    code_id: int
    phone: str
    text: str


def tell(
    session: Session, *, user: User, notice: Notice, now: datetime, phone: str | None = None
) -> None:
    """Tell the owner of an account what happened to it: in the app, and at `phone` or their number.

    Nobody gets an SMS who has not proved their number, for it may be somebody else's.
    """
    if _was_told_enough(session, user=user, notice=notice, now=now):
        return
    _tell_in_app(session, user=user, notice=notice, now=now)
    if not user.is_verified:
        return
    message = SmsCode(
        user_id=user.id,
        purpose=notice.value,
        phone=phone or user.phone,
        salt=b"",
        tries_left=0,
        created_at=now,
        due_at=now + timedelta(seconds=get_settings().login.sms_claim_seconds),
        expires_at=now + _DAY,
    )
    session.add(message)
    session.flush()
    enqueue(session, Job.SEND_SMS_CODE, code_id=message.id)


def claim(session: Session, *, code_id: int, now: datetime) -> Sms | None:
    """Claim a queued message; None if another worker has it, it has ended, or shall not be sent."""
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
    text = _text_of(session, code, now=now)
    if text is None:
        code.state = "failed"
        return None
    return Sms(code_id=code.id, phone=code.phone, text=text)


def record(session: Session, *, code_id: int, sending: Sending, now: datetime) -> None:
    """Record the outcome of a call; an unclear one is queued again for the sweep.

    When the network refuses us, staff is alerted once, and the code ends: the player asks for
    another one once that is mended.
    """
    if sending is Sending.MISCONFIGURED:
        alerts.raise_alert(session, kind="sms_refuses_us", subject="sms", now=now, says="a code")
    wait = get_settings().login.sms_retry_seconds
    outcomes: dict[Sending, dict[str, object]] = {
        Sending.SENT: {"state": "sent"},
        Sending.REFUSED: {"state": "failed"},
        Sending.MISCONFIGURED: {"state": "failed"},
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


def _tell_in_app(session: Session, *, user: User, notice: Notice, now: datetime) -> None:
    kind = _KINDS[notice]
    variables = {"at": now.isoformat(), "number": phones.mask(user.phone)}
    wanted = policy_of(kind).variables
    told = notifications.Notice(
        user_id=user.id,
        kind=kind,
        subject="account",
        event=f"{notice}:{now.isoformat()}",
        variables={name: value for name, value in variables.items() if name in wanted},
    )
    notifications.notify(session, [told], now=now)


def _was_told_enough(session: Session, *, user: User, notice: Notice, now: datetime) -> bool:
    if notice not in _A_DAY:
        return False
    told = session.execute(
        select(func.count()).where(
            SmsCode.user_id == user.id,
            SmsCode.purpose == notice.value,
            SmsCode.created_at > now - _DAY,
        )
    ).scalar_one()
    return told >= _A_DAY[notice]


def _text_of(session: Session, code: SmsCode, *, now: datetime) -> str | None:
    host = urlsplit(get_settings().public_web_url).hostname or ""
    if code.purpose in set(Notice):
        player = session.get_one(User, code.user_id)
        return sms_texts.notice_text(
            Notice(code.purpose),
            host=host,
            hold_hours=get_settings().withdrawal.cool_off_seconds // 3600,
            number=phones.mask(player.phone),
            at=f"{code.created_at.astimezone(NAIROBI):%H:%M on %d %b}",
        )
    if accounts.holder_of(session, phone=code.phone) not in {None, code.user_id}:
        is_news = not _knows_of_a_try(session, code, now=now)
        return sms_texts.number_tried_text() if is_news else None
    purpose = Purpose(code.purpose)
    return sms_texts.code_text(
        purpose,
        digits=sms_digits(code.id, code.salt),
        minutes=max(1, round((code.expires_at - code.created_at).total_seconds()) // 60),
        host=host,
        payout=_payout(session, code),
    )


def _knows_of_a_try(session: Session, code: SmsCode, *, now: datetime) -> bool:
    """Return whether somebody else's message for this number left within a day."""
    others = select(SmsCode.id).where(
        SmsCode.phone == code.phone,
        SmsCode.id != code.id,
        SmsCode.user_id != accounts.holder_of(session, phone=code.phone),
        SmsCode.state.in_(("sending", "sent")),
        SmsCode.created_at > now - _DAY,
    )
    return session.execute(others.limit(1)).first() is not None


def _payout(session: Session, code: SmsCode) -> str | None:
    """Return what a withdrawal sends, and to which number."""
    if code.withdrawal_id is None:
        return None
    net = session.scalars(select(Withdrawal.net).where(Withdrawal.id == code.withdrawal_id)).one()
    return f"KES {int(net):,} to 0{code.phone[3:]}"
