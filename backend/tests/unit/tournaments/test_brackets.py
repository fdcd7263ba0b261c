"""tournaments.md §2.1 and §2.2: the brackets of single and double elimination, number by number."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from app.domain.tournaments import play
from app.domain.tournaments.formats import network
from app.domain.tournaments.formats.network import LoserOf, ResetOf, Seed, WinnerOf, drop_order
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import won_by
from tests.unit.tournaments.playing import (
    DOUBLE,
    SINGLE,
    a_tournament,
    favourite,
    places,
    play_open,
    play_out,
    real_matches,
    win,
)

FIRST_ROUNDS = {
    2: "1-2",
    3: "2-3",
    5: "4-5",
    6: "4-5 3-6",
    7: "4-5 2-7 3-6",
    8: "1-8 4-5 2-7 3-6",
    9: "8-9",
    12: "8-9 5-12 7-10 6-11",
    16: "1-16 8-9 4-13 5-12 2-15 7-10 3-14 6-11",
    24: "16-17 9-24 13-20 12-21 15-18 10-23 14-19 11-22",
    33: "32-33",
}
MATCHES = {2: 1, 3: 2, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 12: 11, 16: 15, 24: 23, 33: 32}
# Matches of each round; a round of the lower bracket in which nobody plays is left out.
ROUNDS_OF_DOUBLE = {
    3: "W1:1 W2:1 L2:1 F1:1",
    5: "W1:1 W2:2 W3:1 L2:1 L3:1 L4:1 F1:1",
    6: "W1:2 W2:2 W3:1 L2:2 L3:1 L4:1 F1:1",
    7: "W1:3 W2:2 W3:1 L1:1 L2:2 L3:1 L4:1 F1:1",
    8: "W1:4 W2:2 W3:1 L1:2 L2:2 L3:1 L4:1 F1:1",
    9: "W1:1 W2:4 W3:2 W4:1 L2:1 L3:2 L4:2 L5:1 L6:1 F1:1",
    12: "W1:4 W2:4 W3:2 W4:1 L2:4 L3:2 L4:2 L5:1 L6:1 F1:1",
    16: "W1:8 W2:4 W3:2 W4:1 L1:4 L2:4 L3:2 L4:2 L5:1 L6:1 F1:1",
    24: "W1:8 W2:8 W3:4 W4:2 W5:1 L2:8 L3:4 L4:4 L5:2 L6:2 L7:1 L8:1 F1:1",
    33: "W1:1 W2:16 W3:8 W4:4 W5:2 W6:1 L2:1 L3:8 L4:8 L5:4 L6:4 L7:2 L8:2 L9:1 L10:1 F1:1",
}
SECOND_ROUNDS = {  # after the favourites of the first round have won
    5: "1-4 2-3",
    6: "1-4 2-3",
    9: "1-8 4-5 2-7 3-6",
    12: "1-8 4-5 2-7 3-6",
}


def pairs(tournament: Tournament, bracket_round: str) -> str:
    found = [one for one in real_matches(tournament) if one.key.startswith(f"{bracket_round}.")]
    return " ".join(f"{match.home}-{match.away}" for match in found)


@pytest.mark.parametrize("players", FIRST_ROUNDS)
def test_vector_2_1_who_plays_in_the_first_round(players: int) -> None:
    assert pairs(a_tournament(SINGLE, players), "W1") == FIRST_ROUNDS[players]
    assert pairs(a_tournament(DOUBLE, players), "W1") == FIRST_ROUNDS[players]


@pytest.mark.parametrize("players", MATCHES)
def test_vector_2_1_how_many_matches_there_are(players: int) -> None:
    assert len(real_matches(play_out(a_tournament(SINGLE, players)))) == MATCHES[players]
    double = len(real_matches(play_out(a_tournament(DOUBLE, players))))
    assert double == (1 if players == 2 else 2 * players - 2)


@pytest.mark.parametrize("players", ROUNDS_OF_DOUBLE)
def test_vector_2_1_how_many_matches_each_round_has(players: int) -> None:
    played = real_matches(play_out(a_tournament(DOUBLE, players)))
    counts = Counter(match.key.split(".")[0] for match in played)
    assert (
        " ".join(f"{name}:{count}" for name, count in counts.items()) == (ROUNDS_OF_DOUBLE[players])
    )


@pytest.mark.parametrize("players", SECOND_ROUNDS)
def test_vector_2_1_whom_those_meet_who_waited(players: int) -> None:
    after = play_open(a_tournament(SINGLE, players), favourite)
    # Who waited for nobody may have played their second round in the same breath.
    assert pairs(after, "W2") == SECOND_ROUNDS[players]


@pytest.mark.parametrize(
    ("players", "key", "losers_of"),
    [
        (3, "L2.1", ("W2.1", "W1.2")),
        (5, "L2.1", ("W2.2", "W1.2")),
        (7, "L1.2", ("W1.3", "W1.4")),
        (7, "L2.1", ("W2.2", "W1.2")),
        (9, "L2.1", ("W2.2", "W1.2")),
        (9, "L3.2", ("W2.4", "W2.3")),
    ],
)
def test_vector_2_1_the_first_matches_of_the_lower_bracket(
    players: int, key: str, losers_of: tuple[str, str]
) -> None:
    played = play.matches(play_out(a_tournament(DOUBLE, players)))
    assert played[key].sides == tuple(played[upper].loser for upper in losers_of)


@pytest.mark.parametrize(
    ("players", "key", "winner_of", "loser_of"),
    [
        (5, "L3.1", "L2.1", "W2.1"),
        (7, "L2.2", "L1.2", "W2.1"),
        (9, "L3.1", "L2.1", "W2.1"),
    ],
)
def test_vector_2_1_who_meets_the_winner_there(
    players: int, key: str, winner_of: str, loser_of: str
) -> None:
    played = play.matches(play_out(a_tournament(DOUBLE, players)))
    assert set(played[key].sides) == {played[winner_of].winner, played[loser_of].loser}


def test_vector_2_2_losers_drop_crosswise() -> None:
    assert drop_order(3, 1) == [2, 1]
    assert drop_order(4, 1) == [2, 1, 4, 3]
    assert drop_order(4, 2) == [2, 1]
    assert drop_order(5, 1) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert drop_order(5, 2) == [3, 4, 1, 2]
    assert drop_order(5, 3) == [1, 2]
    assert drop_order(6, 3) == [4, 3, 2, 1]
    assert drop_order(6, 4) == [1, 2]
    assert drop_order(7, 3) == [2, 1, 4, 3, 6, 5, 8, 7]
    assert drop_order(7, 5) == [2, 1]


@pytest.mark.parametrize("rounds", [8, 9, 10])
def test_vector_2_2_above_128_seats_the_cycle_goes_on(rounds: int) -> None:
    size = 2 ** (rounds - 2)
    assert drop_order(rounds, 1) == list(range(size, 0, -1))
    assert drop_order(rounds, 2)[0] == size // 4 + 1
    assert drop_order(rounds, 3)[:4] == [2, 1, 4, 3]
    assert drop_order(rounds, 4) == list(range(size // 8, 0, -1))


@pytest.mark.parametrize("players", range(2, 65))
def test_case_1_1_16_each_side_has_exactly_one_feeder(players: int) -> None:
    for is_double in (False, True):
        bracket = network.double(players) if is_double else network.single(players, bronze=True)
        feeders = [side for sides in bracket.values() for side in sides]
        once = Counter(side for side in feeders if not isinstance(side, Seed | ResetOf))
        assert set(once.values()) <= {1}
        seeds = [side.number for side in feeders if isinstance(side, Seed)]
        assert sorted(seeds) == list(range(1, len(seeds) + 1))
        for key in bracket:
            last = key in {"F1.1", "F2.1", "B1.1", f"W{network.upper_rounds(players)}.1"}
            assert last or WinnerOf(key) in once, f"the winner of {key} goes nowhere"
            falls = is_double and key[0] == "W" and players > 2
            assert not falls or LoserOf(key) in once, f"the loser of {key} goes nowhere"


def test_case_1_1_10_a_double_elimination_starts_with_any_number() -> None:
    for players in [*range(2, 65), 100, 127, 129, 1024]:
        assert play.open_matches(a_tournament(DOUBLE, players))


def test_all_favourites_of_eight() -> None:
    assert places(play_out(a_tournament(DOUBLE, 8))) == [(1,), (2,), (3,), (4,), (5, 6), (7, 8)]
    assert places(play_out(a_tournament(SINGLE, 8))) == [(1,), (2,), (3, 4), (5, 6, 7, 8)]
    with_bronze = play_out(a_tournament(SINGLE, 8, bronze=True))
    assert places(with_bronze) == [(1,), (2,), (3,), (4,), (5, 6, 7, 8)]
    assert len(real_matches(with_bronze)) == 8


def test_one_upset_of_eight_is_avenged_in_a_second_final() -> None:
    """8 beats 1 in the first match; else the favourites win."""
    played = play_out(win(a_tournament(DOUBLE, 8), "W1.1", 8))
    assert len(real_matches(played)) == 15
    assert places(played) == [(1,), (2,), (4,), (6,), (3, 8), (5, 7)]


def test_vector_2_2_of_256_nobody_meets_again_before_the_seventh_lower_round() -> None:
    again: list[str] = []
    for dice in map(Random, range(20)):
        tournament = a_tournament(DOUBLE, 256)
        while playable := play.open_matches(tournament):
            now = {match.key: won_by(dice.choice(match.players)) for match in playable}
            tournament = replace(tournament, results={**tournament.results, **now})
        met = set()
        for match in real_matches(tournament):
            pair = frozenset(match.players)
            if pair in met and match.key != "F2.1":
                again.append(match.key)
            met.add(pair)
    lower = [int(key[1 : key.index(".")]) for key in again if key[0] == "L"]
    assert min(lower) >= 7
    assert len(again) / 20 < 3
