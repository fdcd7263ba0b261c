"""The network's reports on our SMS: whether a phone has them. The first final word counts."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.notifications.delivery import DeliveryState, Verdict
from app.models.notification import NotificationDelivery
from app.models.sms import SmsReport
from app.services.notifications import arrivals

_KEPT = timedelta(days=7)  # no network reports later


def record(
    session: Session, *, provider_id: str, verdict: Verdict, reason: str | None, now: datetime
) -> None:
    """Keep a final report, unless there is one, and apply it to its delivery.

    The delivery may not be known yet: then it asks for the report when it is (`apply`).
    """
    session.execute(
        insert(SmsReport)
        .values(provider_id=provider_id, verdict=verdict, reason=reason, created_at=now)
        .on_conflict_do_nothing()
    )
    apply(session, provider_id=provider_id)


def apply(session: Session, *, provider_id: str) -> None:
    """Note on the delivery of a message what the network said of it; nothing if it said nothing."""
    report = session.get(SmsReport, provider_id, populate_existing=True)
    if report is None:
        return
    sent = (
        NotificationDelivery.provider_id == provider_id,
        NotificationDelivery.state == DeliveryState.SENT,
    )
    if report.verdict == Verdict.DELIVERED:
        delivered = session.execute(
            update(NotificationDelivery)
            .where(*sent, NotificationDelivery.delivered_at.is_(None))
            .values(delivered_at=report.created_at)
            .returning(NotificationDelivery.user_id, NotificationDelivery.notification_id)
        ).all()
        for user_id, notification_id in delivered:
            arrivals.has_arrived(session, user_id=user_id, notification_id=notification_id)
        return
    session.execute(
        update(NotificationDelivery)
        .where(*sent)
        .values(state=DeliveryState.FAILED, reason=report.reason)
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete reports that no delivery will ask for any more."""
    session.execute(delete(SmsReport).where(SmsReport.created_at < now - _KEPT))
