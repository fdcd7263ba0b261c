"""tournaments.md §2.4 and the cases of its §1.1 that are of a Swiss."""

from functools import cache
from random import Random

import pytest

from app.domain.tournaments import finish, play
from app.domain.tournaments.formats import swiss
from app.domain.tournaments.formats.swiss_pairing import Contender, pair_round
from app.domain.tournaments.state import SwissRound, Tournament, swiss_rounds
from app.domain.tournaments.vocabulary import NotPossible, Outcome, forfeited_to, won_by
from tests.unit.tournaments.playing import (
    SWISS,
    a_tournament,
    by_dice,
    favourite,
    places,
    play_open,
)

NINE = (
    ("1-5 6-2 3-7 8-4", 9),
    ("1-6 2-9 3-8 4-5", 7),
    ("3-1 2-7 4-9 6-8", 5),
    ("2-3 1-4 5-6 7-9", 8),
)  # the winner first


def nine(rounds: int = 4) -> Tournament:
    """Return the event of tournaments.md after so many rounds."""
    pairings: list[SwissRound] = []
    results: dict[str, Outcome] = {}
    for number, (text, bye) in enumerate(NINE[:rounds], 1):
        pairs = [(int(pair[0]), int(pair[2])) for pair in text.split()]
        pairings.append(SwissRound(tuple(pairs), bye))
        results |= {f"S{number}.{i}": won_by(one) for i, (one, _) in enumerate(pairs, 1)}
    return a_tournament(SWISS, 9, pairings=tuple(pairings), results=results)


def play_swiss(tournament: Tournament, dice: Random) -> Tournament:
    while True:
        tournament = play_open(tournament, by_dice(dice))
        try:
            tournament = play.pair_next_round(tournament)
        except NotPossible:
            return tournament


def least_cost(contenders: list[Contender]) -> int | None:
    """Return the smallest Σ (difference of points)² of any round, by trying all of them."""
    points = [one.points for one in contenders]
    numbers = {one.player: index for index, one in enumerate(contenders)}

    @cache
    def best(left: frozenset[int]) -> int | None:
        if not left:
            return 0
        first = min(left)
        found = []
        for other in left - {first}:
            if contenders[other].player in contenders[first].met:
                continue
            rest = best(left - {first, other})
            if rest is not None:
                found.append(rest + (points[first] - points[other]) ** 2)
        return min(found, default=None)

    return best(frozenset(numbers.values()))


@pytest.mark.parametrize(
    ("players", "rounds"),
    [(2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4), (16, 4), (32, 5), (33, 6)],
)
def test_vector_2_4_how_many_rounds_there_are(players: int, rounds: int) -> None:
    assert swiss_rounds(players) == rounds


def test_vector_2_4_the_table_of_nine() -> None:
    table = [
        (row.first, row.last, row.player, row.points, row.buchholz_cut, row.buchholz)
        for row in swiss.table(nine())
    ]
    assert table == [
        (1, 1, 3, 3, 8, 10),
        (2, 2, 1, 3, 7, 9),
        (3, 3, 2, 3, 7, 8),
        (4, 4, 6, 2, 8, 10),
        (5, 5, 7, 2, 8, 9),
        (6, 7, 5, 2, 7, 9),
        (6, 7, 8, 2, 7, 9),
        (8, 8, 4, 2, 7, 8),
        (9, 9, 9, 1, 7, 8),
    ]


@pytest.mark.parametrize(("played", "bye", "cost"), [(0, 9, 0), (1, 7, 1), (2, 5, 0), (3, 8, 2)])
def test_vector_2_4_each_round_of_nine_has_that_bye_and_the_smallest_gaps(
    played: int, bye: int, cost: int
) -> None:
    tournament = nine(played)
    pairing = swiss.next_round(tournament)
    assert pairing is not None
    assert pairing.bye == bye
    points = {row.player: row.points for row in swiss.table(tournament)}
    assert sum((points[one] - points[other]) ** 2 for one, other in pairing.pairs) == cost


def test_the_first_round_is_upper_half_against_lower_half() -> None:
    pairing = swiss.next_round(a_tournament(SWISS, 9))
    assert pairing == SwissRound(((1, 5), (2, 6), (3, 7), (4, 8)), bye=9)


@pytest.mark.parametrize("seed", range(40))
def test_case_1_1_08_no_pairing_has_smaller_gaps(seed: int) -> None:
    dice = Random(seed)
    players = list(range(1, 9))
    met: dict[int, set[int]] = {player: set() for player in players}
    for _ in range(dice.randrange(14)):
        one, other = dice.sample(players, 2)
        met[one].add(other)
        met[other].add(one)
    contenders = [
        Contender(player, seed=player, points=dice.randrange(4), met=frozenset(met[player]))
        for player in players
    ]
    points = {one.player: one.points for one in contenders}
    pairing = pair_round(contenders)
    least = least_cost(contenders)
    assert (pairing is None) == (least is None)
    if pairing:
        assert all(other not in met[one] for one, other in pairing.pairs)
        assert sum((points[one] - points[other]) ** 2 for one, other in pairing.pairs) == least


@pytest.mark.parametrize("players", [3, 5, 9, 15, 33])
def test_case_1_1_01_nobody_rests_twice(players: int) -> None:
    for seed in range(5):
        tournament = play_swiss(a_tournament(SWISS, players), Random(seed))
        byes = [pairing.bye for pairing in tournament.pairings]
        assert len(byes) == swiss_rounds(players), "a full field never gets stuck"
        assert len(set(byes)) == len(byes)


def test_case_1_1_01_a_walkover_won_bars_from_the_bye() -> None:
    tournament = play.pair_next_round(a_tournament(SWISS, 5))  # 1-3, 2-4, and 5 rests
    tournament = play.record(tournament, "S1.1", won_by(1))
    tournament = play.record(tournament, "S1.2", forfeited_to(4))
    after = swiss.next_round(tournament)
    assert after is not None
    assert after.bye == 3, "2 may rest too, and is seeded above"
    both_by_walkover = play.change(tournament, "S1.1", forfeited_to(3))
    after = swiss.next_round(both_by_walkover)
    assert after is not None
    assert after.bye == 2, "nor may 3, now"


def test_case_1_1_02_it_ends_when_nobody_may_rest() -> None:
    contenders = [
        Contender(player, seed=player, points=1, met=frozenset(), may_rest=False)
        for player in (1, 2, 3)
    ]
    assert pair_round(contenders) is None


def test_case_1_1_03_a_bye_is_a_point_and_no_victory_on_the_board() -> None:
    table = {row.player: row for row in swiss.table(nine(1))}
    assert (table[9].points, table[9].wins) == (1, 0)
    assert 9 not in finish.have_played(nine(1))


def test_case_1_1_04_too_many_rounds_are_refused() -> None:
    assert a_tournament(SWISS, 8, rounds=3).swiss_rounds == 3
    for rounds in (0, 4, 7):
        with pytest.raises(NotPossible):
            a_tournament(SWISS, 8, rounds=rounds)


def test_case_1_1_04_it_ends_early_when_nobody_is_left_who_may_meet() -> None:
    tournament = play.pair_next_round(a_tournament(SWISS, 3))  # 1-2, and 3 rests
    tournament = play.withdraw(play_open(tournament, favourite), 3)
    assert finish.is_over(tournament)
    assert finish.prize_groups(tournament) == [(1,), (2,)]


def test_case_1_1_05_it_is_over_at_once_when_fewer_than_two_are_left() -> None:
    tournament = play_open(play.pair_next_round(a_tournament(SWISS, 8)), favourite)
    for gone in range(2, 9):
        tournament = play.withdraw(tournament, gone)
    assert finish.is_over(tournament)
    assert places(tournament)[0][0] in {1, 2, 3, 4}


def test_case_1_1_06_no_round_is_paired_while_a_match_is_open() -> None:
    tournament = play.pair_next_round(a_tournament(SWISS, 4))
    tournament = play.record(tournament, "S1.1", won_by(1))
    with pytest.raises(NotPossible):
        play.pair_next_round(tournament)
    with pytest.raises(NotPossible):
        finish.placings(tournament)
    assert not finish.is_over(tournament)


def test_case_1_1_07_dropping_out_after_the_end_changes_no_table() -> None:
    before = nine()
    assert swiss.table(play.withdraw(before, 3)) == swiss.table(before)


def test_who_stays_away_twice_is_not_paired_any_more() -> None:
    tournament = play.pair_next_round(a_tournament(SWISS, 6))  # 1-4, 2-5, 3-6
    tournament = play.record(tournament, "S1.1", forfeited_to(4))
    tournament = play.pair_next_round(play_open(tournament, favourite))
    match = next(one for one in play.open_matches(tournament) if 1 in one.players)
    (other,) = set(match.players) - {1}
    tournament = play.record(tournament, match.key, forfeited_to(other))
    pairing = swiss.next_round(play_open(tournament, favourite))
    assert pairing is not None
    assert 1 not in {player for pair in pairing.pairs for player in pair}
    assert pairing.bye not in {None, 1, other}


def test_a_thousand_players_are_paired() -> None:
    dice = Random(1)
    tournament = a_tournament(SWISS, 1023)
    for _ in range(3):
        tournament = play.pair_next_round(tournament)
        keys = swiss.matches(tournament)
        results = {key: won_by(dice.choice(match.players)) for key, match in keys.items()} | dict(
            tournament.results
        )
        tournament = Tournament(
            SWISS, tournament.players, results=results, pairings=tournament.pairings
        )
    met = [frozenset(match.players) for match in swiss.matches(tournament).values()]
    assert len(met) == len(set(met)) == 3 * 511
