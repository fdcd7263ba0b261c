"""When the sweep checks a waiting deposit again, and its next action."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.deposits.schedule import (
    DepositSchedule,
    SweepAction,
    next_action,
    next_query,
)
from app.domain.payments.states import DepositState

SCHEDULE = DepositSchedule(exclusion=120, query_every=10, give_up=86_400)
BORN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "age", "can_query", "awaits_proof", "action"),
    [
        (DepositState.CREATED, MINUTE, False, False, SweepAction.SEND),
        (DepositState.CREATED, 3 * MINUTE, False, False, SweepAction.GIVE_UP_SENDING),
        (DepositState.SENDING, MINUTE, False, False, SweepAction.CALL_LOST),
        (DepositState.PROMPTED, MINUTE, True, False, SweepAction.QUERY),
        (DepositState.PROMPTED, DAY, True, False, SweepAction.EXPIRE),
        (DepositState.PROMPTED, DAY, True, True, SweepAction.HAND_OVER),
        (DepositState.UNKNOWN, MINUTE, False, False, SweepAction.WAIT),
        (DepositState.UNKNOWN, MINUTE, True, False, SweepAction.QUERY),
        (DepositState.UNKNOWN, DAY, False, False, SweepAction.EXPIRE),
        (DepositState.REVIEW, MINUTE, True, True, SweepAction.QUERY),
        (DepositState.REVIEW, MINUTE, False, True, SweepAction.REMIND),
        (DepositState.REVIEW, DAY, True, True, SweepAction.REMIND),
        (DepositState.REVIEW, DAY, True, False, SweepAction.REMIND),
    ],
)
def test_the_actions(
    state: DepositState, age: timedelta, can_query: bool, awaits_proof: bool, action: SweepAction
) -> None:
    found = next_action(
        state, age=age, can_query=can_query, awaits_proof=awaits_proof, schedule=SCHEDULE
    )

    assert found is action


@pytest.mark.parametrize(
    ("age_seconds", "pause_seconds"),
    [
        (0, 10),
        (89, 10),
        (90, 60),
        (299, 60),
        (300, 120),
        (1_000, 300),
        (4_000, 600),
        (20_000, 1_800),
    ],
)
def test_queries_are_frequent_at_first_and_rare_later(age_seconds: int, pause_seconds: int) -> None:
    now = BORN + timedelta(seconds=age_seconds)

    assert next_query(now, created_at=BORN, schedule=SCHEDULE) == now + timedelta(
        seconds=pause_seconds
    )


@given(st.integers(min_value=0, max_value=200_000))
def test_the_next_query_is_always_in_the_future(age_seconds: int) -> None:
    now = BORN + timedelta(seconds=age_seconds)

    assert next_query(now, created_at=BORN, schedule=SCHEDULE) > now
