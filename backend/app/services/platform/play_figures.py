"""Figures of play for monitoring: who waits, how pairs were, how matches end, disputes by age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

PERCENTILES = (50, 95)
SHARES = [one / 100 for one in PERCENTILES]
DISPUTE_AGES = ("under_1_day", "1_to_3_days", "over_3_days")

# Matches have no index by time, so the newest ones are looked at, by their ids.
_WAITING = text(
    """
WITH waiting AS (
  SELECT EXTRACT(EPOCH FROM :now - created_at) AS age, row_number() OVER (
           PARTITION BY title, mode, platform, wager_amount ORDER BY created_at) AS place
  FROM matchmaking_queue WHERE match_id IS NULL AND challenge_id IS NULL
)
SELECT count(*) AS players, coalesce(max(age), 0) AS oldest,
       coalesce(max(age) FILTER (WHERE place = 2), 0) AS pairable
FROM waiting
"""
)
_PAIRS = text(
    """
SELECT percentile_cont(CAST(:shares AS float8[])) WITHIN GROUP (
         ORDER BY greatest(player1_waited, player2_waited)) AS waits,
       percentile_cont(CAST(:shares AS float8[])) WITHIN GROUP (ORDER BY rating_gap) AS gaps
FROM (SELECT * FROM matches ORDER BY id DESC LIMIT 200) newest
WHERE origin = 'queue' AND created_at > CAST(:now AS timestamptz) - interval '1 hour'
"""
)
_ENDED = text(
    """
SELECT coalesce(reason, 'none') AS reason, count(*) AS matches
FROM (SELECT reason, completed_at FROM matches ORDER BY id DESC LIMIT 2000) newest
WHERE completed_at > CAST(:now AS timestamptz) - interval '1 hour' GROUP BY 1
"""
)
_OVERDUE = text(
    """
SELECT coalesce(max(EXTRACT(EPOCH FROM :now - due_at)), 0)
FROM (SELECT due_at, status FROM matches ORDER BY id DESC LIMIT 2000) newest
WHERE status IN ('pending', 'active') AND due_at < :now
"""
)
# From the second player's report to the payment, for those who agreed.
_SETTLED = text(
    """
SELECT percentile_cont(CAST(:shares AS float8[])) WITHIN GROUP (ORDER BY seconds)
FROM (
  SELECT EXTRACT(EPOCH FROM m.completed_at - max(r.created_at)) AS seconds
  FROM (SELECT id, completed_at, reason FROM matches ORDER BY id DESC LIMIT 200) m
  JOIN match_reports r ON r.match_id = m.id
  WHERE m.reason = 'agreed' AND m.completed_at > CAST(:now AS timestamptz) - interval '1 hour'
  GROUP BY m.id, m.completed_at
) settled
"""
)
_DISPUTES = text(
    """
SELECT CASE WHEN :now - opened_at < interval '1 day' THEN 'under_1_day'
            WHEN :now - opened_at < interval '3 days' THEN '1_to_3_days'
            ELSE 'over_3_days' END AS age,
       count(*) AS disputes, max(EXTRACT(EPOCH FROM :now - opened_at)) AS oldest
FROM disputes WHERE closed_at IS NULL GROUP BY 1
"""
)


@dataclass(frozen=True)
class PlayFigures:
    """Seconds, by percentile in the order of PERCENTILES; empty where nothing happened in the hour.

    `pairable` is the wait of the second player of a game and stake, the longest of all: two wait
    for the same, and neither was paired. `overdue` is by how much a match is past its deadline.
    """

    players: int
    oldest: float
    pairable: float
    waits: Sequence[float]
    gaps: Sequence[float]
    settle: Sequence[float]
    overdue: float
    ended: dict[str, int]
    disputes: dict[str, int]
    oldest_dispute: float


def take(session: Session, *, now: datetime) -> PlayFigures:
    """Read all figures of one moment."""
    terms: dict[str, Any] = {"now": now, "shares": SHARES}
    waiting = session.execute(_WAITING, terms).one()
    pairs = session.execute(_PAIRS, terms).one()
    disputes = session.execute(_DISPUTES, terms).all()
    return PlayFigures(
        players=waiting.players,
        oldest=float(waiting.oldest),
        pairable=float(waiting.pairable),
        waits=_known(pairs.waits),
        gaps=_known(pairs.gaps),
        settle=_known(session.execute(_SETTLED, terms).scalar_one()),
        overdue=float(session.execute(_OVERDUE, terms).scalar_one()),
        ended={row.reason: row.matches for row in session.execute(_ENDED, terms)},
        disputes=dict.fromkeys(DISPUTE_AGES, 0) | {row.age: row.disputes for row in disputes},
        oldest_dispute=max((float(row.oldest) for row in disputes), default=0.0),
    )


def _known(values: Sequence[float | None] | None) -> list[float]:
    return [float(value) for value in values or () if value is not None]
