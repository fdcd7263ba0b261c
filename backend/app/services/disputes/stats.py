"""How long disputes take and how often a ruling is overturned, month by month, for everybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

MONTHS = 12

# By the month in Nairobi in which a referee ruled. A dispute that was reopened counts once, with
# its last ruling; an appeal counts with the ruling it was about, so a month may still change.
# A contest was opened before anybody ruled: it counts as a dispute and as no appeal.
_MONTHLY = text("""
SELECT to_char(closed_at AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM') AS month,
  count(*) AS ruled,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - d.opened_at)) AS half,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - d.opened_at)) AS most,
  count(*) FILTER (WHERE closed_at > d.rule_by) AS late,
  count(a.match_id) FILTER (WHERE a.opened_at >= closed_at) AS appealed,
  count(*) FILTER (WHERE a.opened_at >= closed_at AND a.decision = 'overturned') AS overturned
FROM disputes d LEFT JOIN appeals a USING (match_id)
WHERE closed_at >= (date_trunc('month', CAST(:now AS timestamptz) AT TIME ZONE 'Africa/Nairobi')
                    - make_interval(months => :months - 1)) AT TIME ZONE 'Africa/Nairobi'
GROUP BY month ORDER BY month DESC
""")


@dataclass(frozen=True)
class Month:
    """One month's rulings: half came within `median_seconds`, nine of ten within `p90_seconds`.

    Counted from the opening of the dispute, with the time for proof in it; `late` of them came
    after both players were notified. `overturn_rate` is overturned of ruled (0..1).
    """

    month: str
    ruled: int
    median_seconds: int
    p90_seconds: int
    late: int
    appealed: int
    overturned: int
    overturn_rate: float


def monthly(session: Session, *, now: datetime) -> list[Month]:
    """Return the months in which somebody ruled, of the last twelve, the present one first."""
    rows = session.execute(_MONTHLY, {"now": now, "months": MONTHS})
    return [
        Month(
            month=row.month,
            ruled=row.ruled,
            median_seconds=round(row.half),
            p90_seconds=round(row.most),
            late=row.late,
            appealed=row.appealed,
            overturned=row.overturned,
            overturn_rate=round(row.overturned / row.ruled, 4),
        )
        for row in rows
    ]
