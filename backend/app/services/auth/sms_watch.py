"""Watch for SMS pumping: somebody who is paid by a network for messages lets us send them.

Their codes are never typed. So of the codes that strangers asked for in the last hour at least
half must have been used, once there are enough to tell, and their numbers must not be a row that
somebody counted through (trust.md S12, after Twilio's advice).
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth.number_runs import SUSPICIOUS, longest_run
from app.domain.auth.purposes import Purpose
from app.models.login import SmsCode
from app.services.auth import otp
from app.services.platform import alerts

_ENOUGH = 30
_LEAST_USED = 0.5
_MOST_OF_BUDGET = 0.8


def watch(session: Session, *, now: datetime) -> None:
    """Raise an alert for codes that are hardly used, numbers in a row, and a budget that runs out.

    The first two look at an hour, the last at a day.
    """
    _watch_use(session, now=now)
    _watch_numbers(session, now=now)
    _watch_budget(session, now=now)


def _watch_use(session: Session, *, now: datetime) -> None:
    ended = now - timedelta(seconds=get_settings().login.code_seconds)
    sent, used = session.execute(
        select(func.count(), func.count(SmsCode.used_at)).where(
            SmsCode.created_at.between(ended - timedelta(hours=1), ended),
            SmsCode.purpose.in_((Purpose.VERIFY_PHONE.value, Purpose.RESET_PASSWORD.value)),
            SmsCode.known_device.is_(False),
        )
    ).one()
    if sent >= _ENOUGH and used < sent * _LEAST_USED:
        alerts.raise_alert(
            session, kind="sms_not_used", subject="sms", now=now, sent=sent, used=used
        )


def _watch_numbers(session: Session, *, now: datetime) -> None:
    numbers = session.scalars(
        select(SmsCode.phone).where(
            SmsCode.created_at > now - timedelta(hours=1),
            SmsCode.purpose.in_([purpose.value for purpose in Purpose]),
            SmsCode.known_device.is_(False),
        )
    )
    in_a_row = longest_run(numbers)
    if in_a_row >= SUSPICIOUS:
        alerts.raise_alert(
            session, kind="sms_numbers_in_a_row", subject="sms", now=now, numbers=in_a_row
        )


def _watch_budget(session: Session, *, now: datetime) -> None:
    budget = otp.daily_budget()
    today = otp.sent_to_strangers(session, since=now - timedelta(days=1))
    if today >= budget * _MOST_OF_BUDGET:
        alerts.raise_alert(
            session, kind="sms_budget", subject="sms", now=now, sent=today, budget=budget
        )
