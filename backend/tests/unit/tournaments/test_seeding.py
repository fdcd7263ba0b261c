"""Seeds: by strength, points, hand or lot; tournaments.md §1.1 case 9."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tournaments.seeding import (
    Entrant,
    bracket_order,
    by_hand,
    by_lot,
    by_points,
    by_rating,
    commitment_to,
    snake,
    verify_commitment,
)
from app.domain.tournaments.vocabulary import NotPossible

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECRET = bytes(range(32))


def entrant(player: int, minutes: int = 0, **known: float) -> Entrant:
    points = int(known.pop("points", 0))
    return Entrant(player, NOON + timedelta(minutes=minutes), points=points, **known)


def test_the_unknown_stand_below_whom_we_know() -> None:
    field = [
        entrant(1, rating=1500, deviation=200),
        entrant(2, rating=1200, deviation=60),
        entrant(3, rating=1250, deviation=100),
        entrant(4, rating=900, deviation=50),
    ]
    assert by_rating(field) == (3, 2, 4, 1)


def test_case_1_1_09_equals_stand_by_when_they_entered_then_by_id() -> None:
    field = [entrant(3, minutes=1), entrant(1, minutes=2), entrant(2, minutes=1)]
    assert by_rating(field) == by_points(field) == (2, 3, 1)
    assert by_rating(field[::-1]) == (2, 3, 1)


def test_points_of_the_series_come_first() -> None:
    field = [entrant(1, points=50), entrant(2, minutes=1, points=75), entrant(3, points=75)]
    assert by_points(field) == (3, 2, 1)


def test_staff_name_everybody_once() -> None:
    field = [entrant(1), entrant(2)]
    assert by_hand(field, [2, 1]) == (2, 1)
    for order in ([1], [1, 1], [1, 2, 3]):
        with pytest.raises(NotPossible):
            by_hand(field, order)


def test_a_lot_is_what_the_published_hash_committed_to() -> None:
    field = [entrant(player) for player in range(1, 33)]
    commitment = commitment_to(SECRET)
    assert len(commitment) == 64
    drawn = by_lot(field, tournament_id=4, secret=SECRET, commitment=commitment)
    assert sorted(drawn) == list(range(1, 33))
    assert drawn == by_lot(field[::-1], tournament_id=4, secret=SECRET, commitment=commitment)
    assert drawn != by_lot(field, tournament_id=5, secret=SECRET, commitment=commitment)
    with pytest.raises(NotPossible):
        by_lot(field, tournament_id=4, secret=SECRET[::-1], commitment=commitment)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(NotPossible):
        commitment_to(b"karibu")


@given(st.binary(min_size=32, max_size=64), st.binary(min_size=32, max_size=64))
def test_only_the_secret_itself_verifies(secret: bytes, other: bytes) -> None:
    assert verify_commitment(commitment_to(secret), other) == (secret == other)


@pytest.mark.parametrize("size", [2, 4, 8, 64, 1024])
def test_each_pair_of_the_first_round_sums_to_the_same(size: int) -> None:
    order = bracket_order(size)
    pairs = zip(order[::2], order[1::2], strict=True)
    assert {one + other for one, other in pairs} == {size + 1}


def test_groups_are_dealt_there_and_back() -> None:
    assert snake([1, 2, 3, 4, 5, 6, 7], 3) == ((1, 6, 7), (2, 5), (3, 4))
