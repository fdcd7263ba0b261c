"""Scenarios in which the game's data propose a result, or arrive too late.

Hidden games propose nothing: reports decide, silence refunds.
"""

import pytest

from app.workers.tasks.matches import sweep_matches, verify_match
from tests.scenarios.conftest import (
    ACE_PAID,
    CONTEST,
    HELD,
    LATE,
    PLAY,
    REFUNDED,
    VIPER_PAID,
    ScenarioMatch,
)
from tests.support.arena import at_once, refusal
from tests.support.fault_injection import JUST_NOW

NOBODY = ("cancelled", "settled", "void", "nobody_reported")


def expect_ace_paid_once(match: ScenarioMatch) -> None:
    """Expect one payment, by uncontested certain data, or by both reports if games are hidden."""
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", [])
        match.pass_time(CONTEST)
        assert match.holds() == [("ace", "900.00", "game_data")]
    else:
        match.both_report_ace()
    assert (match.money(), match.settlements()) == (ACE_PAID, 1)


def pass_all_deadlines(match: ScenarioMatch) -> None:
    match.pass_time(PLAY)
    match.pass_time(LATE)


def test_scenario_02_both_records_and_both_reports_agree(match: ScenarioMatch) -> None:
    match.add_game()
    match.report(ace="won")
    match.complete_lookups()
    assert match.grades() == ({"MEDIUM", "HIGH"} if match.visible else set())
    assert match.proposed() == ("ace" if match.visible else None)
    match.report(viper="lost")
    assert match.state() == ("completed", "settled", "ace", "agreed")
    assert (match.money(), match.holds()) == (ACE_PAID, [])


def test_scenario_03_uncontested_data_settle_without_reports(match: ScenarioMatch) -> None:
    """Hidden: nobody reported, so both are refunded."""
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups()
    assert match.money() == HELD
    if match.visible:
        assert match.state()[:2] == ("active", "provisional")
        match.pass_time(CONTEST - 60)
        assert match.state()[0] == "active"
        match.pass_time(60)
        assert match.state() == ("completed", "settled", "ace", "game_data")
        assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", "game_data")])
    else:
        pass_all_deadlines(match)
        assert (match.state(), match.money()) == (NOBODY, REFUNDED)


def test_scenario_04_loser_contests_in_time(match: ScenarioMatch) -> None:
    """Hidden: nothing is proposed; two claims of victory open the dispute."""
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups()
    answer = match.viper.contest(match.match_id, "won")
    if match.visible:
        assert answer.status_code == 200
        assert match.state() == ("disputed", "evidence", None, "contested")
        assert match.viper.contest(match.match_id, "won").status_code == 200, "changes nothing"
        assert refusal(match.ace.confirm(match.match_id)) == (409, "match_moved_on")
    else:
        assert refusal(answer) == (409, "match_moved_on")
        match.both_claim_victory()
        assert match.state() == ("disputed", "evidence", None, "reports_contradict")
    match.pass_time(CONTEST)
    assert (match.state()[0], match.money()) == ("disputed", HELD)


def test_scenario_05_data_against_both_reports_open_a_dispute(
    match: ScenarioMatch,
) -> None:
    """Hidden: only the reports count, and they are paid."""
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups()
    match.report(ace="lost")  # against the data and against their own interest
    answer = match.viper.report(match.match_id, "won")
    if match.visible:
        assert refusal(answer) == (409, "match_moved_on")
        assert match.state() == ("disputed", "evidence", None, "data_contradicts")
        assert (match.flags(), match.money()) == (["collusion"], HELD)
    else:
        assert match.state() == ("completed", "settled", "viper", "agreed")
        assert (match.flags(), match.money()) == ([], VIPER_PAID)


def test_scenario_14_late_data_before_the_refund_count(match: ScenarioMatch) -> None:
    """Hidden: no data come."""
    match.start_half_an_hour_ago()
    match.complete_lookups()
    match.pass_time(PLAY)
    match.pass_time(LATE - 60)
    match.add_game(winner="p2")
    match.complete_lookups()
    match.pass_time(CONTEST)
    if match.visible:
        assert match.state() == ("completed", "settled", "viper", "game_data")
        assert (match.money(), match.holds()) == (VIPER_PAID, [("viper", "900.00", "game_data")])
    else:
        assert (match.state(), match.money()) == (NOBODY, REFUNDED)


def test_scenario_15_data_after_the_end_change_nothing(match: ScenarioMatch) -> None:
    """The lookup begins before the end, and its answer comes after it."""
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups(2)
    match.pass_time(PLAY)
    match.act_during_lookup(lambda: match.pass_time(LATE))
    assert (match.state(), match.money()) == (NOBODY, REFUNDED)
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", ["late_evidence"])
    match.complete_lookups()
    assert (match.state(), match.money(), match.settlements()) == (NOBODY, REFUNDED, 1)


@pytest.mark.parametrize("they_report", [True, False])
def test_scenario_20_draw_refunds_both(
    they_report: bool,
    match: ScenarioMatch,
) -> None:
    """Hidden and without reports the draw is unknown; both are refunded as well."""
    match.start_half_an_hour_ago()
    match.add_game(winner="draw")
    match.complete_lookups()
    assert match.proposed() == ("draw" if match.visible else None)
    held: list[tuple[str, str, str]] = []
    if they_report:
        match.report(ace="draw", viper="draw")
        assert match.state() == ("completed", "settled", "draw", "agreed")
    elif match.visible:
        match.pass_time(CONTEST)
        assert match.state() == ("completed", "settled", "draw", "game_data")
        # Neither reported it: each may contest it and have the other's stake.
        held = [("ace", "500.00", "game_data"), ("viper", "500.00", "game_data")]
    else:
        pass_all_deadlines(match)
        assert match.state() == NOBODY
    assert (match.money(), match.holds()) == (REFUNDED, held)


def test_scenario_20_draw_is_replayed_if_both_want_it(match: ScenarioMatch) -> None:
    match.add_game(winner="draw", ended_ago_s=120)
    for player in (match.ace, match.viper):
        player.report_more(match.match_id, outcome="draw", replay=True)
    assert match.state() == ("active", "in_play", None, "replay")
    assert match.money() == HELD
    match.add_game(winner="p2", **JUST_NOW)
    match.report(ace="lost")
    match.complete_lookups()
    assert match.proposed() == ("viper" if match.visible else None)
    match.report(viper="won")
    assert match.state() == ("completed", "settled", "viper", "agreed")
    assert match.money() == VIPER_PAID


def test_scenario_30_both_players_lists_must_show_the_game(match: ScenarioMatch) -> None:
    """Visible: certain once both lists have shown it twice. Hidden: both reports decide."""
    match.start_half_an_hour_ago()
    match.activision.fault("nosuchkey", scope="path", path="fullMatch", count=None)
    match.add_game(delays={"p1": 0, "p2": 50_000})
    match.complete_lookups(4)
    assert match.grades() == ({"LOW"} if match.visible else set())
    assert match.state()[:2] == ("active", "in_play")
    match.activision.control.post("/clock", json={"advance_seconds": 1_001})
    match.activision.clear_faults()
    match.complete_lookups(3)
    expect_ace_paid_once(match)


def test_scenario_31_figures_that_still_change_are_read_again(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.activision.switch(partial_first=True, partial_seconds=50_000)
    match.add_game()
    match.complete_lookups(2)
    match.activision.control.post("/clock", json={"advance_seconds": 1_001})
    match.complete_lookups(1)
    assert match.grades() == ({"MEDIUM"} if match.visible else set()), "they have changed"
    assert match.proposed() is None
    match.complete_lookups(1)
    expect_ace_paid_once(match)


def test_scenario_42_repeated_evidence_and_reports_pay_once(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups()
    match.report(ace="won")
    before = match.arena.sql("SELECT count(*) FROM match_evidence")
    for _ in range(3):
        verify_match(match.match_id)
        match.complete_lookups(1)
    assert match.arena.sql("SELECT count(*) FROM match_evidence") == before
    if match.visible:
        match.arena.let_time_pass(CONTEST)

    def report() -> None:
        answer = match.viper.report(match.match_id, "lost", key="the-same-again")
        assert answer.status_code in {200, 409}, answer.text

    at_once(*[report, sweep_matches, lambda: verify_match(match.match_id)] * 3)
    sweep_matches()
    assert (match.state()[0], match.money()) == ("completed", ACE_PAID)
    assert (match.settlements(), len(match.holds()) <= 1) == (1, True)
