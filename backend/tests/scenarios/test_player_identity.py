"""Scenarios about names, platforms, closed profiles and doubles.

Hidden, a match shows no name at all: the players' own words decide.
"""

from collections.abc import Callable

import pytest

from app.workers.tasks.matches import score_risks
from tests.scenarios.conftest import ACE_PAID, ANSWER, CONTEST, HELD, VIPER_PAID, Scene
from tests.support.arena import refusal
from tests.support.duel import VIPER, meet


def close_vipers_profile(scene: Scene) -> None:
    for account in scene.activision.control.get("/cod/players").json():
        if account["names"].get("battle") == VIPER:
            uno = account["uno"]
            scene.activision.player(VIPER, uno=uno, data_visible={"battle": "none"})


def test_scenario_16_one_record_that_names_both_needs_a_report(scene: Scene) -> None:
    close_vipers_profile(scene)
    scene.silent()
    scene.played()
    scene.looked(4)
    assert scene.grades() == ({"MEDIUM"} if scene.visible else {"NONE"})
    assert scene.state()[:2] == ("active", "in_play"), "it settles nothing alone"
    scene.say(ace="won")
    scene.show(scene.ace)
    scene.pass_time(ANSWER)
    assert scene.state() == ("completed", "settled", "ace", "silence")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", "silence")])


def test_scenario_16_one_record_against_a_report_is_a_dispute(scene: Scene) -> None:
    """Hidden: his word stands alone, without proof, and silence does not confirm it."""
    close_vipers_profile(scene)
    scene.silent()
    scene.played()
    scene.looked(4)
    assert scene.viper.match(scene.match_id)["game"] is None, "nobody shall report by it"
    scene.say(viper="won")
    if scene.visible:
        assert scene.state() == ("disputed", "evidence", None, "data_contradicts")
        assert scene.viper.match(scene.match_id)["game"]["winner"] == scene.seat("ace")
    else:
        scene.pass_time(ANSWER)
        assert scene.state()[0::3] == ("disputed", "no_answer")
    assert scene.money() == HELD


def test_scenario_17_one_record_that_names_nobody_else_is_weak(scene: Scene) -> None:
    close_vipers_profile(scene)
    scene.activision.fault("nosuchkey", scope="path", path="fullMatch", count=None)
    scene.silent()
    scene.played()
    scene.looked(4)
    assert scene.grades() == ({"LOW"} if scene.visible else {"NONE"})
    scene.say(ace="lost", viper="won")  # against the record: reports decide
    assert scene.state() == ("completed", "settled", "viper", "agreed")
    assert (scene.money(), scene.holds()) == (VIPER_PAID, [])


def test_scenario_24_a_new_name_is_the_same_person(scene: Scene) -> None:
    scene.played(sides={"p1": {"username": "NewName"}})
    scene.say(ace="won")
    scene.looked()
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", [])
        assert scene.proposed() == "ace"
    scene.say(viper="lost")
    assert (scene.state()[3], scene.money(), scene.holds()) == ("agreed", ACE_PAID, [])


def test_scenario_25_a_new_name_without_a_known_id_is_weak(
    new_scene: Callable[..., Scene],
) -> None:
    """Ace's name was never seen in a game, so that nothing but it could tell who he is."""
    scene = new_scene(former=(VIPER, "Stranger#1"))
    scene.silent()
    scene.played(sides={"p1": {"username": "NewName"}})
    scene.activision.fault("user_not_found", scope="player", player="NairobiAce#2741", count=None)
    scene.looked(4)
    assert scene.grades() == ({"LOW"} if scene.visible else set())
    assert scene.state()[:2] == ("active", "in_play")
    scene.say(ace="lost", viper="won")
    assert (scene.state()[3], scene.money(), scene.holds()) == ("agreed", VIPER_PAID, [])
    scene.activision.round()
    (account,) = scene.ace.get("/users/me/game-accounts")["items"]
    assert account["visibility"] == "not_found", "he is asked to link his name anew"


def test_scenario_26_another_platform_with_the_same_id_counts(scene: Scene) -> None:
    scene.silent()
    scene.played(sides={"p1": {"platform": "psn"}})
    scene.looked()
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", ["platform_changed"])
        scene.pass_time(CONTEST)
    else:
        scene.agree()
    assert (scene.state()[:3], scene.money()) == (("completed", "settled", "ace"), ACE_PAID)


def test_scenario_27_a_name_that_only_looks_like_the_opponents(scene: Scene) -> None:
    """Viper beats a double of Ace, and shows the picture."""
    double = "N\N{CYRILLIC SMALL LETTER A}irobiAce"
    scene.activision.player(f"{double}#1")
    scene.activision.play(VIPER, f"{double}#1")
    scene.say(ace="problem")
    scene.looked()
    assert scene.grades() <= {"NONE"}, "a game with somebody else"
    scene.show(scene.viper, claimed_name=double)
    scene.say(viper="won")
    assert scene.state() == ("disputed", "evidence", None, "impersonation")
    assert (scene.flags(), scene.money()) == (["impersonation"], HELD)
    found = scene.arena.admin().get(f"/admin/matches/{scene.match_id}/dispute")
    assert found["flags"] == found["pictures"][0]["flags"] == ["impersonation"]


@pytest.mark.usefixtures("regulars")
def test_scenario_36_one_game_does_not_serve_two_wagers(new_scene: Callable[..., Scene]) -> None:
    """Hidden: the game is not seen, and each match is paid by its own reports."""
    scene = new_scene(money=1_000)
    scene.played()
    scene.say(ace="won")
    scene.looked()
    scene.say(viper="lost")
    assert scene.money() == (("1400.00", "0.00"), ("500.00", "0.00"))
    meet(scene, wager=500)
    for player in (scene.ace, scene.viper):
        player.ready(scene.match_id)
    scene.began(minutes_ago=10)  # as if the clocks of the two matches had met
    scene.say(ace="won")
    scene.looked()
    if scene.visible:
        assert scene.state() == ("disputed", "evidence", None, "match_reused")
        assert scene.money() == (("900.00", "500.00"), ("0.00", "500.00"))
    else:
        scene.say(viper="lost")
        assert scene.money() == (("1800.00", "0.00"), ("0.00", "0.00"))


@pytest.mark.usefixtures("regulars")
def test_scenario_44_they_agree_and_look_like_one_person(new_scene: Callable[..., Scene]) -> None:
    """We know no devices; five matches in a row that Ace wins within a minute are as good.

    The prize is in the wallet, and nothing leaves it before a person has looked.
    """
    scene = new_scene(money=600, ready=False)
    scene.viper.cancel(scene.match_id)
    for _ in range(4):
        meet(scene, wager=20)
        for player in (scene.ace, scene.viper):
            player.ready(scene.match_id)
        scene.agree()
    meet(scene, wager=500)
    for player in (scene.ace, scene.viper):
        player.ready(scene.match_id)
    scene.began(minutes_ago=10)
    scene.played()
    scene.say(ace="won")
    scene.looked()
    scene.say(viper="lost")
    score_risks()
    assert scene.state() == ("completed", "settled", "ace", "agreed")
    assert scene.money() == (("1064.00", "0.00"), ("20.00", "0.00"))
    risk = scene.arena.admin().get(f"/admin/users/{scene.ace.id}/risk")
    assert (risk["frozen"], risk["score"] >= 70) == (True, True)
    rung = scene.arena.sql("SELECT kind, subject FROM alarms")
    assert ("payouts_frozen", f"user:{scene.ace.id}") in rung
    answer = scene.ace.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "withdrawal_held")


def test_scenario_51_who_closes_his_data_is_noticed_and_loses_nothing_by_it(scene: Scene) -> None:
    """He was open when they met, and is not when we look: a flag, 20 points, and weaker data."""
    scene.silent()
    close_vipers_profile(scene)
    scene.played()
    scene.looked(4)
    assert scene.proofs()[0][2] == ["privacy_closed"]
    assert "HIGH" not in scene.grades()
    assert scene.state()[:3] == ("active", "in_play", None)
    scene.say(ace="won", viper="lost")
    assert (scene.state()[3], scene.money()) == ("agreed", ACE_PAID)
    score_risks()
    referee = scene.arena.admin()
    told = [
        [(flag["signal"], flag["points"]) for flag in risk["flags"]]
        for player in (scene.ace, scene.viper)
        for risk in (referee.get(f"/admin/users/{player.id}/risk"),)
    ]
    assert told == [[], [("privacy_closed", 20)]]
