"""Alarms: what a person has to look at. Raised again, an open one only counts up."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.oversight import Alarm

logger = logging.getLogger(__name__)


def ring(session: Session, *, kind: str, subject: str, now: datetime, **detail: Any) -> None:
    """Raise the alarm `kind` about `subject` (for instance `withdrawal:7`), with facts that help.

    Never with secrets or whole phone numbers: alarms are read by many.
    """
    logger.error("alarm %s about %s: %s", kind, subject, detail)
    facts = {name: str(value) for name, value in detail.items() if value is not None}
    session.execute(
        insert(Alarm)
        .values(kind=kind, subject=subject[:80], detail=facts, raised_at=now, last_at=now)
        .on_conflict_do_update(
            index_elements=["kind", "subject"],
            index_where=text("cleared_at IS NULL"),
            set_={"times": Alarm.times + 1, "last_at": now, "detail": facts},
        )
    )


def list_open(session: Session) -> list[Alarm]:
    """Return the alarms that nobody has cleared, the newest first."""
    return list(
        session.scalars(
            select(Alarm).where(Alarm.cleared_at.is_(None)).order_by(Alarm.last_at.desc())
        )
    )


def count_open(session: Session) -> int:
    """Return how many alarms wait for somebody."""
    found = select(func.count()).select_from(Alarm).where(Alarm.cleared_at.is_(None))
    return int(session.scalars(found).one())


def clear(session: Session, *, alarm_id: int, admin_id: int, now: datetime) -> bool:
    """Mark an alarm as seen to; False when there is no such open one."""
    cleared = session.execute(
        update(Alarm)
        .where(Alarm.id == alarm_id, Alarm.cleared_at.is_(None))
        .values(cleared_at=now, cleared_by=admin_id)
        .returning(Alarm.id)
    )
    return cleared.first() is not None
