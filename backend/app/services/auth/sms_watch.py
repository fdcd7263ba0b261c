"""Watch for SMS pumping: somebody who is paid by a network for messages lets us send them.

Their codes are never typed. So of the codes that strangers asked for in the last hour at least
half must have been used, once there are enough to tell (trust.md S12, after Twilio's advice).
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth.purposes import Purpose
from app.models.login import SmsCode
from app.services.auth import otp
from app.services.platform import alerts

_ENOUGH = 30
_LEAST_USED = 0.5
_MOST_OF_BUDGET = 0.8


def watch(session: Session, *, now: datetime) -> None:
    """Raise an alert when the codes of the last hour are hardly used, or the budget runs out."""
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
    budget = otp.daily_budget()
    today = otp.sent_to_strangers(session, since=now - timedelta(days=1))
    if today >= budget * _MOST_OF_BUDGET:
        alerts.raise_alert(
            session, kind="sms_budget", subject="sms", now=now, sent=today, budget=budget
        )
