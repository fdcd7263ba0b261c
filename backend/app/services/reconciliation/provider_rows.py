"""M-Pesa's lines about our shortcode: kept as they come, and posted where our ledger agrees."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.reconciliation.provider_rows import Claim, Line, LineKind, LineSource
from app.models.reconciliation import MpesaLine
from app.services.ledger import posting
from app.services.ledger.posting import Leg
from app.services.platform import alerts
from app.services.reconciliation import clearing

logger = logging.getLogger(__name__)

BATCH = 500
_ACTOR = "system:reconciliation"
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', 17))")

_LEGS = {
    LineKind.COLLECTION: (posting.FLOAT, posting.CLEARING_IN),
    LineKind.REVERSAL: (posting.CLEARING_IN, posting.FLOAT),
    LineKind.PAYOUT: (posting.CLEARING_OUT, posting.FLOAT),
    LineKind.CHARGE: (posting.CHARGES, posting.FLOAT),
}


def add(session: Session, *, lines: Sequence[Line], now: datetime) -> int:
    """Keep lines, each once; return how many are new.

    A line that comes again with another amount raises an alarm, and the first stays.
    """
    new = 0
    for start in range(0, len(lines), BATCH):
        batch = {(line.receipt, line.kind): line for line in lines[start : start + BATCH]}
        returned = session.execute(
            insert(MpesaLine)
            .values([_columns(line, now) for line in batch.values()])
            .on_conflict_do_nothing()
            .returning(MpesaLine.receipt, MpesaLine.kind)
        )
        added = {(row.receipt, row.kind) for row in returned}
        new += len(added)
        known = [line for (receipt, kind), line in batch.items() if (receipt, kind) not in added]
        _compare(session, known, now=now)
    return new


def post(session: Session, *, now: datetime) -> int:
    """Post every line that our ledger answers with the same amount; return how many.

    Nothing else is ever posted: a line that nobody expects is a break for a person (scenario 64).
    """
    session.execute(_ONE_AT_A_TIME)
    waiting = unposted(session)
    posted = 0
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        claims = clearing.about(session, lines=batch)
        free = {claim.transaction_id: claim for claim in claims if not claim.is_met}
        for line in batch:
            posted += _post(session, line, free, now=now)
    return posted


def unposted(
    session: Session, *, since: datetime | None = None, until: datetime | None = None
) -> list[Line]:
    """Return the lines that our ledger has not answered, the oldest first."""
    wanted = select(MpesaLine).where(MpesaLine.posted_at.is_(None))
    return _lines(session, wanted, since=since, until=until)


def between(session: Session, *, since: datetime, until: datetime | None = None) -> list[Line]:
    """Return all lines of a time, the oldest first."""
    return _lines(session, select(MpesaLine), since=since, until=until)


def posted(session: Session, *, since: datetime) -> list[Line]:
    """Return the lines after a moment that our ledger has answered, the oldest first."""
    wanted = select(MpesaLine).where(MpesaLine.posted_at.is_not(None))
    return _lines(session, wanted, since=since + timedelta(microseconds=1))


def _lines(
    session: Session,
    wanted: Select[MpesaLine],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Line]:
    if since is not None:
        wanted = wanted.where(MpesaLine.completed_at >= since)
    if until is not None:
        wanted = wanted.where(MpesaLine.completed_at < until)
    rows = session.scalars(wanted.order_by(MpesaLine.completed_at, MpesaLine.id))
    return [_line(row) for row in rows]


def _post(session: Session, line: Line, free: dict[int, Claim], *, now: datetime) -> int:
    if not _is_sane(line):
        return 0
    if line.kind is LineKind.CHARGE:
        key, kind = f"charge:{line.receipt}", "mpesa_charge"
    else:
        claim = next((one for one in free.values() if one.is_met_by(line)), None)
        if claim is None:
            return 0
        del free[claim.transaction_id]
        key, kind = f"statement:{line.receipt}", "statement_line"
    debit, credit = _LEGS[line.kind]
    ids = posting.accounts_of(session, codes=[debit, credit])
    legs = [Leg(debit=ids[debit], credit=ids[credit], amount=abs(line.amount))]
    posting.post(session, key=key, kind=kind, legs=legs, actor=_ACTOR)
    session.execute(
        update(MpesaLine)
        .where(MpesaLine.receipt == line.receipt, MpesaLine.kind == line.kind)
        .values(posted_at=now)
    )
    return 1


def _is_sane(line: Line) -> bool:
    """Say whether the line goes the way that its kind goes."""
    return line.kind in _LEGS and (line.amount > 0) == (line.kind is LineKind.COLLECTION)


def _compare(session: Session, lines: list[Line], *, now: datetime) -> None:
    if not lines:
        return
    kept = {
        (row.receipt, row.kind): row.amount
        for row in session.execute(
            select(MpesaLine.receipt, MpesaLine.kind, MpesaLine.amount).where(
                MpesaLine.receipt.in_([line.receipt for line in lines])
            )
        )
    }
    for line in lines:
        before = kept.get((line.receipt, line.kind.value))
        if before is not None and before != line.amount:
            alerts.raise_alert(
                session,
                kind="mpesa_contradicts_itself",
                subject=f"line:{line.receipt}",
                now=now,
                before=before,
                after=line.amount,
                source=line.source,
            )


def _columns(line: Line, now: datetime) -> dict[str, object]:
    return {
        "receipt": line.receipt,
        "kind": line.kind.value,
        "amount": line.amount,
        "original_receipt": line.original_receipt,
        "reference": line.reference,
        "details": line.details[:200] or None,
        "source": line.source.value,
        "completed_at": line.completed_at,
        "seen_at": now,
    }


def _line(row: MpesaLine) -> Line:
    return Line(
        receipt=row.receipt,
        kind=LineKind(row.kind),
        amount=row.amount,
        completed_at=row.completed_at,
        source=LineSource(row.source),
        original_receipt=row.original_receipt,
        reference=row.reference,
        details=row.details or "",
    )
