"""When a room is open, and how much may be written in it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import Conflict, TooSoon
from app.domain.matches.states import MatchStatus
from app.domain.rooms.rules import (
    MESSAGES_A_MATCH,
    MESSAGES_A_MINUTE,
    ClosedReason,
    closed_by,
    refuse_flood,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_a_room_is_open_until_the_match_ends_or_is_disputed() -> None:
    assert {status: closed_by(status) for status in MatchStatus} == {
        MatchStatus.PENDING: None,
        MatchStatus.ACTIVE: None,
        MatchStatus.DISPUTED: ClosedReason.DISPUTED,
        MatchStatus.COMPLETED: ClosedReason.ENDED,
        MatchStatus.CANCELLED: ClosedReason.ENDED,
    }


def test_after_ten_messages_a_minute_the_eleventh_waits_for_the_first_to_be_old() -> None:
    lately = [NOW - timedelta(seconds=second) for second in range(50, 50 - MESSAGES_A_MINUTE, -1)]
    refuse_flood(written=9, lately=lately[1:], now=NOW)
    with pytest.raises(TooSoon) as refused:
        refuse_flood(written=10, lately=lately[::-1], now=NOW)
    assert refused.value.facts["retry_after"] == 10


def test_a_match_has_a_hundred_messages_a_side() -> None:
    refuse_flood(written=MESSAGES_A_MATCH - 1, lately=[], now=NOW)
    with pytest.raises(Conflict):
        refuse_flood(written=MESSAGES_A_MATCH, lately=[], now=NOW)
