"""What simulated players decide: alone, by a match's id, and always so that a match ends."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from demo_players import decisions
from demo_players.decisions import Action, MatchFacts, Step, disputes, next_step

NAMES = ("amina", "juja_jax")
# The simulated player has the second seat; times are seconds.
PENDING = MatchFacts(
    match_id=7,
    status="pending",
    seat=2,
    names=NAMES,
    am_ready=False,
    my_outcome=None,
    reason=None,
    is_proposed=False,
    is_among_simulated=False,
    is_of_cup=False,
    has_dispute=False,
    is_quick=False,
    found_at=1_000,
    started_at=None,
    rival_reported_at=None,
    seen_at=1_000,
)
ACTIVE = replace(PENDING, status="active", am_ready=True, started_at=1_010, seen_at=1_010)


def step_of(facts: MatchFacts) -> Step:
    step = next_step(facts)
    assert step is not None
    return step


def test_they_are_ready_after_a_few_seconds_and_then_wait() -> None:
    step = step_of(PENDING)
    assert step.action is Action.READY
    assert 1_002 <= step.at <= 1_006
    assert next_step(replace(PENDING, am_ready=True)) is None


@pytest.mark.parametrize(("has_dispute", "outcome"), [(False, "lost"), (True, "won")])
def test_a_person_who_has_reported_is_answered_soon(has_dispute: bool, outcome: str) -> None:
    step = step_of(replace(ACTIVE, rival_reported_at=1_100, has_dispute=has_dispute))
    assert (step.action, step.outcome) == (Action.REPORT, outcome)
    assert 1_102 <= step.at <= 1_105


def test_nobody_holds_up_a_cup_by_a_dispute() -> None:
    asked = replace(ACTIVE, rival_reported_at=1_100, has_dispute=True, is_of_cup=True)
    assert step_of(asked).outcome == "lost"
    both = replace(ACTIVE, match_id=9, is_among_simulated=True, is_of_cup=True)
    assert {step_of(replace(both, seat=seat)).outcome for seat in (1, 2)} == {"won", "lost"}


def test_two_who_both_say_lost_end_with_the_person_having_lost() -> None:
    both = replace(ACTIVE, my_outcome="lost", reason="both_lost", seen_at=1_200)
    step = step_of(both)
    assert (step.action, step.outcome) == (Action.REPORT, "won")
    assert next_step(replace(both, my_outcome="won")) is None


def test_a_silent_person_is_waited_for_and_then_a_coin_decides() -> None:
    steps = [step_of(replace(ACTIVE, match_id=number)) for number in range(200)]
    assert {step.at for step in steps} == {1_010 + decisions.PATIENCE_SECONDS}
    heads = Counter(step.outcome for step in steps)
    assert heads.keys() == {"won", "lost"}
    assert 60 <= heads["won"] <= 140


def test_a_proposed_result_is_confirmed_once() -> None:
    proposed = replace(ACTIVE, is_proposed=True)
    assert step_of(proposed).action is Action.CONFIRM
    assert next_step(replace(proposed, my_outcome="lost")) is None


@pytest.mark.parametrize("status", ["completed", "disputed", "cancelled"])
def test_nothing_is_done_in_a_match_that_is_over(status: str) -> None:
    assert next_step(replace(ACTIVE, status=status)) is None
    assert decisions.is_over(status)


def test_two_simulated_players_agree_but_for_one_match_of_forty() -> None:
    disputed = 0
    for number in range(400):
        one = replace(ACTIVE, match_id=number, is_among_simulated=True, seat=1)
        reports = {step_of(replace(one, seat=seat)).outcome for seat in (1, 2)}
        disputed += reports == {"won"}
        assert reports in ({"won", "lost"}, {"won"})
        seconds = step_of(one).at - 1_010
        # Longer than a minute: what ends sooner looks like collusion, and is scored as such.
        assert 62 <= seconds <= 95
        assert step_of(replace(one, is_quick=True)).at - 1_010 <= 11
    assert disputed == 10


def test_every_eighth_match_against_a_person_is_disputed_from_the_third_on() -> None:
    assert [number for number in range(1, 30) if disputes(number)] == [3, 11, 19, 27]


@pytest.mark.parametrize(("players", "tables"), [(1, 1), (4, 1), (8, 2), (16, 4), (24, 6)])
def test_a_quarter_of_them_wait_each_at_a_table_of_their_own(players: int, tables: int) -> None:
    found = decisions.tables_for(players)
    assert len(found) == len(set(found)) == tables
    assert {table.stake for table in decisions.tables_for(16)} == {50, 100, 200}


def test_one_cup_is_open_to_join_and_at_the_first_start_one_is_over_soon() -> None:
    first, other = decisions.cups_to_announce(running=0, finished=1)
    assert first.starts_in_seconds < 300 < other.starts_in_seconds
    assert decisions.cups_to_announce(running=0, finished=5) == (other,)
    assert decisions.cups_to_announce(running=1, finished=1) == ()


@pytest.mark.parametrize(
    ("seats", "least", "wanted"), [(8, 4, 5), (16, 4, 9), (4, 4, 3), (64, 4, 16), (8, 8, 7)]
)
def test_a_cup_gets_enough_of_them_and_keeps_a_seat_for_a_person(
    seats: int, least: int, wanted: int
) -> None:
    assert decisions.wanted_entrants(seats=seats, least=least, players=16) == wanted


def test_those_wait_who_are_about_as_strong_as_the_last_person() -> None:
    ratings = {"a": 850, "b": 1_010, "c": 1_200}
    assert decisions.nearest(ratings, 1_000) == "b"
    assert decisions.nearest(ratings, 1_500) == "c"
    assert decisions.nearest({}, 1_000) is None


def test_nobody_waits_who_is_much_stronger_while_somebody_else_is_not() -> None:
    winner = {"winner": 1_398}
    assert decisions.nearest(winner, 1_000, of_all=[1_398, 1_010]) is None
    assert decisions.nearest(winner, 1_000, of_all=[1_398, 600]) == "winner"


def test_everybody_meets_everybody_before_two_meet_again() -> None:
    names = [f"player{number}" for number in range(6)]
    met: Counter[frozenset[str]] = Counter()
    for _ in range(15):
        pair = decisions.next_pair(names, met)
        assert pair is not None
        met[frozenset(pair)] += 1
    assert met == Counter(map(frozenset, combinations(names, 2)))
    assert decisions.next_pair(["alone"], met) is None
