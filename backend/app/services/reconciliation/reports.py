"""Reconciliation for admins: list and read comparisons, and take in M-Pesa's statements."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Invalid, NotFound
from app.domain.problems import ProblemCode
from app.domain.reconciliation.comparison import day_of
from app.domain.reconciliation.portal_csv import NoStatement, read_statement
from app.models.reconciliation import ReconciliationBreak, ReconciliationRun
from app.services.platform import audit
from app.services.reconciliation import provider_rows, runs


@dataclass(frozen=True)
class Upload:
    """What a handed-in statement brought."""

    rows: int
    new: int
    posted: int
    unreadable: int
    days: list[date]


def list_runs(session: Session, *, rows: int) -> list[ReconciliationRun]:
    """Return the newest comparisons first."""
    found = select(ReconciliationRun).order_by(ReconciliationRun.id.desc()).limit(rows)
    return list(session.scalars(found))


def get(session: Session, *, run_id: int) -> tuple[ReconciliationRun, list[ReconciliationBreak]]:
    """Return a comparison and all its breaks; raises NotFound."""
    run = session.get(ReconciliationRun, run_id)
    if run is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such reconciliation.")
    breaks = session.scalars(
        select(ReconciliationBreak)
        .where(ReconciliationBreak.run_id == run_id)
        .order_by(ReconciliationBreak.id)
    )
    return run, list(breaks)


def start(session: Session, *, day: date, admin_id: int, now: datetime) -> ReconciliationRun:
    """Begin to compare a Nairobi day, today included; raises Invalid for a day to come."""
    if day > day_of(now):
        raise Invalid(ProblemCode.INVALID_REQUEST, "That day has not come yet.")
    run = runs.start(session, day=day, by=f"user:{admin_id}", now=now)
    audit.record(
        session,
        admin_id=admin_id,
        action="reconciliation.start",
        subject=f"reconciliation:{run.id}",
        day=day.isoformat(),
    )
    return run


def hand_in(session: Session, *, content: bytes, admin_id: int, now: datetime) -> Upload:
    """Keep the rows of a statement from M-Pesa's portal, and post those that our ledger answers.

    Handing the same one in again changes nothing. Raises Invalid when it is no statement.
    """
    try:
        statement = read_statement(_as_text(content))
    except NoStatement as error:
        raise Invalid(
            ProblemCode.INVALID_REQUEST, f"This is no statement of M-Pesa's portal: {error}."
        ) from error
    new = provider_rows.add(session, rows=statement.rows, now=now)
    upload = Upload(
        rows=len(statement.rows),
        new=new,
        posted=provider_rows.post(session, now=now),
        unreadable=statement.unreadable,
        days=sorted({day_of(row.completed_at) for row in statement.rows}),
    )
    audit.record(
        session,
        admin_id=admin_id,
        action="reconciliation.statement",
        subject="reconciliation:statement",
        rows=upload.rows,
        new=upload.new,
        unreadable=upload.unreadable,
    )
    return upload


def _as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
