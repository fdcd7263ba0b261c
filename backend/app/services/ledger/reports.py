"""Read the ledger for staff: the postings of a payment, and taxes by day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class PostedLeg:
    """One amount (KES) from the account `debit` to the account `credit`."""

    debit: str
    credit: str
    amount: Decimal


@dataclass(frozen=True)
class Posting:
    """One transaction of the ledger, by whom (`actor`) and with which receipt."""

    key: str
    type: str
    receipt: str | None
    actor: str
    at: datetime
    legs: list[PostedLeg]


@dataclass(frozen=True)
class TaxDay:
    """What one tax account took in and gave back (KES) on one day in Nairobi."""

    day: date
    account: str
    collected: Decimal
    returned: Decimal


_POSTINGS = text(
    """
    SELECT t.id, t.idempotency_key, t.type, t.mpesa_reference, t.actor, t.created_at,
           d.code AS debit, c.code AS credit, e.amount
    FROM transactions t
    JOIN entries e ON e.transaction_id = t.id
    JOIN accounts d ON d.id = e.debit_account_id
    JOIN accounts c ON c.id = e.credit_account_id
    WHERE t.idempotency_key = ANY (:keys)
    ORDER BY t.id, e.seq
    """
)

# Two index scans, one for each side of an account: an OR would read all entries.
_TAX_DAYS = text(
    """
    WITH taxes AS (
      SELECT id, kind FROM accounts WHERE kind IN ('tax_excise', 'tax_withholding')
    ), moved AS (
      SELECT a.kind, e.transaction_id, e.amount AS collected, 0::numeric AS returned
      FROM taxes a JOIN entries e ON e.credit_account_id = a.id
      UNION ALL
      SELECT a.kind, e.transaction_id, 0, e.amount
      FROM taxes a JOIN entries e ON e.debit_account_id = a.id
    )
    SELECT (t.created_at AT TIME ZONE 'Africa/Nairobi')::date AS day, m.kind AS account,
           sum(m.collected) AS collected, sum(m.returned) AS returned
    FROM moved m JOIN transactions t ON t.id = m.transaction_id
    WHERE t.created_at < :until
    GROUP BY 1, 2 ORDER BY 1, 2
    """
)


def postings(session: Session, *, keys: list[str]) -> list[Posting]:
    """Return the movements that were posted under `keys`, in the order in which they were."""
    found: dict[int, Posting] = {}
    for row in session.execute(_POSTINGS, {"keys": keys}):
        posting = found.setdefault(
            row.id,
            Posting(
                key=row.idempotency_key,
                type=row.type,
                receipt=row.mpesa_reference,
                actor=row.actor,
                at=row.created_at,
                legs=[],
            ),
        )
        posting.legs.append(PostedLeg(row.debit, row.credit, row.amount))
    return list(found.values())


def tax_days(session: Session, *, until: datetime) -> list[TaxDay]:
    """Return what the tax accounts took in and gave back on each day before `until`."""
    return [
        TaxDay(row.day, row.account, row.collected, row.returned)
        for row in session.execute(_TAX_DAYS, {"until": until})
    ]


def drifted_accounts(session: Session) -> list[str]:
    """Return the codes of accounts whose cached balance is not the sum of their entries."""
    found = session.execute(
        text("SELECT code FROM derived_balances WHERE tracked AND cached <> derived ORDER BY code")
    )
    return [row[0] for row in found]
