"""Alerts staff when M-Pesa's answers to one kind of request are lost one after the other.

One lost answer is a hiccup, and each payment finds out by itself what became of it. Several in a
row mean that we do not understand M-Pesa any more, or it us.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.payments.kinds import PaymentKind
from app.models.payment_event import PaymentEvent
from app.services.platform import alerts

RUN = 5
_NEWEST = 10_000  # events among which to look: nobody waits for a search of the whole table
_UNKNOWN = "unknown"
_ASKED = "sending"


def check(session: Session, *, kind: PaymentKind, source: str, now: datetime) -> None:
    """Raise an alert if the last answers to requests of `source` about `kind` were all lost."""
    newest = select(func.max(PaymentEvent.id)).scalar_subquery()
    answers = session.scalars(
        select(PaymentEvent.state)
        .where(
            PaymentEvent.id > newest - _NEWEST,
            PaymentEvent.subject == kind,
            PaymentEvent.source == source,
            PaymentEvent.state != _ASKED,
        )
        .order_by(PaymentEvent.id.desc())
        .limit(RUN)
    ).all()
    if answers == [_UNKNOWN] * RUN:
        alerts.raise_alert(
            session, kind="mpesa_answers_lost", subject=f"{kind}:{source}", now=now, in_a_row=RUN
        )
