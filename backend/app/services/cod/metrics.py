"""Metrics of lookups at Activision: waiting, found, and how long they take."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_LATELY = 2_000  # matches

_WAITING = text("""
SELECT count(*) AS waiting, greatest(0,
  coalesce(extract(epoch FROM CAST(:now AS timestamptz) - min(next_poll_at)), 0)) AS late
FROM verification_jobs WHERE state = 'waiting'
""")

_FOUND = text("""
WITH last AS (SELECT coalesce(max(id), 0) - :lately AS id FROM matches),
looked AS (
  SELECT j.started_at, min(e.created_at) FILTER (WHERE e.outcome <> 'unknown') AS found_at,
    coalesce(bool_or(e.grade = 'HIGH'), false) AS is_sure
  FROM verification_jobs j
    LEFT JOIN match_evidence e ON e.match_id = j.match_id AND e.replay = j.replay
  WHERE j.match_id > (SELECT id FROM last)
  GROUP BY j.match_id, j.replay, j.started_at
)
SELECT count(*) AS looked, count(found_at) AS found, count(*) FILTER (WHERE is_sure) AS sure,
  percentile_cont(0.5) WITHIN GROUP (
    ORDER BY extract(epoch FROM found_at - started_at)) AS half_after,
  (SELECT count(*) FROM matches WHERE id > (SELECT id FROM last)) AS matches,
  (SELECT count(*) FROM disputes WHERE match_id > (SELECT id FROM last)) AS disputes
FROM looked
""")


@dataclass(frozen=True)
class Figures:
    """Of the last 2,000 matches: games looked for, found at all, found for sure, and disputes.

    `late` is how many seconds the oldest due lookup has waited, `half_after` within how many
    seconds half of those found were found (cod-api.md §6); None while nothing was.
    """

    waiting: int
    late: float
    looked: int
    found: int
    sure: int
    half_after: float | None
    matches: int
    disputes: int


def take(session: Session, *, now: datetime) -> Figures:
    """Count as of now."""
    waiting = session.execute(_WAITING, {"now": now}).one()
    found = session.execute(_FOUND, {"lately": _LATELY}).one()
    return Figures(
        waiting=waiting.waiting,
        late=float(waiting.late),
        looked=found.looked,
        found=found.found,
        sure=found.sure,
        half_after=None if found.half_after is None else float(found.half_after),
        matches=found.matches,
        disputes=found.disputes,
    )
