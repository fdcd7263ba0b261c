"""What must be true of the ledger and the matches when all players have finished."""

from contextlib import closing
from decimal import Decimal
from typing import Any

import psycopg2

from tests import invariants
from tests.chaos.audit import Auditor

IN_TWO_MATCHES = """
SELECT user_id, array_agg(id) FROM (
  SELECT player1_id AS user_id, id FROM matches WHERE status IN ('pending', 'active', 'disputed')
  UNION ALL
  SELECT player2_id, id FROM matches WHERE status IN ('pending', 'active', 'disputed')
) players GROUP BY user_id HAVING count(*) > 1
"""
# All of the past, not only the moments of a query. A second is granted, since a match carries the
# time at which the request began that made it.
_OVERLAPS = """
WITH players AS (
  SELECT player1_id AS user_id, id, created_at, completed_at FROM matches
  UNION ALL
  SELECT player2_id, id, created_at, completed_at FROM matches)
SELECT a.user_id, a.id, b.id FROM players a JOIN players b ON a.user_id = b.user_id AND a.id < b.id
WHERE b.created_at + interval '1 second' < coalesce(a.completed_at, 'infinity')
"""
_PLATFORM = """
SELECT coalesce(sum(derived) FILTER (WHERE starts_with(code, 'platform_fee:')), 0),
       coalesce(sum(derived) FILTER (WHERE starts_with(code, 'tax_')), 0)
FROM derived_balances
"""
_UNFINISHED = """
SELECT (SELECT count(*) FROM matches WHERE status NOT IN ('completed', 'cancelled')),
       (SELECT count(*) FROM matchmaking_queue)
"""


class LedgerCheck:
    """Reads the database as the owner of its tables."""

    def __init__(self, *, database_url: str, sim_url: str) -> None:
        self._url = database_url
        self._auditor = Auditor(database_url=database_url, sim_url=sim_url)

    def rows(self, sql: str) -> list[Any]:
        """Return the rows of a query."""
        return self._auditor.rows(sql)

    def violations(self) -> list[str]:
        """Describe each cent and each stake that is not where it must be."""
        with closing(psycopg2.connect(self._url)) as connection:
            return invariants.violations(connection)

    def in_two_matches(self) -> list[str]:
        """Describe each player who has ever been in two live matches."""
        return [f"player {user_id}: matches {a} and {b}" for user_id, a, b in self.rows(_OVERLAPS)]

    def unfinished(self) -> list[str]:
        """Describe what has not come to an end."""
        ((live, waiting),) = self.rows(_UNFINISHED)
        return [f"{live} matches live, {waiting} tickets wait"] if live or waiting else []

    def paybill(self) -> list[str]:
        """Describe how M-Pesa's statement differs from our credits."""
        try:
            self._auditor.check()
        except AssertionError as error:
            return [f"the audit failed: {str(error)[:400]}"]
        return []

    def fees_and_taxes(self) -> tuple[Decimal, Decimal]:
        """Return what the platform has earned and what it owes the state, in KES."""
        ((fees, taxes),) = self.rows(_PLATFORM)
        return fees, taxes
