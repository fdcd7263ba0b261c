"""Which players must not meet, and which have met recently."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.services.platform import twins

_DAY = timedelta(days=1)

# As `twins.SAME_PERSON`, for who blocked whom and who met whom; `meetings` is 0 where they never
# meet.
_KNOWN = """
    SELECT blocker_id, blocked_id, 0, NULL
    FROM blocks WHERE blocker_id = ANY(:user_ids) AND blocked_id = ANY(:user_ids)
    UNION ALL
    SELECT player1_id, player2_id, count(*), max(created_at)
    FROM matches
    WHERE player1_id = ANY(:user_ids) AND player2_id = ANY(:user_ids) AND created_at > :since
    GROUP BY 1, 2
"""
_PAIRS = text(" UNION ALL ".join((twins.SAME_PERSON, _KNOWN)))


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
        {"user_ids": list(user_ids), "since": now - _DAY, "devices_since": now - twins.DEVICE_DAYS},
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


def may_not_meet(session: Session, *, one: int, other: int, now: datetime) -> bool:
    """Say whether two people may not even play each other by agreement."""
    excluded = find_exclusions(session, user_ids=(one, other), now=now, by_agreement=True)
    return other in excluded.apart.get(one, frozenset())
