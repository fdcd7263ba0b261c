"""Reads what M-Pesa did by our ledger, movement by movement, for reconciliation."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.reconciliation.provider_rows import Claim, ProviderRow

# A deposit that only a query confirmed has its receipt, when it comes, on its own row: the ledger's
# header is immutable. A refund that was there already has none at all, and that of capital
# that leaves is named afterwards.
_CLAIMS = """
  SELECT t.id, t.idempotency_key, t.created_at, r.original_receipt, d.account_reference,
         coalesce(t.mpesa_reference, d.mpesa_reference, r.mpesa_reference, p.receipt) AS receipt,
         moved.amount
  FROM wanted
  JOIN transactions t ON t.id = wanted.id
  LEFT JOIN deposits d ON t.type = 'deposit'
    AND t.idempotency_key = 'deposit:' || d.id || '\\:credit'
  LEFT JOIN refunds r ON t.type = 'refund'
    AND t.idempotency_key IN ('refund:' || r.id || '\\:done', 'refund:' || r.id || '\\:late')
  LEFT JOIN staff_proposals p ON t.type = 'capital_paid_out'
    AND t.idempotency_key = 'capital:' || p.id || '\\:out'
  CROSS JOIN LATERAL (
    SELECT sum(CASE WHEN e.debit_account_id = c.id THEN e.amount ELSE -e.amount END) AS amount
    FROM entries e JOIN accounts c ON c.id IN (e.debit_account_id, e.credit_account_id)
      AND c.code IN ('mpesa_clearing_in:main', 'mpesa_clearing_out:main')
    WHERE e.transaction_id = t.id
  ) moved
  WHERE t.type <> 'statement_line' AND moved.amount <> 0
"""
_WITH_LINES = """
SELECT claims.*,
  EXISTS (SELECT FROM mpesa_lines l WHERE l.receipt = claims.receipt
          AND l.posted_at IS NOT NULL AND l.kind <> 'charge')
  -- Few have no receipt, so these may be slow.
  OR claims.receipt IS NULL AND EXISTS (
    SELECT FROM mpesa_lines l WHERE l.original_receipt = claims.original_receipt
      AND l.posted_at IS NOT NULL AND l.kind = 'reversal')
  OR claims.receipt IS NULL AND EXISTS (
    SELECT FROM mpesa_lines l WHERE l.reference = claims.account_reference
      AND l.posted_at IS NOT NULL AND l.kind = 'collection') AS is_met
FROM claims ORDER BY claims.id
"""
_BETWEEN = text(
    f"""
WITH wanted AS (
  SELECT DISTINCT e.transaction_id AS id
  FROM accounts c JOIN entries e ON c.id IN (e.debit_account_id, e.credit_account_id)
  JOIN transactions t ON t.id = e.transaction_id
  WHERE c.code IN ('mpesa_clearing_in:main', 'mpesa_clearing_out:main')
    AND t.created_at >= :since AND t.created_at < :until
), claims AS ({_CLAIMS}) {_WITH_LINES}"""  # noqa: S608  # constants of this module
)
_ABOUT = text(
    f"""
WITH wanted AS (
  SELECT id FROM transactions WHERE mpesa_reference = ANY(:receipts)
  UNION SELECT t.id FROM deposits d
    JOIN transactions t ON t.idempotency_key = 'deposit:' || d.id || '\\:credit'
    WHERE d.mpesa_reference = ANY(:receipts) OR d.account_reference = ANY(:references)
  UNION SELECT t.id FROM refunds r JOIN transactions t
    ON t.idempotency_key IN ('refund:' || r.id || '\\:done', 'refund:' || r.id || '\\:late')
    WHERE r.original_receipt = ANY(:originals)
  UNION SELECT t.id FROM staff_proposals p
    JOIN transactions t ON t.idempotency_key = 'capital:' || p.id || '\\:out'
    WHERE p.receipt = ANY(:receipts) AND p.action = 'capital_out'
), claims AS ({_CLAIMS}) {_WITH_LINES}"""  # noqa: S608  # constants of this module
)
_TOTALS = text("SELECT kind, sum(derived) FROM derived_balances GROUP BY kind")
_HAS_HISTORY = text(
    """
SELECT EXISTS (
  SELECT FROM accounts c JOIN entries e ON c.id IN (e.debit_account_id, e.credit_account_id)
  JOIN transactions t ON t.id = e.transaction_id
  WHERE c.code IN ('mpesa_clearing_in:main', 'mpesa_clearing_out:main') AND t.created_at < :before)
"""
)


def between(session: Session, *, since: datetime, until: datetime) -> list[Claim]:
    """Return what we booked as M-Pesa's doing between two moments."""
    return [_claim(row) for row in session.execute(_BETWEEN, {"since": since, "until": until})]


def about(session: Session, *, rows: Sequence[ProviderRow]) -> list[Claim]:
    """Return what could answer these rows."""
    wanted = {
        "receipts": [row.receipt for row in rows],
        "references": [row.reference for row in rows if row.reference],
        "originals": [row.original_receipt for row in rows if row.original_receipt],
    }
    return [_claim(row) for row in session.execute(_ABOUT, wanted)]


def has_history(session: Session, *, before: datetime) -> bool:
    """Return whether anything moved between M-Pesa and us before a moment."""
    return bool(session.execute(_HAS_HISTORY, {"before": before}).scalar_one())


def totals(session: Session) -> dict[str, Decimal]:
    """Return the sum of all accounts of each kind (KES), from the entries themselves."""
    return {row[0]: Decimal(row[1]) for row in session.execute(_TOTALS)}


def _claim(row: Any) -> Claim:
    return Claim(
        transaction_id=row.id,
        key=row.idempotency_key,
        receipt=row.receipt,
        amount=Decimal(row.amount),
        created_at=row.created_at,
        original_receipt=row.original_receipt,
        reference=row.account_reference,
        is_met=row.is_met,
    )
