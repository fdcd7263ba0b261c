"""Points for what looks dishonest: each with its reason, none for honest play."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conduct.risk_signals import (
    PLAIN,
    Consequence,
    RiskFacts,
    Signal,
    consequence,
    flags_of,
    in_turns,
    score_of,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FREE = Consequence(None, frozen=False)
HONEST = RiskFacts(
    matches=30,
    won=16,
    partner="otieno",
    partner_matches=5,
    partner_matches_today=1,
    partner_won=2,
    partner_in_turns=5,
    stake_won=Decimal(290),
    stake_lost=Decimal(100),
    silent_losses=13,
    numbers=3,
    accusers=2,
    fast=1,
    deposited=Decimal(5_000),
    wagered=Decimal(4_000),
    withdrawn=Decimal(3_000),
    disputes=5,
    disputes_lost=1,
)


def test_an_honest_player_raises_no_signal() -> None:
    assert flags_of(HONEST) == []
    assert flags_of(RiskFacts()) == []


@pytest.mark.parametrize(
    ("change", "signal", "points"),
    [
        ({"partner_matches_today": 3}, Signal.SAME_PAIR, 20),
        ({"partner_matches": 16, "partner_won": 8}, Signal.SAME_PAIR, 20),
        ({"partner_matches": 20, "partner_drawn": 2, "drawn": 8}, Signal.SAME_PAIR, 20),
        ({"partner_drawn": 3}, Signal.DRAWS_TOGETHER, 30),
        ({"partner_won": 0}, Signal.ONE_WAY_FLOW, 25),
        ({"partner_won": 5}, Signal.ONE_WAY_FLOW, 25),
        ({"fast": 2}, Signal.FAST_CONFIRMATIONS, 30),
        ({"dumped": Decimal(1_000), "dumped_by": "kip"}, Signal.CHIP_DUMPING, 40),
        ({"wagered": Decimal(999)}, Signal.LITTLE_PLAY, 25),
        ({"number_sharers": 1}, Signal.SHARED_NUMBER, 60),
        ({"strikes": 2}, Signal.STRIKES, 40),
        ({"disputes_lost": 2}, Signal.LOST_DISPUTES, 20),
        ({"won": 26}, Signal.WINS_TOO_MUCH, 20),
        ({"partner_in_turns": 6}, Signal.ALTERNATING_WINS, 15),
        ({"contradicted": 1}, Signal.DATA_CONTRADICT, 40),
        ({"numbers": 4}, Signal.MANY_NUMBERS, 30),
        ({"stake_won": Decimal(300)}, Signal.WINS_WHEN_IT_PAYS, 25),
        ({"silent_losses": 14}, Signal.SILENT_LOSSES, 10),
        ({"accusers": 3}, Signal.ACCUSED, 15),
        ({"reused_pictures": 1}, Signal.REUSED_PICTURES, 60),
        ({"look_alike_names": 1}, Signal.LOOK_ALIKE_NAMES, 60),
        ({"mistimed_pictures": 1}, Signal.MISTIMED_PICTURES, 20),
        ({"closed": 1}, Signal.PRIVACY_CLOSED, 20),
    ],
)
def test_each_signal_has_its_points_and_its_numbers(
    change: dict[str, object], signal: Signal, points: int
) -> None:
    (flag,) = flags_of(replace(HONEST, **change))  # type: ignore[arg-type]
    assert (flag.signal, flag.points) == (signal, points)
    assert any(letter.isdigit() for letter in flag.explanation)


def test_every_signal_has_a_sentence_for_the_player_who_waits() -> None:
    assert set(PLAIN) == set(Signal)


def test_turns_count_in_a_row_and_at_one_stake() -> None:
    hundred, fifty = Decimal(100), Decimal(50)
    assert in_turns([]) == 0
    assert in_turns([(True, hundred)] * 3) == 1
    assert in_turns([(True, hundred), (False, hundred), (True, hundred), (True, hundred)]) == 3
    assert in_turns([(True, hundred), (False, fifty), (True, fifty)]) == 2


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
