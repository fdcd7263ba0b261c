"""M-Pesa's rows about our shortcode: kept as they come, and posted where our ledger agrees."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.reconciliation.provider_rows import Claim, ProviderRow, RowKind, RowSource
from app.models.reconciliation import MpesaRow
from app.services.ledger import posting
from app.services.ledger.posting import Leg
from app.services.platform import alerts
from app.services.reconciliation import clearing

logger = logging.getLogger(__name__)

BATCH = 500
_ACTOR = "system:reconciliation"
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', 17))")

_LEGS = {
    RowKind.COLLECTION: (posting.FLOAT, posting.CLEARING_IN),
    RowKind.REVERSAL: (posting.CLEARING_IN, posting.FLOAT),
    RowKind.PAYOUT: (posting.CLEARING_OUT, posting.FLOAT),
    RowKind.CHARGE: (posting.CHARGES, posting.FLOAT),
}


def add(session: Session, *, rows: Sequence[ProviderRow], now: datetime) -> int:
    """Keep rows, each once; return how many are new.

    A row that comes again with another amount raises an alert, and the first stays.
    """
    new = 0
    for start in range(0, len(rows), BATCH):
        batch = {(row.receipt, row.kind): row for row in rows[start : start + BATCH]}
        returned = session.execute(
            insert(MpesaRow)
            .values([_columns(row, now) for row in batch.values()])
            .on_conflict_do_nothing()
            .returning(MpesaRow.receipt, MpesaRow.kind)
        )
        added = {(row.receipt, row.kind) for row in returned}
        new += len(added)
        known = [row for (receipt, kind), row in batch.items() if (receipt, kind) not in added]
        _compare(session, known, now=now)
    return new


def post(session: Session, *, now: datetime) -> int:
    """Post every row that our ledger answers with the same amount; return how many.

    Nothing else is ever posted: an unexpected row is a break for people to see to (scenario 64).
    """
    session.execute(_ONE_AT_A_TIME)
    waiting = unposted(session)
    posted = 0
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        claims = clearing.about(session, rows=batch)
        free = {claim.transaction_id: claim for claim in claims if not claim.is_met}
        for row in batch:
            posted += _post(session, row, free, now=now)
    return posted


def unposted(
    session: Session, *, since: datetime | None = None, until: datetime | None = None
) -> list[ProviderRow]:
    """Return the rows that our ledger has not answered, the oldest first."""
    wanted = select(MpesaRow).where(MpesaRow.posted_at.is_(None))
    return _rows(session, wanted, since=since, until=until)


def between(
    session: Session, *, since: datetime, until: datetime | None = None
) -> list[ProviderRow]:
    """Return all rows of a time, the oldest first."""
    return _rows(session, select(MpesaRow), since=since, until=until)


def posted(session: Session, *, since: datetime) -> list[ProviderRow]:
    """Return the rows after a moment that our ledger has answered, the oldest first."""
    wanted = select(MpesaRow).where(MpesaRow.posted_at.is_not(None))
    return _rows(session, wanted, since=since + timedelta(microseconds=1))


def _rows(
    session: Session,
    wanted: Select[MpesaRow],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[ProviderRow]:
    if since is not None:
        wanted = wanted.where(MpesaRow.completed_at >= since)
    if until is not None:
        wanted = wanted.where(MpesaRow.completed_at < until)
    rows = session.scalars(wanted.order_by(MpesaRow.completed_at, MpesaRow.id))
    return [_as_row(row) for row in rows]


def _post(session: Session, row: ProviderRow, free: dict[int, Claim], *, now: datetime) -> int:
    if not _is_sane(row):
        return 0
    if row.kind is RowKind.CHARGE:
        key, kind = f"charge:{row.receipt}", "mpesa_charge"
    else:
        claim = next((one for one in free.values() if one.is_met_by(row)), None)
        if claim is None or (row.kind is RowKind.OTHER and not claim.is_capital):
            return 0
        del free[claim.transaction_id]
        key, kind = f"statement:{row.receipt}", "statement_line"
    debit, credit = _LEGS[_direction(row)]
    ids = posting.accounts_of(session, codes=[debit, credit])
    legs = [Leg(debit=ids[debit], credit=ids[credit], amount=abs(row.amount))]
    posting.post(session, key=key, kind=kind, legs=legs, actor=_ACTOR)
    session.execute(
        update(MpesaRow)
        .where(MpesaRow.receipt == row.receipt, MpesaRow.kind == row.kind)
        .values(posted_at=now)
    )
    return 1


def _is_sane(row: ProviderRow) -> bool:
    """Return whether the row goes the way that its kind goes."""
    return (row.amount > 0) == (_direction(row) is RowKind.COLLECTION)


def _direction(row: ProviderRow) -> RowKind:
    """Return which kind moves money as this row does: a transfer of the bank's is in or out."""
    if row.kind is not RowKind.OTHER:
        return row.kind
    return RowKind.COLLECTION if row.amount > 0 else RowKind.PAYOUT


def _compare(session: Session, rows: list[ProviderRow], *, now: datetime) -> None:
    if not rows:
        return
    kept = {
        (row.receipt, row.kind): row.amount
        for row in session.execute(
            select(MpesaRow.receipt, MpesaRow.kind, MpesaRow.amount).where(
                MpesaRow.receipt.in_([row.receipt for row in rows])
            )
        )
    }
    for row in rows:
        before = kept.get((row.receipt, row.kind.value))
        if before is not None and before != row.amount:
            alerts.raise_alert(
                session,
                kind="mpesa_contradicts_itself",
                subject=f"line:{row.receipt}",
                now=now,
                before=before,
                after=row.amount,
                source=row.source,
            )


def _columns(row: ProviderRow, now: datetime) -> dict[str, object]:
    return {
        "receipt": row.receipt,
        "kind": row.kind.value,
        "amount": row.amount,
        "original_receipt": row.original_receipt,
        "reference": row.reference,
        "details": row.details[:200] or None,
        "source": row.source.value,
        "completed_at": row.completed_at,
        "seen_at": now,
    }


def _as_row(row: MpesaRow) -> ProviderRow:
    return ProviderRow(
        receipt=row.receipt,
        kind=RowKind(row.kind),
        amount=row.amount,
        completed_at=row.completed_at,
        source=RowSource(row.source),
        original_receipt=row.original_receipt,
        reference=row.reference,
        details=row.details or "",
    )
