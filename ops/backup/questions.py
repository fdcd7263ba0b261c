"""What is asked of a restored database: whether the ledger is whole, and where it ends.

`backend/tests/invariants.py` asks more, and for a database of today's version only; these hold
for every version, so an old backup can be questioned, too.
"""

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

# Each returns one sentence for each violation.
_VIOLATIONS = """
SELECT format('all accounts together hold %s, not 0', sum(derived))
  FROM derived_balances HAVING sum(derived) <> 0
UNION ALL
SELECT format('%s holds %s, but its entries add up to %s', code, cached, derived)
  FROM derived_balances WHERE tracked AND cached IS DISTINCT FROM derived
UNION ALL
SELECT format('%s fell below its floor: %s', code, balance) FROM accounts WHERE balance < floor
UNION ALL
SELECT format('transaction %s has no entries', t.id)
  FROM transactions t WHERE NOT EXISTS (SELECT FROM entries e WHERE e.transaction_id = t.id)
UNION ALL
SELECT format('entry %s lacks its transaction', e.id)
  FROM entries e WHERE NOT EXISTS (SELECT FROM transactions t WHERE t.id = e.transaction_id)
UNION ALL
SELECT format('trigger %s of %s is switched off', tgname, tgrelid::regclass)
  FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal
UNION ALL
SELECT format('transaction %s carries id %s, which is still to come', id, xact)
  FROM transactions WHERE xact >= pg_current_xact_id()
"""


@dataclass(frozen=True)
class Answers:
    """What a restored database says; times in ISO 8601, None where there are none."""

    transactions: int
    last_transaction_at: str | None
    triggers: int
    violations: list[str]


def ask(connection: Connection, *, until: datetime | None) -> Answers:
    """Question a restored database; `until` is the second that it was restored to."""
    with connection.cursor() as cursor:
        cursor.execute(_VIOLATIONS)
        violations = [sentence for (sentence,) in cursor.fetchall()]
        cursor.execute("SELECT count(*), max(created_at) FROM transactions")
        transactions, last = cursor.fetchone() or (0, None)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        (triggers,) = cursor.fetchone() or (0,)
    if until and last and last > until:
        violations.append(f"a transaction of {last} is there, which is after {until}")
    return Answers(transactions, last.isoformat() if last else None, triggers, violations)
