"""A player's statement: the movements of their wallet, newest first, with running balance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.domain.errors import NotFound
from app.domain.ledger.statement import TYPES_OF, Movement, MovementKind
from app.domain.problems import ProblemCode
from app.services.ledger import statement_query

_CHUNK = 500
_NEWEST = 2**62
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """Which movements to list; the days are Nairobi's, both included."""

    kind: MovementKind | None = None
    first_day: date | None = None
    last_day: date | None = None


# A row is one transaction of one wallet; its id is that of its last entry there. Balances are
# counted back from the present one, in the same statement, over all newer rows.
_SIDE = """
  (SELECT e.id, e.transaction_id, t.type, t.idempotency_key, t.match_id, t.mpesa_reference,
          t.actor, t.created_at
   FROM entries e JOIN transactions t ON t.id = e.transaction_id
   WHERE e.{side} = (SELECT id FROM wallet) AND e.id < :before
     AND (CAST(:types AS text[]) IS NULL OR t.type = ANY (:types))
     AND t.created_at >= :since AND t.created_at < :until
     AND NOT EXISTS (
       SELECT FROM entries later
       WHERE later.transaction_id = e.transaction_id AND later.id > e.id
         AND (SELECT id FROM wallet) IN (later.debit_account_id, later.credit_account_id))
   ORDER BY e.id DESC LIMIT :rows)
"""
_NEWER = """
  SELECT e.transaction_id FROM entries e
  WHERE e.{side} = (SELECT id FROM wallet) AND e.id >= (SELECT min(id) FROM page)
"""
_BOTH = ("debit_account_id", "credit_account_id")
_ROWS = text(
    f"""
    WITH wallet AS MATERIALIZED (
      SELECT id, balance FROM accounts WHERE user_id = :user_id AND kind = 'user_wallet'
    ), page AS MATERIALIZED (
      SELECT * FROM ({" UNION ALL ".join(_SIDE.format(side=side) for side in _BOTH)}) sides
      ORDER BY id DESC LIMIT :rows
    ), newer AS (
      SELECT own.id, own.amount
      FROM ({" UNION ".join(_NEWER.format(side=side) for side in _BOTH)}) touched
      CROSS JOIN LATERAL (
        SELECT max(e.id) AS id,
               sum(CASE WHEN e.credit_account_id = (SELECT id FROM wallet) THEN e.amount
                        ELSE -e.amount END) AS amount
        FROM entries e
        WHERE e.transaction_id = touched.transaction_id
          AND (SELECT id FROM wallet) IN (e.debit_account_id, e.credit_account_id)
      ) own
    ), counted AS (
      SELECT id, amount, (SELECT balance FROM wallet) + amount
                         - sum(amount) OVER (ORDER BY id DESC) AS balance_after
      FROM newer
    )
    SELECT page.*, counted.amount, counted.balance_after
    FROM page JOIN counted USING (id) ORDER BY id DESC
    """  # noqa: S608  # both sides are ours
)


def page(
    session: Session, *, user_id: int, which: Filter, before: int | None, rows: int
) -> list[Movement]:
    """Return up to `rows` movements older than row `before`, newest first."""
    terms = _terms(user_id, which, before, rows)
    found = session.execute(_ROWS, terms).all()
    return statement_query.build(session, user_id=user_id, rows=found)


def history(session: Session, *, user_id: int, which: Filter, most: int) -> Iterator[Movement]:
    """Yield all movements, newest first, up to `most`; read in chunks, never all in memory."""
    options = {"yield_per": _CHUNK}
    found = iter(
        session.execute(_ROWS, _terms(user_id, which, None, most), execution_options=options)
    )
    while chunk := list(islice(found, _CHUNK)):
        yield from statement_query.build(session, user_id=user_id, rows=chunk)


def get(session: Session, *, user_id: int, line_id: int) -> Movement:
    """Return one movement of the player's wallet; raises NotFound."""
    found = page(session, user_id=user_id, which=Filter(), before=min(line_id + 1, _NEWEST), rows=1)
    if not found or found[0].id != line_id:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such entry in your statement.")
    return found[0]


def _terms(user_id: int, which: Filter, before: int | None, rows: int) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "before": _NEWEST if before is None else before,
        "types": sorted(TYPES_OF[which.kind]) if which.kind else None,
        "since": _midnight(which.first_day) if which.first_day else "-infinity",
        "until": _midnight(which.last_day) + _DAY if which.last_day else "infinity",
        "rows": rows,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=NAIROBI)
