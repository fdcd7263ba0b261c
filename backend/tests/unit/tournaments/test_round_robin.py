"""tournaments.md §2.3: who meets whom in which round, and tables of equals."""

from itertools import combinations

import pytest

from app.domain.tournaments import play
from app.domain.tournaments.formats import round_robin
from app.domain.tournaments.formats.round_robin import circle, groups_of
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Ending, NotPossible, won_by
from tests.unit.tournaments.playing import ROBIN, a_tournament, places, play_out, real_matches

VECTORS = {
    3: "2-3 / 1-3 / 1-2",
    4: "1-4 2-3 / 1-3 4-2 / 1-2 3-4",
    5: "2-5 3-4 / 1-5 2-3 / 1-4 5-3 / 1-3 4-2 / 1-2 4-5",
    6: "1-6 2-5 3-4 / 1-5 6-4 2-3 / 1-4 5-3 6-2 / 1-3 4-2 5-6 / 1-2 3-6 4-5",
    7: "2-7 3-6 4-5 / 1-7 2-5 3-4 / 1-6 7-5 2-3 / 1-5 6-4 7-3 / 1-4 5-3 6-2 / 1-3 4-2 6-7"
    " / 1-2 4-7 5-6",
    8: "1-8 2-7 3-6 4-5 / 1-7 8-6 2-5 3-4 / 1-6 7-5 8-4 2-3 / 1-5 6-4 7-3 8-2 / 1-4 5-3 6-2 7-8"
    " / 1-3 4-2 5-8 6-7 / 1-2 3-8 4-7 5-6",
}


def played(players: int, results: str, **terms: int) -> Tournament:
    """Return a round robin with results such as `1>2 3>1:2-0`."""
    tournament = a_tournament(ROBIN, players, **terms)
    for result in results.split():
        pair, _, score = result.partition(":")
        winner, loser = map(int, pair.split(">"))
        games = tuple(map(int, score.split("-"))) if score else None
        match = next(
            one for one in play.open_matches(tournament) if {winner, loser} == set(one.players)
        )
        if games and match.home != winner:
            games = games[::-1]
        shown = (games[0], games[1]) if games else None
        tournament = play.record(tournament, match.key, won_by(winner, shown))
    return tournament


@pytest.mark.parametrize("players", VECTORS)
def test_vector_2_3_the_circle(players: int) -> None:
    rounds = [" ".join(f"{one}-{other}" for one, other in pairs) for pairs in circle(players)]
    assert " / ".join(rounds) == VECTORS[players]


@pytest.mark.parametrize("players", range(2, 65))
def test_everybody_meets_everybody_once_and_nobody_plays_twice_in_a_round(players: int) -> None:
    rounds = circle(players)
    pairs = [frozenset(pair) for pairs in rounds for pair in pairs]
    assert sorted(map(sorted, pairs)) == sorted(map(list, combinations(range(1, players + 1), 2)))
    for pairs_of_round in rounds:
        seated = [player for pair in pairs_of_round for player in pair]
        assert len(set(seated)) == len(seated)


def test_two_legs_exchange_the_sides() -> None:
    matches = real_matches(a_tournament(ROBIN, 5, legs=2))
    assert len(matches) == 20
    assert len({(match.home, match.away) for match in matches}) == 20


def test_groups_are_dealt_there_and_back() -> None:
    tournament = a_tournament(ROBIN, 8, groups=2)
    assert groups_of(tournament) == ((1, 4, 5, 8), (2, 3, 6, 7))
    assert places(play_out(tournament)) == [(1, 2), (3, 4), (5, 6), (7, 8)]


def test_two_with_equal_points_are_ordered_by_their_own_match() -> None:
    results = "1>2 2>3 4>1 2>4 1>3 3>4"
    assert places(played(4, results))[:2] == [(1,), (2,)]


def test_vector_2_3_a_circle_of_three_is_ordered_by_the_difference_among_them() -> None:
    results = "1>2:2-0 2>3:2-1 3>1:2-1 1>4:1-0 2>4:9-0 3>4:2-0"
    assert places(played(4, results)) == [(1,), (3,), (2,), (4,)]


def test_vector_2_3_then_by_the_difference_in_all() -> None:
    results = "1>2:2-1 2>3:2-1 3>1:2-1 1>4:2-0 2>4:2-1 3>4:3-0"
    assert places(played(4, results)) == [(3,), (1,), (2,), (4,)]


def test_vector_2_3_then_the_place_is_shared() -> None:
    assert places(played(4, "1>2 2>3 3>1 1>4 2>4 3>4")) == [(1, 2, 3), (4,)]


def test_case_1_1_26_who_drops_out_early_counts_for_nobody() -> None:
    tournament = play.withdraw(played(5, "5>1"), 5)
    table = {row.player: row for row in round_robin.tables(play_out(tournament))[0]}
    assert [table[player].points for player in range(1, 6)] == [3, 2, 1, 0, 0]
    assert table[4].last == 4
    assert table[5].first == 5


def test_case_1_1_26_who_drops_out_late_keeps_what_they_played() -> None:
    tournament = play.withdraw(played(5, "5>1 5>2"), 5)
    table = {row.player: row for row in round_robin.tables(play_out(tournament))[0]}
    assert [table[player].points for player in range(1, 6)] == [3, 2, 2, 1, 2]
    ends = [one.outcome.ending for one in real_matches(play_out(tournament)) if one.outcome]
    assert ends.count(Ending.FORFEIT) == 2


def test_a_result_is_corrected_at_any_time() -> None:
    tournament = play_out(a_tournament(ROBIN, 4))
    assert places(tournament) == [(1,), (2,), (3,), (4,)]
    first = next(one for one in real_matches(tournament) if set(one.players) == {1, 2})
    assert places(play.change(tournament, first.key, won_by(2)))[0] == (2,)


def test_terms_that_no_field_can_play_are_refused() -> None:
    for terms in ({"groups": 3}, {"groups": 0}, {"legs": 3}):
        with pytest.raises(NotPossible):
            a_tournament(ROBIN, 5, **terms)
