"""Forfeits, drop-outs and corrected results in brackets, by the numbers of tournaments.md §1.1."""

from random import Random

import pytest

from app.domain.tournaments import finish, play
from app.domain.tournaments.state import SwissRound, Tournament
from app.domain.tournaments.vocabulary import (
    DOUBLE_FORFEIT,
    VOID,
    DependentsBegun,
    Ending,
    MatchState,
    NotPossible,
    Outcome,
    Vacancy,
    forfeited_to,
    won_by,
)
from tests.unit.tournaments.playing import (
    DOUBLE,
    ROBIN,
    SINGLE,
    SWISS,
    a_tournament,
    begun,
    by_dice,
    favourite,
    places,
    play_open,
    play_out,
    play_until,
    real_matches,
    win,
)


def test_case_1_1_13_after_a_double_forfeit_nobody_drops_and_the_next_goes_on() -> None:
    tournament = play.record(a_tournament(DOUBLE, 8), "W1.1", DOUBLE_FORFEIT)
    tournament = win(tournament, "W1.2", 4)
    matches = play.matches(tournament)
    assert matches["W3.1"].home == 4, "they are through without playing"
    assert matches["L1.1"].state is MatchState.PASSED
    assert matches["L2.1"].away == 5, "the loser of W1.2 waits in L2"
    assert places(play_out(tournament))[-1] == (1, 7, 8)


def test_case_1_1_13_two_empty_sides_give_an_empty_match() -> None:
    tournament = play.record(a_tournament(SINGLE, 8), "W1.1", DOUBLE_FORFEIT)
    tournament = play.record(tournament, "W1.2", DOUBLE_FORFEIT)
    match = play.find(tournament, "W2.1")
    assert match.sides == (Vacancy.EMPTY, Vacancy.EMPTY)
    assert match.state is MatchState.PASSED
    assert places(play_out(tournament)) == [(2,), (3,), (1, 4, 5, 6, 7, 8)]


def test_case_1_1_13_who_is_absent_falls_like_a_loser_and_the_second_time_is_out() -> None:
    tournament = play.record(a_tournament(DOUBLE, 4), "W1.1", forfeited_to(4))
    tournament = win(tournament, "W1.2", 2)
    assert play.find(tournament, "L1.1").players == (1, 3)
    tournament = play.record(tournament, "L1.1", forfeited_to(3))
    assert places(play_out(tournament))[-1] == (1,)


def test_case_1_1_14_who_is_disqualified_loses_every_match_of_both_brackets() -> None:
    tournament = win(a_tournament(DOUBLE, 8), "W1.1", 1)
    finished = play_out(play.withdraw(tournament, 1))
    matches = play.matches(finished)
    ends = {
        key: one.outcome.ending for key, one in matches.items() if one.outcome and 1 in one.players
    }
    assert ends.pop("W1.1") is Ending.PLAYED
    assert set(ends.values()) == {Ending.FORFEIT}
    assert {key[0] for key in ends} == {"W", "L"}
    assert all(one.state is not MatchState.WAITING for one in matches.values())


def test_case_1_1_15_there_is_a_second_final_only_if_the_lower_bracket_won_the_first() -> None:
    tournament = play_until(a_tournament(DOUBLE, 8), "F1.1")
    without = win(tournament, "F1.1", 1)
    assert finish.is_over(without)
    assert play.find(without, "F2.1").state is MatchState.PASSED
    again = win(tournament, "F1.1", 2)
    assert not finish.is_over(again)
    assert play.find(again, "F2.1").players == (1, 2)
    assert places(win(again, "F2.1", 2))[:2] == [(2,), (1,)]


def test_case_1_1_15_the_loser_of_the_last_final_is_second() -> None:
    for dice in map(Random, range(30)):
        finished = play_out(a_tournament(DOUBLE, 11), by_dice(dice))
        matches = play.matches(finished)
        last = matches["F2.1"] if matches["F2.1"].outcome else matches["F1.1"]
        assert places(finished)[:2] == [(last.winner,), (last.loser,)]


def test_case_1_1_17_one_withdrawal_moves_the_bracket_for_leave_ban_and_timeout() -> None:
    tournament = a_tournament(SINGLE, 4)
    for gone in (1, 2):
        tournament = play.withdraw(tournament, gone)
    assert play.find(tournament, "W2.1").players == (4, 3)
    assert play.find(tournament, "W1.1").outcome == forfeited_to(4)


def test_case_1_1_23_places_come_from_the_bracket_only() -> None:
    tournament = win(a_tournament(SINGLE, 4), "W1.1", 1)
    tournament = play.record(tournament, "W1.2", DOUBLE_FORFEIT)
    assert places(tournament) == [(1,), (2, 3, 4)]


def test_case_1_1_11_a_result_is_corrected_while_nothing_that_follows_has_begun() -> None:
    tournament = play_open(a_tournament(DOUBLE, 8), favourite)
    corrected = play.change(tournament, "W1.1", won_by(8))
    matches = play.matches(corrected)
    assert matches["W2.1"].players == (8, 4)
    assert matches["L1.1"].players == (1, 5)
    untouched = set(matches) - {"W1.1", "W2.1", "L1.1"}
    before = play.matches(tournament)
    assert all(matches[key] == before[key] for key in untouched)


def test_case_1_1_11_the_next_match_that_has_begun_forbids_it() -> None:
    tournament = begun(play_open(a_tournament(DOUBLE, 8), favourite), "L1.1")
    with pytest.raises(DependentsBegun) as refused:
        play.change(tournament, "W1.1", won_by(8))
    assert refused.value.keys == ("L1.1",)
    same_winner = play.change(tournament, "W1.1", won_by(1, (3, 1)))
    assert play.find(same_winner, "W1.1").outcome == won_by(1, (3, 1))


def test_case_1_1_11_a_reset_takes_back_what_depends_on_it_and_nothing_else() -> None:
    tournament = play_out(a_tournament(DOUBLE, 8))
    corrected = play.change(tournament, "W1.1", won_by(8), reset=True)
    gone = tournament.results.keys() - corrected.results.keys()
    assert gone == {"W2.1", "W3.1", "L1.1", "L2.1", "L2.2", "L3.1", "L4.1", "F1.1"}
    assert places(play_out(corrected))[0] == (1,)


def test_case_1_1_12_a_mistaken_double_disqualification_is_taken_back() -> None:
    tournament = play_open(a_tournament(SINGLE, 8), favourite)
    wrong = play.withdraw(tournament, 1, 4)
    assert play.find(wrong, "W2.1").outcome == DOUBLE_FORFEIT
    right = play.reinstate(play.reinstate(wrong, 1), 4)
    assert right == tournament
    assert play.find(right, "W3.1").sides == (Vacancy.UNKNOWN, Vacancy.UNKNOWN)


def test_case_1_1_12_not_after_others_have_played_on() -> None:
    tournament = play_open(a_tournament(SINGLE, 8), favourite)
    tournament = play.withdraw(tournament, 1)  # 4 is in the final, and 2 meets 3
    tournament = win(win(tournament, "W2.2", 2), "W3.1", 4)
    with pytest.raises(DependentsBegun):
        play.reinstate(tournament, 1)
    again = play.reinstate(tournament, 1, reset=True)
    assert play.find(again, "W2.1").state is MatchState.OPEN
    assert again.results.keys() == tournament.results.keys() - {"W3.1"}


def test_case_1_1_12_a_round_of_a_swiss_that_was_paired_without_somebody_is_paired_anew() -> None:
    tournament = play_open(play.pair_next_round(a_tournament(SWISS, 8)), favourite)
    wrong = play.pair_next_round(play.withdraw(tournament, 1))
    right = play.reinstate(wrong, 1)
    assert right == tournament
    assert any(1 in pair for pair in play.pair_next_round(right).pairings[1].pairs)
    with pytest.raises(DependentsBegun):
        play.reinstate(begun(wrong, "S2.1"), 1)


def test_who_has_gone_on_by_a_walkover_has_gone_on_when_they_drop_out_themselves() -> None:
    tournament = play.withdraw(play_open(a_tournament(SINGLE, 8), favourite), 1)
    tournament = win(tournament, "W2.2", 2)
    tournament = win(tournament, "W3.1", 4)
    dropped = play.withdraw(tournament, 4)
    assert play.matches(dropped) == play.matches(tournament)
    assert play.matches(play.reinstate(dropped, 4)) == play.matches(tournament)


def test_a_second_final_that_is_not_needed_any_more_is_taken_back() -> None:
    tournament = win(play_until(a_tournament(DOUBLE, 8), "F1.1"), "F1.1", 2)
    played = win(tournament, "F2.1", 2)
    with pytest.raises(DependentsBegun):
        play.change(played, "F1.1", won_by(1))
    assert places(play.change(played, "F1.1", won_by(1), reset=True))[:2] == [(1,), (2,)]


def test_a_corrected_round_of_a_swiss_is_paired_anew() -> None:
    tournament = play_open(play.pair_next_round(a_tournament(SWISS, 8)), favourite)
    paired = play.pair_next_round(tournament)
    corrected = play.change(paired, "S1.1", won_by(5))
    assert len(corrected.pairings) == 1
    under_way = begun(paired, "S2.1")
    with pytest.raises(DependentsBegun):
        play.change(under_way, "S1.1", won_by(5))
    only_games = play.change(under_way, "S1.1", won_by(1, (2, 1)))
    assert len(only_games.pairings) == 2
    reset = play.change(under_way, "S1.1", won_by(5), reset=True)
    assert (len(reset.pairings), reset.begun) == (1, frozenset())


@pytest.mark.parametrize(
    "outcome",
    [
        won_by(3),
        won_by(1, (1, 2)),
        won_by(1, (1, 1)),
        won_by(8, (2, 0)),
        VOID,
        Outcome(Ending.PLAYED),
        Outcome(Ending.FORFEIT, 1, (2, 0)),
        Outcome(Ending.DOUBLE_FORFEIT, 1),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(outcome: Outcome) -> None:
    with pytest.raises(NotPossible):
        play.record(a_tournament(SINGLE, 8), "W1.1", outcome)


def test_steps_that_are_not_possible_are_refused() -> None:
    tournament = a_tournament(SINGLE, 5)
    decided = win(tournament, "W1.2", 4)
    for key in ("W1.1", "W3.1", "W9.1", "L1.1"):
        with pytest.raises(NotPossible):
            win(tournament, key, 1)
    with pytest.raises(NotPossible):
        win(decided, "W1.2", 5)
    with pytest.raises(NotPossible):
        play.change(tournament, "W1.2", won_by(5))
    with pytest.raises(NotPossible):
        play.withdraw(tournament, 6)
    with pytest.raises(NotPossible):
        play.reinstate(tournament, 5)
    with pytest.raises(NotPossible):
        play.pair_next_round(tournament)


@pytest.mark.parametrize("players", [(1,), (1, 1, 2), tuple(range(1025))])
def test_case_1_2_14_a_field_that_cannot_be_is_refused(players: tuple[int, ...]) -> None:
    with pytest.raises(NotPossible):
        Tournament(SINGLE, players)


def test_case_1_2_03_two_players_are_one_match_in_every_format() -> None:
    pairing = (SwissRound(((1, 2),)),)
    for tournament in (
        a_tournament(SINGLE, 2, bronze=True),
        a_tournament(DOUBLE, 2),
        a_tournament(ROBIN, 2),
        a_tournament(SWISS, 2, pairings=pairing),
    ):
        assert len(real_matches(tournament)) == 1
        assert places(play_out(tournament)) == [(1,), (2,)]
