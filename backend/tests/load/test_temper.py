"""A seed makes a crowd, and the same seed makes the same crowd again."""

from collections import Counter

import pytest

from load.temper import (
    CheckIn,
    Drop,
    Manner,
    Truth,
    arrivals,
    is_lie,
    mood_of,
    temper_of,
    truth_of,
    word_of,
)

SEED = 254


def moods(players: int = 200, games: int = 10) -> list[object]:
    return [
        mood_of(SEED, number, game, temper_of(SEED, number))
        for number in range(players)
        for game in range(games)
    ]


def test_the_same_seed_makes_the_same_crowd() -> None:
    assert moods() == moods()
    assert arrivals(SEED, 50, within_seconds=60) == arrivals(SEED, 50, within_seconds=60)


def test_another_seed_makes_another_crowd() -> None:
    assert [temper_of(1, number) for number in range(20)] != [
        temper_of(2, number) for number in range(20)
    ]


def test_a_crowd_has_some_of_every_kind() -> None:
    crowd = [mood_of(SEED, number, 0, temper_of(SEED, number)) for number in range(200)]
    assert {mood.check_in for mood in crowd} == set(CheckIn)
    assert {mood.drop for mood in crowd} == set(Drop)
    assert {mood.manner for mood in crowd} == set(Manner)
    assert {mood.taps_twice for mood in crowd} == {True, False}
    assert {mood.is_killed for mood in crowd} == {True, False}
    assert {temper_of(SEED, number).listens for number in range(200)} == {True, False}
    assert min(mood.patience_seconds for mood in crowd) < 8


def test_most_players_behave() -> None:
    crowd = [mood_of(SEED, number, 0, temper_of(SEED, number)) for number in range(1000)]
    kinds = Counter((mood.check_in, mood.manner) for mood in crowd)
    assert kinds[CheckIn.COMES, Manner.HONEST] > 650


def test_a_player_stakes_what_he_likes() -> None:
    for number in range(50):
        temper = temper_of(SEED, number)
        assert mood_of(SEED, number, 3, temper).stake in temper.favourite_stakes


def test_everybody_comes_in_time_and_in_order() -> None:
    come = arrivals(SEED, 200, within_seconds=120)
    assert len(come) == 200
    assert come == sorted(come)
    assert come[0] >= 0
    assert come[-1] <= 120


def test_both_players_and_the_referee_know_the_same_truth() -> None:
    once = [truth_of(SEED, match, skill1=1000, skill2=1100) for match in range(500)]
    again = [truth_of(SEED, match, skill1=1000, skill2=1100) for match in range(500)]
    assert once == again
    assert set(once) == set(Truth)


def test_the_better_player_wins_more_often() -> None:
    ends = Counter(truth_of(SEED, match, skill1=1200, skill2=1000) for match in range(1000))
    assert ends[Truth.PLAYER1] > 2 * ends[Truth.PLAYER2]


@pytest.mark.parametrize(
    ("truth", "seat", "manner", "word"),
    [
        (Truth.PLAYER1, "player1", Manner.HONEST, "won"),
        (Truth.PLAYER1, "player2", Manner.HONEST, "lost"),
        (Truth.PLAYER1, "player2", Manner.LIES, "won"),
        (Truth.PLAYER2, "player2", Manner.LIES, "won"),
        (Truth.DRAW, "player1", Manner.HONEST, "draw"),
        (Truth.DRAW, "player1", Manner.LIES, "won"),
        (Truth.VOID, "player2", Manner.HONEST, "problem"),
        (Truth.PLAYER1, "player1", Manner.SILENT, None),
    ],
)
def test_what_is_reported(truth: Truth, seat: str, manner: Manner, word: str | None) -> None:
    assert word_of(truth, seat=seat, manner=manner) == word


def test_a_winner_who_would_lie_has_told_the_truth() -> None:
    assert not is_lie(Truth.PLAYER1, seat="player1", word="won")
    assert is_lie(Truth.PLAYER1, seat="player2", word="won")
    assert not is_lie(Truth.DRAW, seat="player2", word="draw")
