"""The decision for every pair of reports, and for every missing one."""

from itertools import product

import pytest

from app.domain.matches.decision import ReportComparison, ReportedOutcome, Result, compare_reports

WON, LOST, DRAW, PROBLEM = (
    ReportedOutcome.WON,
    ReportedOutcome.LOST,
    ReportedOutcome.DRAW,
    ReportedOutcome.PROBLEM,
)
SAYINGS: tuple[ReportedOutcome | None, ...] = (*ReportedOutcome, None)
AGREEMENTS = {
    (WON, LOST): Result.PLAYER1,
    (LOST, WON): Result.PLAYER2,
    (DRAW, DRAW): Result.DRAW,
    (PROBLEM, PROBLEM): Result.VOID,
}


@pytest.mark.parametrize(("one", "two"), list(product(SAYINGS, SAYINGS)))
def test_two_reports_agree_contradict_or_wait(
    one: ReportedOutcome | None, two: ReportedOutcome | None
) -> None:
    if one is None or two is None:
        expected = ReportComparison()
    elif (one, two) in AGREEMENTS:
        expected = ReportComparison(result=AGREEMENTS[one, two])
    else:
        expected = ReportComparison(disputed=True)
    assert compare_reports(one, two) == expected


def test_of_sixteen_pairs_of_reports_four_agree_and_twelve_need_an_admin() -> None:
    verdicts = [compare_reports(one, two) for one, two in product(ReportedOutcome, ReportedOutcome)]
    assert sum(verdict.result is not None for verdict in verdicts) == 4
    assert sum(verdict.disputed for verdict in verdicts) == 12


def test_swapping_the_players_swaps_the_result() -> None:
    mirrored = {Result.PLAYER1: Result.PLAYER2, Result.PLAYER2: Result.PLAYER1}
    for one, two in product(SAYINGS, SAYINGS):
        there, back = compare_reports(one, two), compare_reports(two, one)
        assert there.disputed == back.disputed
        if there.result is not None:
            assert back.result == mirrored.get(there.result, there.result)
