"""Scenarios in which Activision is down, refuses us, or shows nothing: reports go on."""

import pytest

from tests.scenarios.conftest import ACE_PAID, HELD, REFUNDED, Scene


def looked_in_vain_and_agreed(scene: Scene, kind: str) -> None:
    """Let a fault stay, look often, and nothing happens until both have spoken."""
    scene.activision.fault(kind, count=None)
    scene.played()
    scene.say(ace="won")
    scene.looked(4)
    assert (scene.proofs(), scene.money()) == ([], HELD)
    assert scene.state() == ("active", "awaiting_reports", None, None)
    scene.say(viper="lost")
    assert scene.state() == ("completed", "settled", "ace", "agreed")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [])


def rung(scene: Scene) -> list[str]:
    return [kind for (kind,) in scene.arena.sql("SELECT kind FROM alarms")]


def status(scene: Scene) -> str:
    word: str = scene.ace.get("/matches/verification-status")["automatic_verification"]
    return word


def test_scenario_06_down_all_along_and_both_agree(scene: Scene) -> None:
    looked_in_vain_and_agreed(scene, "http_500")
    assert rung(scene) == []


def test_scenario_32_a_limit_in_the_middle_changes_nothing(scene: Scene) -> None:
    scene.played()
    scene.say(ace="won")
    scene.look(2)  # planned, and read once
    before = (scene.state(), scene.proofs())
    scene.activision.fault("rate_limit", count=None)
    scene.looked(3)
    assert (scene.state(), scene.proofs()) == before
    assert (scene.job()[0], scene.money(), status(scene)) == ("waiting", HELD, "degraded")


def test_scenario_33_a_token_that_has_run_out_rings_and_reports_go_on(scene: Scene) -> None:
    looked_in_vain_and_agreed(scene, "token_expired")
    assert rung(scene) == ["cod_token_refused"]


def test_scenario_34_a_title_that_shows_nothing_is_not_no_match(scene: Scene) -> None:
    looked_in_vain_and_agreed(scene, "empty_data")


@pytest.mark.parametrize("kind", ["html_body", "ban_403"])
def test_scenario_35_a_page_for_people_and_a_ban_close_the_door(kind: str, scene: Scene) -> None:
    looked_in_vain_and_agreed(scene, kind)
    assert (rung(scene), status(scene)) == (["cod_address_shut_out"], "degraded")
    before = scene.calls()
    scene.looked(2)
    assert scene.calls() == before, "we leave them alone"


def test_scenario_52_a_title_is_shut_down_overnight_and_nothing_is_lost(scene: Scene) -> None:
    """Three of the wagers that were open; players are told that they verify themselves."""
    others = [scene.arena.playing(wager=500) for _ in range(2)]
    assert status(scene) == "on"
    scene.activision.switch(shutdown=True)
    scene.played()
    scene.say(ace="won")
    scene.looked(10)
    assert (scene.proofs(), status(scene)) == ([], "degraded")
    scene.say(viper="lost")
    assert (scene.state()[3], scene.money()) == ("agreed", ACE_PAID)
    (one, two, silent), (three, four, disputed) = others
    three.report(disputed, "won")
    four.report(disputed, "won")
    scene.pass_time(7_201)
    scene.pass_time(1_801)
    assert (one.wallet(), two.wallet()) == REFUNDED, f"nobody reported match {silent}"
    assert three.match(disputed)["status"] == "disputed"
    assert (three.wallet(), four.wallet()) == HELD
