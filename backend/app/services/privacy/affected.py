"""Whom a breach of personal data has reached: of a copied database, or of one account of staff.

What staff reads about a person is in the audit (`user.read`, `user.find`, `payment.read`), and so
is what they change; each entry names its subject, which leads to the people that it is about. Who
must be told, and by when: docs/operations/breach.md (Kenya's Data Protection Act 2019, section 43).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

# The subjects of audit entries that are about people, and whom each is about.
_BY_STAFF = text(
    r"""
WITH seen AS (
  SELECT split_part(subject, ':', 1) AS kind,
         substring(subject FROM '^[a-z]+\:([1-9][0-9]{0,17})$')\:\:bigint AS number
  FROM audit_entries
  WHERE admin_id = (SELECT id FROM users WHERE lower(username) = lower(:staff))
    AND created_at BETWEEN :since AND :until
)
SELECT u.id, u.username, u.phone, u.email, u.language, count(*) AS times
FROM seen e CROSS JOIN LATERAL (
    SELECT e.number AS user_id WHERE e.kind = 'user'
    UNION ALL SELECT d.user_id FROM deposits d WHERE e.kind = 'deposit' AND d.id = e.number
    UNION ALL SELECT w.user_id FROM withdrawals w WHERE e.kind = 'withdrawal' AND w.id = e.number
    UNION ALL SELECT p.user_id FROM paybill_payments p WHERE e.kind = 'paybill' AND p.id = e.number
    UNION ALL SELECT r.user_id FROM refunds r WHERE e.kind = 'refund' AND r.id = e.number
    UNION ALL SELECT m.player1_id FROM matches m WHERE e.kind = 'match' AND m.id = e.number
    UNION ALL SELECT m.player2_id FROM matches m WHERE e.kind = 'match' AND m.id = e.number
  ) about
  JOIN users u ON u.id = about.user_id
GROUP BY u.id ORDER BY u.id
"""
)
_EVERYBODY = text(
    """
SELECT id, username, phone, email, language, 1 AS times
FROM users WHERE created_at <= :until AND NOT is_simulated ORDER BY id
"""
)


@dataclass(frozen=True)
class Affected:
    """Somebody to be told, how to reach them, and how often their data was seen."""

    user_id: int
    username: str
    phone: str
    email: str | None
    language: str
    times: int


def by_staff(session: Session, *, staff: str, since: datetime, until: datetime) -> list[Affected]:
    """Return those whom this account of staff read or changed, by id."""
    rows = session.execute(_BY_STAFF, {"staff": staff, "since": since, "until": until})
    return [Affected(*row) for row in rows]


def by_copy(session: Session, *, until: datetime) -> list[Affected]:
    """Return those whose data stood in a copy of the database that was made at `until`, by id."""
    return [Affected(*row) for row in session.execute(_EVERYBODY, {"until": until})]
