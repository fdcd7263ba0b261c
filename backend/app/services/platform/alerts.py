"""Alerts: what staff must look at. Raised again, an open alert only counts up."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.models.platform import Alarm

logger = logging.getLogger(__name__)


def raise_alert(session: Session, *, kind: str, subject: str, now: datetime, **detail: Any) -> int:
    """Raise the alert `kind` about `subject` (for instance `withdrawal:7`), with facts that help.

    Returns how often it was raised since it was last cleared, this time included. `detail` must
    hold no secrets and no whole phone numbers: all staff reads alerts.
    """
    logger.error("alert %s about %s: %s", kind, subject, detail)
    facts = {name: str(value) for name, value in detail.items() if value is not None}
    return session.scalars(
        insert(Alarm)
        .values(kind=kind, subject=subject[:80], detail=facts, raised_at=now, last_at=now)
        .on_conflict_do_update(
            index_elements=["kind", "subject"],
            index_where=text("cleared_at IS NULL"),
            set_={"times": Alarm.times + 1, "last_at": now, "detail": facts},
        )
        .returning(Alarm.times)
    ).one()


def list_newest(session: Session, *, cleared: bool, rows: int) -> list[Alarm]:
    """Return up to `rows` open alerts, or `cleared` ones, the latest first."""
    ended = Alarm.cleared_at.is_not(None) if cleared else Alarm.cleared_at.is_(None)
    found = select(Alarm).where(ended).order_by(Alarm.last_at.desc()).limit(rows)
    return list(session.scalars(found))


def count_open(session: Session) -> dict[str, int]:
    """Return the number of open alerts by kind."""
    found = session.execute(
        select(Alarm.kind, func.count()).where(Alarm.cleared_at.is_(None)).group_by(Alarm.kind)
    )
    return {kind: count for kind, count in found}  # noqa: C416  # rows are no tuples


def clear(session: Session, *, alarm_id: int, admin_id: int, now: datetime) -> Alarm:
    """Clear an alert; raises NotFound, also when it was cleared before."""
    cleared = session.scalars(
        update(Alarm)
        .where(Alarm.id == alarm_id, Alarm.cleared_at.is_(None))
        .values(cleared_at=now, cleared_by=admin_id)
        .returning(Alarm)
    ).one_or_none()
    if cleared is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such open alert.")
    return cleared


def lock_about(session: Session, *, kind: str, subject: str) -> None:
    """Lock the open alert `kind` about `subject`, if there is one, until the transaction ends."""
    found = select(Alarm.id).where(
        Alarm.kind == kind, Alarm.subject == subject, Alarm.cleared_at.is_(None)
    )
    session.execute(found.with_for_update())


def clear_about(session: Session, *, kind: str, subject: str, admin_id: int, now: datetime) -> None:
    """Clear the alert `kind` about `subject`, if it is open."""
    session.execute(
        update(Alarm)
        .where(Alarm.kind == kind, Alarm.subject == subject, Alarm.cleared_at.is_(None))
        .values(cleared_at=now, cleared_by=admin_id)
    )
