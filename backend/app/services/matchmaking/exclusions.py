"""Which players must not meet, and which have met recently."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.settings import get_settings

_DAY = timedelta(days=1)
_DEVICE_DAYS = timedelta(days=30)  # a phone that was sold is another player's phone

# One row for each pair that is one person, as far as we can see, both ways round.
_SAME_PERSON = """
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
# The same for who blocked whom and who met whom; `meetings` is 0 for who never meets.
_KNOWN = """
    SELECT blocker_id, blocked_id, 0, NULL
    FROM blocks WHERE blocker_id = ANY(:user_ids) AND blocked_id = ANY(:user_ids)
    UNION ALL
    SELECT player1_id, player2_id, count(*), max(created_at)
    FROM matches
    WHERE player1_id = ANY(:user_ids) AND player2_id = ANY(:user_ids) AND created_at > :since
    GROUP BY 1, 2
"""
_TWINS = text(_SAME_PERSON)
_PAIRS = text(" UNION ALL ".join((_SAME_PERSON, _KNOWN)))


@dataclass(frozen=True)
class Exclusions:
    """By user id: whom they must not meet, and whom they have met in the last day."""

    apart: dict[int, frozenset[int]]
    met: dict[int, frozenset[int]]


def find_exclusions(
    session: Session, *, user_ids: Collection[int], now: datetime, by_agreement: bool = False
) -> Exclusions:
    """Return who of `user_ids` must not meet whom: blocked, same device or same payout number.

    The queue keeps apart who met a short while ago, too, or too often today. With `by_agreement`
    two may meet again as often as they like.
    """
    settings = get_settings().matchmaking
    again = now - timedelta(seconds=settings.rematch_seconds)
    apart: defaultdict[int, set[int]] = defaultdict(set)
    met: defaultdict[int, set[int]] = defaultdict(set)
    meetings: defaultdict[tuple[int, int], int] = defaultdict(int)
    found = session.execute(
        _PAIRS,
        {"user_ids": list(user_ids), "since": now - _DAY, "devices_since": now - _DEVICE_DAYS},
    )
    for row in found:
        one, other = row.one, row.other
        if row.meetings:
            met[one].add(other)
            met[other].add(one)
            pair = (min(one, other), max(one, other))
            meetings[pair] += row.meetings
            may_meet = row.last <= again and meetings[pair] < settings.meetings_a_day
            if by_agreement or may_meet:
                continue
        apart[one].add(other)
        apart[other].add(one)
    return Exclusions(
        apart={user_id: frozenset(others) for user_id, others in apart.items()},
        met={user_id: frozenset(others) for user_id, others in met.items()},
    )


def find_twins(
    session: Session, *, user_ids: Collection[int], now: datetime
) -> dict[int, frozenset[int]]:
    """Return by user id who of the others is the same person: one device, or one payout number."""
    twins: defaultdict[int, set[int]] = defaultdict(set)
    found = session.execute(
        _TWINS, {"user_ids": list(user_ids), "devices_since": now - _DEVICE_DAYS}
    )
    for row in found:
        twins[row.one].add(row.other)
        twins[row.other].add(row.one)
    return {user_id: frozenset(others) for user_id, others in twins.items()}


def may_not_meet(session: Session, *, one: int, other: int, now: datetime) -> bool:
    """Say whether two people may not even play each other by agreement."""
    excluded = find_exclusions(session, user_ids=(one, other), now=now, by_agreement=True)
    return other in excluded.apart.get(one, frozenset())
