"""Points for what looks dishonest: each with its reason, none for honest play."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fraud import Consequence, Facts, Signal, consequence, flags_of, score_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FREE = Consequence(None, frozen=False)
HONEST = Facts(
    matches=30,
    won=16,
    partner="otieno",
    partner_matches=5,
    partner_matches_today=1,
    partner_won=2,
    fast=1,
    deposited=Decimal(5_000),
    wagered=Decimal(4_000),
    withdrawn=Decimal(3_000),
    disputes=5,
    disputes_lost=1,
)


def test_nothing_speaks_against_an_honest_player() -> None:
    assert flags_of(HONEST) == []
    assert flags_of(Facts()) == []


@pytest.mark.parametrize(
    ("change", "signal", "points"),
    [
        ({"partner_matches_today": 3}, Signal.SAME_PAIR, 20),
        ({"partner_matches": 16, "partner_won": 8}, Signal.SAME_PAIR, 20),
        ({"partner_won": 0}, Signal.ONE_WAY_FLOW, 25),
        ({"partner_won": 5}, Signal.ONE_WAY_FLOW, 25),
        ({"fast": 2}, Signal.FAST_CONFIRMATIONS, 30),
        ({"dumped": Decimal(1_000), "dumped_by": "kip"}, Signal.CHIP_DUMPING, 40),
        ({"wagered": Decimal(999)}, Signal.LITTLE_PLAY, 25),
        ({"number_sharers": 1}, Signal.SHARED_NUMBER, 60),
        ({"strikes": 2}, Signal.STRIKES, 40),
        ({"disputes_lost": 2}, Signal.LOST_DISPUTES, 20),
        ({"won": 26}, Signal.WINS_TOO_MUCH, 20),
        ({"closed": 1}, Signal.PRIVACY_CLOSED, 20),
    ],
)
def test_each_signal_has_its_points_and_its_numbers(
    change: dict[str, int], signal: Signal, points: int
) -> None:
    (flag,) = flags_of(replace(HONEST, **change))  # type: ignore[arg-type]
    assert (flag.signal, flag.points) == (signal, points)
    assert any(letter.isdigit() for letter in flag.explanation)


@given(st.lists(st.integers(1, 100)))
def test_points_add_up_to_a_hundred_at_most(points: list[int]) -> None:
    assert score_of(points) == min(sum(points), 100)


def test_forty_points_hold_for_a_day_and_seventy_wait_for_a_person() -> None:
    assert consequence(39, before=0, was=FREE, now=NOW) == FREE
    held = consequence(40, before=0, was=FREE, now=NOW)
    assert held == Consequence(NOW + timedelta(hours=24), frozen=False)
    later = NOW + timedelta(hours=30)
    assert consequence(40, before=40, was=held, now=later) == held, "the hold does not creep on"
    assert consequence(70, before=40, was=held, now=later).frozen


@given(st.integers(0, 100), st.integers(0, 100))
def test_time_and_fewer_points_never_end_a_freeze(score: int, before: int) -> None:
    frozen = Consequence(None, frozen=True)
    assert consequence(score, before=before, was=frozen, now=NOW).frozen
