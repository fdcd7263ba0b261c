"""A seed determines how the simulated players behave."""

from collections import Counter

import pytest

from load.behaviour import (
    CheckIn,
    Disconnect,
    Outcome,
    Reporting,
    arrivals,
    behaviour_of,
    is_false,
    outcome_of,
    profile_of,
    reported_outcome,
)

SEED = 254


def behaviours(players: int = 200, games: int = 10) -> list[object]:
    return [
        behaviour_of(SEED, number, game, profile_of(SEED, number))
        for number in range(players)
        for game in range(games)
    ]


def test_the_same_seed_makes_the_same_players() -> None:
    assert behaviours() == behaviours()
    assert arrivals(SEED, 50, within_seconds=60) == arrivals(SEED, 50, within_seconds=60)


def test_another_seed_makes_other_players() -> None:
    assert [profile_of(1, number) for number in range(20)] != [
        profile_of(2, number) for number in range(20)
    ]


def test_the_players_have_some_of_every_kind() -> None:
    everyone = [behaviour_of(SEED, number, 0, profile_of(SEED, number)) for number in range(200)]
    assert {behaviour.check_in for behaviour in everyone} == set(CheckIn)
    assert {behaviour.disconnect for behaviour in everyone} == set(Disconnect)
    assert {behaviour.reporting for behaviour in everyone} == set(Reporting)
    assert {behaviour.taps_twice for behaviour in everyone} == {True, False}
    assert {behaviour.is_killed for behaviour in everyone} == {True, False}
    assert {profile_of(SEED, number).uses_socket for number in range(200)} == {True, False}
    assert min(behaviour.patience_seconds for behaviour in everyone) < 8


def test_most_players_behave() -> None:
    everyone = [behaviour_of(SEED, number, 0, profile_of(SEED, number)) for number in range(1000)]
    kinds = Counter((behaviour.check_in, behaviour.reporting) for behaviour in everyone)
    assert kinds[CheckIn.READY, Reporting.HONEST] > 650


def test_a_player_stakes_a_favourite_amount() -> None:
    for number in range(50):
        profile = profile_of(SEED, number)
        assert behaviour_of(SEED, number, 3, profile).stake in profile.favourite_stakes


def test_all_arrive_in_time_and_in_order() -> None:
    times = arrivals(SEED, 200, within_seconds=120)
    assert len(times) == 200
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= 120


def test_both_players_and_the_referee_know_the_same_outcome() -> None:
    once = [outcome_of(SEED, match, skill1=1000, skill2=1100) for match in range(500)]
    again = [outcome_of(SEED, match, skill1=1000, skill2=1100) for match in range(500)]
    assert once == again
    assert set(once) == set(Outcome)


def test_the_better_player_wins_more_often() -> None:
    ends = Counter(outcome_of(SEED, match, skill1=1200, skill2=1000) for match in range(1000))
    assert ends[Outcome.PLAYER1] > 2 * ends[Outcome.PLAYER2]


@pytest.mark.parametrize(
    ("outcome", "seat", "reporting", "reported"),
    [
        (Outcome.PLAYER1, "player1", Reporting.HONEST, "won"),
        (Outcome.PLAYER1, "player2", Reporting.HONEST, "lost"),
        (Outcome.PLAYER1, "player2", Reporting.FALSE, "won"),
        (Outcome.PLAYER2, "player2", Reporting.FALSE, "won"),
        (Outcome.DRAW, "player1", Reporting.HONEST, "draw"),
        (Outcome.DRAW, "player1", Reporting.FALSE, "won"),
        (Outcome.VOID, "player2", Reporting.HONEST, "problem"),
        (Outcome.PLAYER1, "player1", Reporting.SILENT, None),
    ],
)
def test_the_reported_outcome(
    outcome: Outcome, seat: str, reporting: Reporting, reported: str | None
) -> None:
    assert reported_outcome(outcome, seat=seat, reporting=reporting) == reported


def test_a_victory_reported_by_the_winner_is_not_false() -> None:
    assert not is_false(Outcome.PLAYER1, seat="player1", reported="won")
    assert is_false(Outcome.PLAYER1, seat="player2", reported="won")
    assert not is_false(Outcome.DRAW, seat="player2", reported="draw")
