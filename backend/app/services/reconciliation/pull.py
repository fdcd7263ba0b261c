"""M-Pesa's own list of what came to our paybill (Pull Transactions), compared with what we know.

The only way to learn of a payment whose confirmation was lost (daraja.md §2.8): callbacks that
came while we were away are not sent again.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.mpesa.results import readable_receipt
from app.domain.payments.paybill.pull_rows import PullRow, UnreadRow
from app.domain.payments.reversals import ProviderReversal
from app.domain.payments.states import PaybillState
from app.domain.reconciliation.provider_rows import rows_of_pull
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.services.ledger import posting
from app.services.payments import provider_reversals
from app.services.payments.paybill import intake
from app.services.payments.refunds import evidence as refund_evidence
from app.services.platform import alerts
from app.services.reconciliation import provider_rows


def store(session: Session, rows: list[PullRow], *, now: datetime) -> None:
    """Store the rows for the reconciliation; a row that is there already stays as it is."""
    provider_rows.add(session, rows=rows_of_pull(rows, now=now), now=now)


def take_unread(session: Session, rows: list[UnreadRow], *, now: datetime) -> None:
    """Tell people of rows that cannot be read; M-Pesa is asked about those that have a receipt."""
    for row in rows:
        alerts.raise_alert(
            session,
            kind="pull_row_unreadable",
            subject=f"row:{row.receipt}",
            now=now,
            reference=row.reference,
        )
        if row.has_receipt and not row.is_reversal:
            intake.ingest_unread(session, row.receipt, typed=row.reference, now=now)


def unknown_among(session: Session, rows: list[PullRow]) -> list[PullRow]:
    """Return the rows that are not known yet, in their order: payments before their reversals.

    Known is a receipt that the ledger or a deposit has; all else is applied again each time, and so
    is a payment in suspense, since the list may say whose it is.
    """
    receipts = [row.receipt for row in rows]
    known = posting.booked_receipts(session, receipts=receipts)
    known |= set(
        session.scalars(
            select(Deposit.mpesa_reference).where(Deposit.mpesa_reference.in_(receipts))
        )
    )
    known -= set(
        session.scalars(
            select(PaybillPayment.receipt).where(
                PaybillPayment.receipt.in_(receipts), PaybillPayment.state == PaybillState.SUSPENSE
            )
        )
    )
    return [row for row in rows if row.receipt not in known and row.amount > 0]


def apply_row(session: Session, row: PullRow, *, now: datetime) -> str:
    """Do what one row demands, and return what that was. Safe to repeat, in any order."""
    if not row.is_reversal:
        return intake.ingest_row(session, row, now=now)
    original = readable_receipt(row.reference)
    if original is None:
        return "unmatched"
    if posting.is_booked(session, receipt=row.receipt):
        return "nothing"
    reversal = ProviderReversal(row.receipt, original, row.amount)
    verdict = refund_evidence.apply_reversal(session, reversal, now=now)
    if verdict is not None:
        return verdict
    return "reversed" if provider_reversals.apply(session, reversal, now=now) else "nothing"
