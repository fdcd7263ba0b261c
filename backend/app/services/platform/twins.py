"""Which accounts are one person's, as far as we can see: one device, or one payout number."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode

DEVICE_DAYS = timedelta(days=30)  # a phone that was sold is another player's phone

# One row for each pair that is one person, as far as we can see, both ways round.
SAME_PERSON = """
    SELECT a.user_id AS one, b.user_id AS other, 0 AS meetings, NULL::timestamptz AS last
    FROM login_sessions a JOIN login_sessions b
      ON b.device_sha256 = a.device_sha256 AND b.user_id > a.user_id
    WHERE a.user_id = ANY(:user_ids) AND b.user_id = ANY(:user_ids) AND a.device_sha256 IS NOT NULL
      AND a.last_used_at > :devices_since AND b.last_used_at > :devices_since
    UNION ALL
    SELECT a.user_id, u.id, 0, NULL
    FROM withdrawals a
      JOIN users u ON u.phone = a.phone AND u.is_verified AND u.id <> a.user_id
    WHERE a.user_id = ANY(:user_ids) AND u.id = ANY(:user_ids) AND a.state <> 'released'
    UNION ALL
    SELECT a.user_id, b.user_id, 0, NULL
    FROM withdrawals a JOIN withdrawals b ON b.phone = a.phone AND b.user_id > a.user_id
    WHERE a.user_id = ANY(:user_ids) AND b.user_id = ANY(:user_ids)
      AND a.state <> 'released' AND b.state <> 'released'
"""
_TWINS = text(SAME_PERSON)


def find_twins(
    session: Session, *, user_ids: Collection[int], now: datetime
) -> dict[int, frozenset[int]]:
    """Return by user id who of the others is the same person: one device, or one payout number."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    pairs = session.execute(
        _TWINS, {"user_ids": list(user_ids), "devices_since": now - DEVICE_DAYS}
    )
    for row in pairs:
        found[row.one].add(row.other)
        found[row.other].add(row.one)
    return {user_id: frozenset(others) for user_id, others in found.items()}


def require_stranger(session: Session, *, user_id: int, staff_id: int, now: datetime) -> None:
    """Raise NotAllowed for staff who are this player, or share a device or a number with them."""
    related = find_twins(session, user_ids=(user_id, staff_id), now=now)
    if user_id == staff_id or related:
        raise NotAllowed(
            ProblemCode.NOT_ALLOWED,
            "This is about yourself, or about somebody with whom you share a device or a number:"
            " others of staff decide about it.",
        )
