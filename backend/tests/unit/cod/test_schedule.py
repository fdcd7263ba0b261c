"""When a match is looked up at Activision, and which match first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cod.schedule import OFFSETS, Priority, poll_at, priority_of

START = datetime(2026, 1, 10, 18, 0, tzinfo=UTC)


@given(st.integers(0, 7), st.floats(-5, 5), st.floats(0.001, 2))
def test_a_lookup_is_at_its_offset_give_or_take_fifteen_percent(
    attempt: int, luck: float, scale: float
) -> None:
    at = poll_at(START, attempt=attempt, scale=scale, luck=luck)
    assert at is not None
    waited = (at - START) / (OFFSETS[attempt] * scale)
    assert 0.849 <= waited <= 1.151


def test_after_an_hour_we_stop() -> None:
    assert poll_at(START, attempt=7, scale=1) == START + timedelta(hours=1)
    assert poll_at(START, attempt=8, scale=1) is None


@pytest.mark.parametrize(
    ("status", "outcomes", "stake", "rank"),
    [
        ("disputed", [], 100, Priority.DISPUTED),
        ("active", ["won", "won"], 100, Priority.CONTRADICTING),
        ("active", ["lost", "lost"], 100, Priority.CONTRADICTING),
        ("active", ["won"], 5000, Priority.HIGH_STAKE),
        ("active", ["won"], 100, Priority.ONE_SIDED),
        ("active", [], 100, Priority.REST),
        ("active", ["won", "lost"], 100, Priority.ONE_SIDED),
    ],
)
def test_lookups_that_decide_a_payment_come_first(
    status: str, outcomes: list[str], stake: int, rank: Priority
) -> None:
    found = priority_of(status, outcomes, stake=Decimal(stake), high_stake=Decimal(1000))
    assert found is rank
