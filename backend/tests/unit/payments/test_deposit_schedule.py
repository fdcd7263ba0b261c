"""When a waiting deposit is looked at again, and what for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.deposits.schedule import Chore, Clocks, chore_of, next_query
from app.domain.states import DepositState

CLOCKS = Clocks(prompt=120, query_every=10, give_up=86_400)
BORN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "age", "can_query", "awaits_proof", "chore"),
    [
        (DepositState.CREATED, MINUTE, False, False, Chore.SEND),
        (DepositState.CREATED, 3 * MINUTE, False, False, Chore.GIVE_UP_SENDING),
        (DepositState.SENDING, MINUTE, False, False, Chore.CALL_LOST),
        (DepositState.PROMPTED, MINUTE, True, False, Chore.QUERY),
        (DepositState.PROMPTED, DAY, True, False, Chore.EXPIRE),
        (DepositState.PROMPTED, DAY, True, True, Chore.HAND_OVER),
        (DepositState.UNKNOWN, MINUTE, False, False, Chore.WAIT),
        (DepositState.UNKNOWN, MINUTE, True, False, Chore.QUERY),
        (DepositState.UNKNOWN, DAY, False, False, Chore.EXPIRE),
        (DepositState.REVIEW, MINUTE, True, True, Chore.QUERY),
        (DepositState.REVIEW, MINUTE, False, True, Chore.REMIND),
        (DepositState.REVIEW, DAY, True, True, Chore.REMIND),
        (DepositState.REVIEW, DAY, True, False, Chore.REMIND),
    ],
)
def test_the_chores(
    state: DepositState, age: timedelta, can_query: bool, awaits_proof: bool, chore: Chore
) -> None:
    found = chore_of(state, age=age, can_query=can_query, awaits_proof=awaits_proof, clocks=CLOCKS)

    assert found is chore


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
def test_we_ask_often_at_first_and_seldom_later(age_seconds: int, pause_seconds: int) -> None:
    now = BORN + timedelta(seconds=age_seconds)

    assert next_query(now, created_at=BORN, clocks=CLOCKS) == now + timedelta(seconds=pause_seconds)


@given(st.integers(min_value=0, max_value=200_000))
def test_the_next_look_is_always_in_the_future(age_seconds: int) -> None:
    now = BORN + timedelta(seconds=age_seconds)

    assert next_query(now, created_at=BORN, clocks=CLOCKS) > now
