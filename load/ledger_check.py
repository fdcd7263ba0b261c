"""What must be true of the ledger and the matches when all players have finished."""

from contextlib import closing
from decimal import Decimal
from typing import Any

import psycopg2

from tests import invariants
from tests.chaos.audit import Auditor

# A disputed match keeps nobody from playing, nor does one that a referee has played again.
IN_TWO_MATCHES = """
SELECT user_id, array_agg(id) FROM (
  SELECT side.user_id, m.id FROM matches m
    CROSS JOIN LATERAL (VALUES (m.player1_id), (m.player2_id)) side (user_id)
   WHERE m.status IN ('pending', 'active')
     AND NOT EXISTS (SELECT FROM disputes d WHERE d.match_id = m.id AND d.match_is_live)
) players GROUP BY user_id HAVING count(*) > 1
"""
# All of the past until a match ended or was disputed, not only the moments of a query. A second is
# granted, since a match carries the time at which the request began that made it.
_OVERLAPS = """
WITH played AS (
  SELECT m.*, least(m.completed_at, d.opened_at) AS left_at
  FROM matches m LEFT JOIN disputes d ON d.match_id = m.id),
players AS (
  SELECT player1_id AS user_id, id, created_at, left_at FROM played
  UNION ALL
  SELECT player2_id, id, created_at, left_at FROM played)
SELECT a.user_id, a.id, b.id FROM players a JOIN players b ON a.user_id = b.user_id AND a.id < b.id
WHERE b.created_at + interval '1 second' < coalesce(a.left_at, 'infinity')
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

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Return the rows of a query."""
        return self._auditor.rows(sql, *values)

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
