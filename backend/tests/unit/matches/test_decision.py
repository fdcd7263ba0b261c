"""What two reports amount to: every pair of words, and every silence."""

from itertools import product

import pytest

from app.domain.matches.decision import Outcome, Result, Verdict, weigh

WON, LOST, DRAW, PROBLEM = Outcome.WON, Outcome.LOST, Outcome.DRAW, Outcome.PROBLEM
SAYINGS: tuple[Outcome | None, ...] = (*Outcome, None)
AGREEMENTS = {
    (WON, LOST): Result.PLAYER1,
    (LOST, WON): Result.PLAYER2,
    (DRAW, DRAW): Result.DRAW,
    (PROBLEM, PROBLEM): Result.VOID,
}


@pytest.mark.parametrize(("one", "two"), list(product(SAYINGS, SAYINGS)))
def test_two_reports_agree_contradict_or_wait(one: Outcome | None, two: Outcome | None) -> None:
    if one is None or two is None:
        expected = Verdict()
    elif (one, two) in AGREEMENTS:
        expected = Verdict(result=AGREEMENTS[one, two])
    else:
        expected = Verdict(disputed=True)
    assert weigh(one, two) == expected


def test_of_sixteen_pairs_of_words_four_agree_and_twelve_need_an_admin() -> None:
    verdicts = [weigh(one, two) for one, two in product(Outcome, Outcome)]
    assert sum(verdict.result is not None for verdict in verdicts) == 4
    assert sum(verdict.disputed for verdict in verdicts) == 12


def test_the_seats_do_not_matter() -> None:
    mirrored = {Result.PLAYER1: Result.PLAYER2, Result.PLAYER2: Result.PLAYER1}
    for one, two in product(SAYINGS, SAYINGS):
        there, back = weigh(one, two), weigh(two, one)
        assert there.disputed == back.disputed
        if there.result is not None:
            assert back.result == mirrored.get(there.result, there.result)
