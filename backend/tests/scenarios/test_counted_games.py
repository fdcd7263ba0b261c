"""Scenarios about games that count, do not count, or contradict themselves.

Hidden, none of them is seen: the players' own words decide in every one.
"""

import pytest

from tests.scenarios.conftest import (
    ACE_PAID,
    ANSWER,
    CONTEST,
    HELD,
    VIPER_PAID,
    Scene,
)


def proved_nothing(scene: Scene) -> bool:
    return scene.grades() <= {"NONE"} and scene.state()[:2] == ("active", "in_play")


def ends_for_ace(scene: Scene, *, why: str) -> None:
    """Let time pass after Ace's report with proof: data stand first, else silence does."""
    reason = why if scene.visible else "silence"
    assert scene.proposed() == ("ace" if scene.visible else None)
    scene.pass_time(CONTEST if scene.visible else ANSWER)
    assert scene.state() == ("completed", "settled", "ace", reason)
    assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", reason)])


def test_scenario_18_the_first_of_two_games_counts(scene: Scene) -> None:
    scene.began(minutes_ago=60)
    scene.played(winner="p1", ended_ago_s=1800)
    scene.played(winner="p2")
    scene.say(ace="won")
    scene.show(scene.ace)
    scene.looked()
    ends_for_ace(scene, why="game_data")


def test_scenario_21_an_aborted_game_is_no_game_and_we_keep_looking(scene: Scene) -> None:
    scene.silent()
    scene.played(winner="none", duration_s=26, ended_ago_s=600)
    scene.looked()
    assert proved_nothing(scene)
    assert (scene.job()[0], scene.money()) == ("waiting", HELD)
    scene.played(winner="p2")
    scene.looked()
    assert scene.proposed() == ("viper" if scene.visible else None)
    scene.say(ace="lost", viper="won")
    assert scene.money() == VIPER_PAID


def test_scenario_22_who_leaves_after_a_kill_forfeits(scene: Scene) -> None:
    scene.played(winner="p2", leaver="p2", sides={"p2": {"kills": 3}})
    scene.say(ace="won")
    scene.show(scene.ace)
    scene.looked()
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", ["forfeit"])
    ends_for_ace(scene, why="forfeit")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"duration_s": 20}, id="after 20 s"),
        pytest.param(
            {"sides": {seat: {"kills": 0, "deaths": 0} for seat in ("p1", "p2")}}, id="no kills"
        ),
    ],
)
def test_scenario_23_a_game_that_broke_off_at_the_start_is_played_again(
    told: dict[str, object], scene: Scene
) -> None:
    scene.silent()
    scene.played(leaver="p2", ended_ago_s=600, **told)
    scene.looked()
    assert proved_nothing(scene)
    assert scene.money() == HELD
    scene.played(winner="p2")
    scene.looked()
    assert scene.proposed() == ("viper" if scene.visible else None)
    scene.say(ace="lost", viper="won")
    assert (scene.state()[3], scene.money()) == ("agreed", VIPER_PAID)


@pytest.mark.parametrize(
    "told", [{"mode": "war"}, {"private": False}], ids=["another mode", "a public lobby"]
)
def test_scenario_28_another_mode_is_no_evidence_and_reports_decide(
    told: dict[str, object], scene: Scene
) -> None:
    scene.silent()
    scene.played(**told)
    scene.looked()
    assert proved_nothing(scene)
    wrong = [("unknown", "NONE", ["wrong_rules"])] if "mode" in told and scene.visible else []
    assert scene.proofs() == wrong
    scene.agree()
    assert (scene.state()[3], scene.money()) == ("agreed", ACE_PAID)


def test_scenario_28_who_objects_to_another_mode_has_a_dispute(scene: Scene) -> None:
    scene.played(mode="war")
    scene.say(ace="won")
    scene.looked()
    scene.complain(scene.viper, "wrong_rules")
    assert scene.state()[:2] == ("disputed", "evidence")
    assert (scene.seen()["dispute"]["reason"], scene.money()) == ("wrong_rules", HELD)


def test_scenario_29_a_third_player_spoils_the_lobby(scene: Scene) -> None:
    scene.silent()
    scene.activision.player("Stranger#1")
    scene.played(others=["Stranger#1"])
    scene.looked()
    spoiled = [("unknown", "NONE", ["extra_players"])] if scene.visible else []
    assert (scene.proofs(), proved_nothing(scene)) == (spoiled, True)
    scene.say(ace="won")
    scene.complain(scene.viper, "wrong_rules")
    assert (scene.state()[0], scene.money()) == ("disputed", HELD)


def test_scenario_37_of_three_games_the_third_is_missing(scene: Scene) -> None:
    """The data tell 1-1, so both reports decide, as in a match of one game that nobody saw."""
    scene.agreed(best_of="3")
    scene.began(minutes_ago=60)
    scene.played(winner="p1", ended_ago_s=1800)
    scene.played(winner="p2")
    scene.say(ace="won")
    scene.looked(4)
    assert scene.grades() <= {"NONE"}
    assert scene.state()[:2] == ("active", "awaiting_reports")
    scene.say(viper="lost")
    assert (scene.state(), scene.money()) == (
        ("completed", "settled", "ace", "agreed"),
        ACE_PAID,
    )


@pytest.mark.parametrize("has_proof", [True, False])
def test_scenario_37_else_silence_and_else_a_referee(
    has_proof: bool,
    scene: Scene,
) -> None:
    scene.agreed(best_of="3")
    scene.began(minutes_ago=60)
    scene.played(winner="p1", ended_ago_s=1800)
    scene.played(winner="p2")
    scene.say(viper="won")
    if has_proof:
        scene.show(scene.viper)
    scene.looked()
    scene.pass_time(ANSWER)
    if has_proof:
        assert scene.state() == ("completed", "settled", "viper", "silence")
        assert (scene.money(), scene.holds()) == (VIPER_PAID, [("viper", "900.00", "silence")])
    else:
        assert (scene.state()[0::3], scene.money()) == (("disputed", "no_answer"), HELD)


def test_scenario_38_scores_against_results_go_to_a_referee(scene: Scene) -> None:
    """Hidden: the contradiction is not seen, and both reports are paid."""
    scene.played(sides={"p1": {"result": "loss"}, "p2": {"result": "win"}})
    scene.say(ace="won")
    scene.looked()
    if scene.visible:
        assert scene.proofs()[-1] == ("unknown", "NONE", ["inconsistent"])
        assert scene.state() == ("disputed", "evidence", None, "inconsistent")
        assert scene.money() == HELD
    else:
        scene.say(viper="lost")
        assert (scene.state()[3], scene.money()) == ("agreed", ACE_PAID)


def test_scenario_45_a_game_from_before_the_match_proves_nothing(scene: Scene) -> None:
    """Who offers it as proof does not win by it; a referee holds it against him."""
    old = scene.played(ended_ago_s=7_200)
    scene.ace.report_more(scene.match_id, outcome="won", cod_match_id=old["match_id"])
    scene.show(scene.ace, note="Our game at noon.")
    scene.looked()
    assert scene.grades() <= {"NONE"}
    assert scene.proposed() is None
    scene.say(viper="won")
    assert (scene.state()[0::3], scene.money()) == (("disputed", "reports_contradict"), HELD)
    referee = scene.arena.admin()
    ruled = referee.decide(scene.match_id, "player2", "It is an older game.", strike="player1")
    assert ruled.status_code == 200
    assert scene.ace.get("/users/me/standing")["penalty"] == "warning"
    assert scene.money() == VIPER_PAID


def test_scenario_46_a_clock_that_runs_ahead_is_borne_with(scene: Scene) -> None:
    scene.silent()
    scene.activision.fault("clock_skew", count=None)
    scene.played(ended_ago_s=5)
    scene.looked()
    if scene.visible:
        assert scene.proofs()[-1] == ("ace", "HIGH", [])
        scene.pass_time(CONTEST)
    else:
        scene.agree()
    assert (scene.state()[:3], scene.money()) == (("completed", "settled", "ace"), ACE_PAID)


def test_scenario_48_a_kill_race_is_decided_by_the_score_when_the_kills_are_equal(
    scene: Scene,
) -> None:
    """The games are public, so they are seen in either mode."""
    scene.agreed(format="'kill_race_public'")
    scene.silent()
    scene.activision.player("Stranger#1")
    for name, score in (("NairobiAce#2741", 2_600), ("Viper#1", 2_500)):
        best = {"p1": {"kills": 18, "score": score}}
        worse = {"p1": {"kills": 11, "score": 9_000}}
        for sides in (best, worse):
            scene.activision.play(name, "Stranger#1", private=False, sides=sides)
    scene.looked()
    assert scene.proofs()[-1] == ("ace", "HIGH", [])
    scene.pass_time(CONTEST)
    assert scene.state() == ("completed", "settled", "ace", "game_data")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", "game_data")])
