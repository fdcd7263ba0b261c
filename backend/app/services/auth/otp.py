"""One-time codes: issue, check once, and say how one stands. `sms_outbox` sends them.

The six digits are derived from the row and the secret key, so a worker can derive them again after
a crash, and no table holds them. A code is bound to who asked for it: to the signed-in account, to
one withdrawal, to one new number, or to the browser's ticket of a reset. So nobody else can use its
tries up, and a code that a stranger asks for replaces nobody's.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.core import rate_limit
from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import constant_time_equals, fingerprint, new_code_salt, sms_digits
from app.core.settings import get_settings
from app.domain.auth.otp_pacing import Pace, seconds_to_wait
from app.domain.auth.purposes import Notice, Purpose
from app.domain.errors import Invalid, TooSoon, Unavailable
from app.domain.problems import ProblemCode
from app.models.login import SmsCode
from app.models.user import User

_PROOFS = (Purpose.VERIFY_PHONE.value, Purpose.CHANGE_PHONE.value)
# What follows from an act of the player's own costs them something, and is not counted.
_UNCOUNTED = (Purpose.WITHDRAW.value, *(notice.value for notice in Notice))


class CodeCheck(StrEnum):
    """The outcome of checking digits that a player typed."""

    CORRECT = "correct"
    WRONG = "wrong"
    EXPIRED = "expired"  # too late, tried too often, used already, or never sent


@dataclass(frozen=True)
class Asker:
    """The browser that asks for a reset: its secret ticket, and whether it signed in before."""

    ticket: str
    is_known: bool = False


@dataclass(frozen=True)
class CodeState:
    """Seconds until another code may be asked for, and until the newest ends (None: it has)."""

    resend_after: int
    ends_in: int | None


def issue(
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    now: datetime,
    withdrawal_id: int | None = None,
    phone: str | None = None,
    asker: Asker | None = None,
) -> SmsCode:
    """Create a code for `user` and enqueue its SMS to `phone`, by default their own.

    `withdrawal_id` is the withdrawal that it confirms, and `asker` who asked for a reset. Raises
    TooSoon past the limits of the number (`domain/auth/otp_pacing`), and Unavailable when strangers
    have asked for as many messages today as we pay for.
    """
    terms = _terms_of(purpose)
    number = phone or user.phone
    # One at a time per player and number: of ten at once each sees those before it.
    session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(number, 1))))
    is_known = asker is not None and asker.is_known
    wait = _seconds_to_wait(session, _Wish(purpose, user.id, number, withdrawal_id, is_known), now)
    if wait > 0:
        raise TooSoon("We have just sent you a code. Ask again a little later.", retry_after=wait)
    if purpose is not Purpose.WITHDRAW and not is_known:
        _keep_to_the_budget(session, now=now)
    code = SmsCode(
        user_id=user.id,
        purpose=purpose.value,
        phone=number,
        withdrawal_id=withdrawal_id,
        ticket_sha256=fingerprint(asker.ticket) if asker else None,
        known_device=is_known,
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


def state(session: Session, *, user: User, purpose: Purpose, now: datetime) -> CodeState:
    """Return how the newest code of `user` for this purpose stands.

    Says nothing about whether its SMS arrived, or a number that is another's would show.
    """
    code = session.scalars(_codes_of(user, purpose).limit(1)).one_or_none()
    is_open = code is not None and code.used_at is None and code.tries_left > 0
    left = (code.expires_at - now).total_seconds() if code is not None and is_open else 0
    number = user.phone if code is None or purpose is not Purpose.CHANGE_PHONE else code.phone
    wish = _Wish(purpose, user.id, number, withdrawal_id=None, is_known=False)
    return CodeState(
        resend_after=max(0, _seconds_to_wait(session, wish, now)),
        ends_in=int(left) if left > 0 else None,
    )


def verify(
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    digits: str,
    now: datetime,
    withdrawal_id: int | None = None,
    asker: Asker | None = None,
) -> tuple[CodeCheck, str]:
    """Compare the digits that `user` typed; count a wrong try, use a correct code up.

    Returns the outcome, and the number that a correct code was sent to. A code of one withdrawal
    confirms no other. The transaction must commit whatever the outcome, or the count is lost:
    `check` refuses in this way.
    """
    query = _codes_of(user, purpose).where(SmsCode.withdrawal_id == withdrawal_id)
    if asker is not None:
        query = query.where(SmsCode.ticket_sha256 == fingerprint(asker.ticket))
    code = session.scalars(query.limit(1).with_for_update()).one_or_none()
    if code is None or code.used_at or code.expires_at <= now or code.tries_left <= 0:
        return CodeCheck.EXPIRED, ""
    if not constant_time_equals(digits, sms_digits(code.id, code.salt)):
        code.tries_left -= 1
        return CodeCheck.WRONG, ""
    code.used_at = now
    return CodeCheck.CORRECT, code.phone


def check(
    session: Session,
    *,
    user: User,
    purpose: Purpose,
    digits: str,
    now: datetime,
    withdrawal_id: int | None = None,
) -> str:
    """Accept the digits as `verify` does; return the number that they were sent to.

    Raises Invalid for others, with the wrong try counted.
    """
    outcome, number = verify(
        session, user=user, purpose=purpose, digits=digits, now=now, withdrawal_id=withdrawal_id
    )
    if outcome is CodeCheck.WRONG:
        raise Invalid(ProblemCode.CODE_WRONG, "That is not the code from the SMS.", commits=True)
    if outcome is CodeCheck.EXPIRED:
        raise Invalid(ProblemCode.CODE_EXPIRED, "This code has ended. Ask for a new one.")
    return number


def daily_budget() -> int:
    """Return how many messages a day strangers may make us pay for; tests and load may more."""
    return get_settings().login.sms_daily_budget * rate_limit.address_factor()


def sent_to_strangers(session: Session, *, since: datetime) -> int:
    """Return how many messages were asked for since then from devices that we do not know."""
    return session.execute(
        select(func.count()).where(
            SmsCode.created_at > since,
            SmsCode.purpose.not_in(_UNCOUNTED),
            SmsCode.known_device.is_(False),
        )
    ).scalar_one()


@dataclass(frozen=True)
class _Terms:
    """How long a code is valid (seconds), and how many tries it allows."""

    seconds: int
    tries: int


@dataclass(frozen=True)
class _Wish:
    """A code that somebody would like to have."""

    purpose: Purpose
    user_id: int
    phone: str
    withdrawal_id: int | None
    is_known: bool


def _codes_of(user: User, purpose: Purpose) -> Select[SmsCode]:
    """Select the codes of one purpose, the newest first; of an earlier number none counts."""
    query = select(SmsCode).where(SmsCode.user_id == user.id, SmsCode.purpose == purpose.value)
    if purpose is not Purpose.CHANGE_PHONE:
        query = query.where(SmsCode.phone == user.phone)
    return query.order_by(SmsCode.id.desc())


def _terms_of(purpose: Purpose) -> _Terms:
    if purpose is Purpose.WITHDRAW:
        setting = get_settings().withdrawal
        return _Terms(setting.code_seconds, setting.code_tries)
    settings = get_settings().login
    return _Terms(settings.code_seconds, settings.code_tries)


def _keep_to_the_budget(session: Session, *, now: datetime) -> None:
    sent = sent_to_strangers(session, since=now - timedelta(days=1))
    if sent >= daily_budget():
        raise Unavailable("We cannot send codes just now. Try again later.", retry_after=3600)


def _seconds_to_wait(session: Session, wish: _Wish, now: datetime) -> int:
    """Return how many seconds until the number may get one more such message; 0 if it may now.

    Each kind of code has limits of its own, so that whoever asks for one kind does not use up the
    owner's of another; and so have the resets that known devices ask for and those of strangers.
    """
    found = session.execute(
        select(SmsCode.created_at, SmsCode.withdrawal_id).where(
            *_counts_against(wish), SmsCode.created_at > now - timedelta(days=1)
        )
    ).all()
    sent = [row.created_at for row in found]
    login, withdrawal = get_settings().login, get_settings().withdrawal
    if wish.purpose is not Purpose.WITHDRAW:
        pace = Pace(login.resend_seconds, login.codes_an_hour, login.codes_a_day)
        return seconds_to_wait(sent, pace=pace, now=now)
    pace = Pace(0, withdrawal.codes_an_hour, withdrawal.codes_a_day)
    same = [row.created_at for row in found if row.withdrawal_id == wish.withdrawal_id]
    return max(
        seconds_to_wait(sent, pace=pace, now=now),
        # The pause between two messages holds for the same withdrawal.
        seconds_to_wait(same, pace=replace(pace, gap_seconds=login.resend_seconds), now=now),
    )


def _counts_against(wish: _Wish) -> tuple[ColumnElement[bool], ...]:
    """Return which messages count against a wish; proofs of one account or number all do."""
    if wish.purpose.value in _PROOFS:
        either = or_(SmsCode.phone == wish.phone, SmsCode.user_id == wish.user_id)
        return (either, SmsCode.purpose.in_(_PROOFS))
    same = (SmsCode.phone == wish.phone, SmsCode.purpose == wish.purpose.value)
    if wish.purpose is Purpose.RESET_PASSWORD:
        return (*same, SmsCode.known_device.is_(wish.is_known))
    return same
