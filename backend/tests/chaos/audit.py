"""Checks after a crash: the ledger's invariants, and our credits against M-Pesa's statement."""

from contextlib import closing
from decimal import Decimal
from typing import Any

import httpx
import psycopg2

from tests import invariants

_IN_TWO_MATCHES = """
SELECT user_id FROM (
  SELECT player1_id AS user_id FROM matches WHERE status IN ('pending', 'active')
  UNION ALL
  SELECT player2_id FROM matches WHERE status IN ('pending', 'active')
) players GROUP BY user_id HAVING count(*) > 1
"""
_CREDITED = """
SELECT account_reference, amount, mpesa_reference FROM deposits WHERE state = 'credited'
UNION ALL SELECT reference, amount, receipt FROM paybill_payments WHERE state = 'capital'
"""


class Auditor:
    """Reads the database as the owner of its tables, and the paybill's statement."""

    def __init__(self, *, database_url: str, sim_url: str) -> None:
        self._database_url = database_url
        self._sim_url = sim_url

    def check(self) -> None:
        """Assert that no money was lost, created or paid twice."""
        with closing(psycopg2.connect(self._database_url)) as connection:
            invariants.check(connection)
        assert self.rows(_IN_TWO_MATCHES) == []
        self._check_paybill()

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Return the rows of a query."""
        with (
            closing(psycopg2.connect(self._database_url)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)
            return cursor.fetchall()

    def change(self, sql: str, *values: Any) -> None:
        """Execute a statement, for instance to move a deadline."""
        with (
            closing(psycopg2.connect(self._database_url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)

    def pushes(self) -> list[Any]:
        """Return all STK pushes that M-Pesa received, newest first."""
        return list(self._sims("/_sim/requests", path="stkpush/v1/processrequest", limit=1000))

    def _check_paybill(self) -> None:
        """Compare M-Pesa's receipts and balance (KES) with our credits."""
        org = self._sims("/_sim/org")
        credited = self.rows(_CREDITED)
        paid = sorted((one["reference"], Decimal(str(one["amount"]))) for one in org["receipts"])
        assert paid == sorted((reference, amount) for reference, amount, _ in credited)
        assert Decimal(str(org["balance"])) == sum(amount for _, amount, _ in credited)
        # A query proves the payment but names no receipt; where we have one it is M-Pesa's.
        known = {one["receipt"] for one in org["receipts"]}
        assert {receipt for _, _, receipt in credited if receipt} <= known

    def _sims(self, address: str, **query: Any) -> Any:
        answer = httpx.get(f"{self._sim_url}{address}", params=query, timeout=15, trust_env=False)
        return answer.raise_for_status().json()
