"""Scenarios in which the game's data propose a result, or come too late to do so.

Hidden, there is nothing to propose: reports decide, silence refunds.
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
    Scene,
)
from tests.support.arena import at_once, refusal
from tests.support.fault_injection import JUST_NOW

NOBODY = ("cancelled", "settled", "void", "nobody_reported")


def ace_is_paid_once(scene: Scene) -> None:
    """By sure data that nobody contests; where they are hidden, by the reports of both."""
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", [])
        scene.pass_time(CONTEST)
        assert scene.holds() == [("ace", "900.00", "game_data")]
    else:
        scene.agree()
    assert (scene.money(), scene.settlements()) == (ACE_PAID, 1)


def nobody_ever_reports(scene: Scene) -> None:
    scene.pass_time(PLAY)
    scene.pass_time(LATE)


def test_scenario_02_both_records_and_both_reports_agree(scene: Scene) -> None:
    scene.played()
    scene.say(ace="won")
    scene.looked()
    assert scene.grades() == ({"MEDIUM", "HIGH"} if scene.visible else set())
    assert scene.proposed() == ("ace" if scene.visible else None)
    scene.say(viper="lost")
    assert scene.state() == ("completed", "settled", "ace", "agreed")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [])


def test_scenario_03_data_alone_propose_and_time_settles(scene: Scene) -> None:
    """Hidden: nobody reported, so both are refunded."""
    scene.silent()
    scene.played()
    scene.looked()
    assert scene.money() == HELD
    if scene.visible:
        assert scene.state()[:2] == ("active", "provisional")
        scene.pass_time(CONTEST - 60)
        assert scene.state()[0] == "active"
        scene.pass_time(60)
        assert scene.state() == ("completed", "settled", "ace", "game_data")
        assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", "game_data")])
    else:
        nobody_ever_reports(scene)
        assert (scene.state(), scene.money()) == (NOBODY, REFUNDED)


def test_scenario_04_the_loser_contests_in_time(scene: Scene) -> None:
    """Hidden: nothing is proposed; two who both claim the victory are in dispute all the same."""
    scene.silent()
    scene.played()
    scene.looked()
    answer = scene.viper.contest(scene.match_id, "won")
    if scene.visible:
        assert answer.status_code == 200
        assert scene.state() == ("disputed", "evidence", None, "contested")
        assert scene.viper.contest(scene.match_id, "won").status_code == 200, "changes nothing"
        assert refusal(scene.ace.confirm(scene.match_id)) == (409, "match_moved_on")
    else:
        assert refusal(answer) == (409, "match_moved_on")
        scene.both_claim_victory()
        assert scene.state() == ("disputed", "evidence", None, "reports_contradict")
    scene.pass_time(CONTEST)
    assert (scene.state()[0], scene.money()) == ("disputed", HELD)


def test_scenario_05_data_against_both_reports_are_not_paid_by_themselves(scene: Scene) -> None:
    """Hidden: what both say is all there is, and it is paid."""
    scene.silent()
    scene.played()
    scene.looked()
    scene.say(ace="lost")  # against the data, and against himself
    answer = scene.viper.report(scene.match_id, "won")
    if scene.visible:
        assert refusal(answer) == (409, "match_moved_on")
        assert scene.state() == ("disputed", "evidence", None, "data_contradicts")
        assert (scene.flags(), scene.money()) == (["collusion"], HELD)
    else:
        assert scene.state() == ("completed", "settled", "viper", "agreed")
        assert (scene.flags(), scene.money()) == ([], VIPER_PAID)


def test_scenario_14_data_come_late_but_before_the_refund(scene: Scene) -> None:
    """Hidden: they never come."""
    scene.silent()
    scene.looked()
    scene.pass_time(PLAY)
    scene.pass_time(LATE - 60)
    scene.played(winner="p2")
    scene.looked()
    scene.pass_time(CONTEST)
    if scene.visible:
        assert scene.state() == ("completed", "settled", "viper", "game_data")
        assert (scene.money(), scene.holds()) == (VIPER_PAID, [("viper", "900.00", "game_data")])
    else:
        assert (scene.state(), scene.money()) == (NOBODY, REFUNDED)


def test_scenario_15_data_that_come_after_the_end_change_nothing(scene: Scene) -> None:
    """Activision is asked before the end, and answers after it."""
    scene.silent()
    scene.played()
    scene.looked(2)
    scene.pass_time(PLAY)
    scene.look_while(lambda: scene.pass_time(LATE))
    assert (scene.state(), scene.money()) == (NOBODY, REFUNDED)
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", ["late_evidence"])
    scene.looked()
    assert (scene.state(), scene.money(), scene.settlements()) == (NOBODY, REFUNDED, 1)


@pytest.mark.parametrize("they_report", [True, False])
def test_scenario_20_a_draw_gives_both_their_stakes_back(
    they_report: bool,
    scene: Scene,
) -> None:
    """Hidden and without a word it is no draw that is known of: they are refunded as well."""
    scene.silent()
    scene.played(winner="draw")
    scene.looked()
    assert scene.proposed() == ("draw" if scene.visible else None)
    if they_report:
        scene.say(ace="draw", viper="draw")
        assert scene.state() == ("completed", "settled", "draw", "agreed")
    elif scene.visible:
        scene.pass_time(CONTEST)
        assert scene.state() == ("completed", "settled", "draw", "game_data")
    else:
        nobody_ever_reports(scene)
        assert scene.state() == NOBODY
    assert (scene.money(), scene.holds()) == (REFUNDED, [])


def test_scenario_20_a_draw_is_played_again_if_both_tick_it(scene: Scene) -> None:
    scene.played(winner="draw", ended_ago_s=120)
    for player in (scene.ace, scene.viper):
        player.report_more(scene.match_id, outcome="draw", replay=True)
    assert scene.state() == ("active", "in_play", None, "replay")
    assert scene.money() == HELD
    scene.played(winner="p2", **JUST_NOW)
    scene.say(ace="lost")
    scene.looked()
    assert scene.proposed() == ("viper" if scene.visible else None)
    scene.say(viper="won")
    assert scene.state() == ("completed", "settled", "viper", "agreed")
    assert scene.money() == VIPER_PAID


def test_scenario_30_one_list_is_slower_than_the_other(scene: Scene) -> None:
    """Visible: sure only when both lists have shown it twice. Hidden: both reports decide."""
    scene.silent()
    scene.activision.fault("nosuchkey", scope="path", path="fullMatch", count=None)
    scene.played(delays={"p1": 0, "p2": 50_000})
    scene.looked(4)
    assert scene.grades() == ({"LOW"} if scene.visible else set())
    assert scene.state()[:2] == ("active", "in_play")
    scene.activision.control.post("/clock", json={"advance_seconds": 1_001})
    scene.activision.mend()
    scene.looked(3)
    ace_is_paid_once(scene)


def test_scenario_31_figures_that_still_grow_are_read_again(scene: Scene) -> None:
    scene.silent()
    scene.activision.switch(partial_first=True, partial_seconds=50_000)
    scene.played()
    scene.looked(2)
    scene.activision.control.post("/clock", json={"advance_seconds": 1_001})
    scene.looked(1)
    assert scene.grades() == ({"MEDIUM"} if scene.visible else set()), "they have changed"
    assert scene.proposed() is None
    scene.looked(1)
    ace_is_paid_once(scene)


def test_scenario_42_the_same_news_again_and_again_pay_once(scene: Scene) -> None:
    scene.silent()
    scene.played()
    scene.looked()
    scene.say(ace="won")
    told = scene.arena.sql("SELECT count(*) FROM match_evidence")
    for _ in range(3):
        verify_match(scene.match_id)
        scene.looked(1)
    assert scene.arena.sql("SELECT count(*) FROM match_evidence") == told
    if scene.visible:
        scene.arena.let_time_pass(CONTEST)

    def report() -> None:
        answer = scene.viper.report(scene.match_id, "lost", key="the-same-again")
        assert answer.status_code in {200, 409}, answer.text

    at_once(*[report, sweep_matches, lambda: verify_match(scene.match_id)] * 3)
    sweep_matches()
    assert (scene.state()[0], scene.money()) == ("completed", ACE_PAID)
    assert (scene.settlements(), len(scene.holds()) <= 1) == (1, True)
