"""Scenarios about games that count, do not count, or contradict themselves.

Hidden games are never found: the players' reports decide.
"""

import pytest

from tests.scenarios.conftest import (
    ACE_PAID,
    ANSWER,
    CONTEST,
    HELD,
    VIPER_PAID,
    ScenarioMatch,
)


def has_no_evidence(match: ScenarioMatch) -> bool:
    return match.grades() <= {"NONE"} and match.state()[:2] == ("active", "in_play")


def expect_ace_wins(match: ScenarioMatch, *, why: str) -> None:
    """Ace reported with proof: pass the time until the data stand, or silence confirms."""
    reason = why if match.visible else "silence"
    assert match.proposed() == ("ace" if match.visible else None)
    match.viper.read_inbox()
    match.pass_time(CONTEST if match.visible else ANSWER)
    assert match.state() == ("completed", "settled", "ace", reason)
    assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", reason)])


def test_scenario_18_first_of_two_games_counts(match: ScenarioMatch) -> None:
    match.set_start(minutes_ago=60)
    match.add_game(winner="p1", ended_ago_s=1800)
    match.add_game(winner="p2")
    match.report(ace="won")
    match.upload_picture(match.ace)
    match.complete_lookups()
    expect_ace_wins(match, why="game_data")


def test_scenario_21_aborted_game_does_not_count_and_lookups_continue(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.add_game(winner="none", duration_s=26, ended_ago_s=600)
    match.complete_lookups()
    assert has_no_evidence(match)
    assert (match.job()[0], match.money()) == ("waiting", HELD)
    match.add_game(winner="p2")
    match.complete_lookups()
    assert match.proposed() == ("viper" if match.visible else None)
    match.report(ace="lost", viper="won")
    assert match.money() == VIPER_PAID


def test_scenario_22_leaving_after_a_kill_forfeits(match: ScenarioMatch) -> None:
    match.add_game(winner="p2", leaver="p2", sides={"p2": {"kills": 3}})
    match.report(ace="won")
    match.upload_picture(match.ace)
    match.complete_lookups()
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", ["forfeit"])
    expect_ace_wins(match, why="forfeit")


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"duration_s": 20}, id="after 20 s"),
        pytest.param(
            {"sides": {seat: {"kills": 0, "deaths": 0} for seat in ("p1", "p2")}}, id="no kills"
        ),
    ],
)
def test_scenario_23_game_that_broke_off_at_the_start_is_replayed(
    facts: dict[str, object], match: ScenarioMatch
) -> None:
    match.start_half_an_hour_ago()
    match.add_game(leaver="p2", ended_ago_s=600, **facts)
    match.complete_lookups()
    assert has_no_evidence(match)
    assert match.money() == HELD
    match.add_game(winner="p2")
    match.complete_lookups()
    assert match.proposed() == ("viper" if match.visible else None)
    match.report(ace="lost", viper="won")
    assert (match.state()[3], match.money()) == ("agreed", VIPER_PAID)


@pytest.mark.parametrize(
    "facts", [{"mode": "war"}, {"private": False}], ids=["another mode", "a public lobby"]
)
def test_scenario_28_other_mode_is_no_evidence_and_reports_decide(
    facts: dict[str, object], match: ScenarioMatch
) -> None:
    match.start_half_an_hour_ago()
    match.add_game(**facts)
    match.complete_lookups()
    assert has_no_evidence(match)
    wrong = [("unknown", "NONE", ["wrong_rules"])] if "mode" in facts and match.visible else []
    assert match.proofs() == wrong
    match.both_report_ace()
    assert (match.state()[3], match.money()) == ("agreed", ACE_PAID)


def test_scenario_28_objection_to_another_mode_opens_a_dispute(match: ScenarioMatch) -> None:
    match.add_game(mode="war")
    match.report(ace="won")
    match.complete_lookups()
    match.dispute(match.viper, "wrong_rules")
    assert match.state()[:2] == ("disputed", "evidence")
    assert (match.seen()["dispute"]["reason"], match.money()) == ("wrong_rules", HELD)


def test_scenario_29_game_with_a_third_player_is_no_evidence(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.activision.player("Third#1")
    match.add_game(others=["Third#1"])
    match.complete_lookups()
    spoiled = [("unknown", "NONE", ["extra_players"])] if match.visible else []
    assert (match.proofs(), has_no_evidence(match)) == (spoiled, True)
    match.report(ace="won")
    match.dispute(match.viper, "wrong_rules")
    assert (match.state()[0], match.money()) == ("disputed", HELD)


def test_scenario_37_missing_third_game_leaves_it_to_reports(match: ScenarioMatch) -> None:
    """The data say 1-1, so both reports decide, as in a match without visible games."""
    match.set_terms(best_of="3")
    match.set_start(minutes_ago=60)
    match.add_game(winner="p1", ended_ago_s=1800)
    match.add_game(winner="p2")
    match.report(ace="won")
    match.complete_lookups(4)
    assert match.grades() <= {"NONE"}
    assert match.state()[:2] == ("active", "awaiting_reports")
    match.report(viper="lost")
    assert (match.state(), match.money()) == (
        ("completed", "settled", "ace", "agreed"),
        ACE_PAID,
    )


@pytest.mark.parametrize("has_proof", [True, False])
def test_scenario_37_missing_third_game_leaves_it_to_silence_or_a_referee(
    has_proof: bool,
    match: ScenarioMatch,
) -> None:
    match.set_terms(best_of="3")
    match.set_start(minutes_ago=60)
    match.add_game(winner="p1", ended_ago_s=1800)
    match.add_game(winner="p2")
    match.report(viper="won")
    if has_proof:
        match.upload_picture(match.viper)
    match.complete_lookups()
    match.ace.read_inbox()
    match.pass_time(ANSWER)
    if has_proof:
        assert match.state() == ("completed", "settled", "viper", "silence")
        assert (match.money(), match.holds()) == (VIPER_PAID, [("viper", "900.00", "silence")])
    else:
        assert (match.state()[0::3], match.money()) == (("disputed", "no_answer"), HELD)


def test_scenario_38_scores_that_contradict_results_go_to_a_referee(match: ScenarioMatch) -> None:
    """Hidden: the contradiction is invisible, and the reports are paid."""
    match.add_game(sides={"p1": {"result": "loss"}, "p2": {"result": "win"}})
    match.report(ace="won")
    match.complete_lookups()
    if match.visible:
        assert match.proofs()[-1] == ("unknown", "NONE", ["inconsistent"])
        assert match.state() == ("disputed", "evidence", None, "inconsistent")
        assert match.money() == HELD
    else:
        match.report(viper="lost")
        assert (match.state()[3], match.money()) == ("agreed", ACE_PAID)


def test_scenario_45_game_before_the_match_is_no_evidence(match: ScenarioMatch) -> None:
    """Offering it as proof does not win the match; a referee gives a strike for it."""
    old = match.add_game(ended_ago_s=7_200)
    match.ace.report_more(match.match_id, outcome="won", cod_match_id=old["match_id"])
    match.upload_picture(match.ace, note="Our game at noon.")
    match.complete_lookups()
    assert match.grades() <= {"NONE"}
    assert match.proposed() is None
    match.report(viper="won")
    assert (match.state()[0::3], match.money()) == (("disputed", "reports_contradict"), HELD)
    referee = match.arena.admin()
    ruled = referee.decide(match.match_id, "player2", "It is an older game.", strike="player1")
    assert ruled.status_code == 200
    assert match.ace.get("/users/me/standing")["penalty"] == "warning"
    assert match.money() == VIPER_PAID


def test_scenario_46_clock_skew_of_the_provider_is_tolerated(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.activision.fault("clock_skew", count=None)
    match.add_game(ended_ago_s=5)
    match.complete_lookups()
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", [])
        match.pass_time(CONTEST)
    else:
        match.both_report_ace()
    assert (match.state()[:3], match.money()) == (("completed", "settled", "ace"), ACE_PAID)


def test_scenario_48_kill_race_with_equal_kills_is_decided_by_score(
    match: ScenarioMatch,
) -> None:
    """The games are public, so they are visible in both cases."""
    match.set_terms(format="'kill_race_public'")
    match.start_half_an_hour_ago()
    match.activision.player("Third#1")
    for name, score in (("NairobiAce#2741", 2_600), ("Viper#1", 2_500)):
        best = {"p1": {"kills": 18, "score": score}}
        worse = {"p1": {"kills": 11, "score": 9_000}}
        for sides in (best, worse):
            match.activision.add_game(name, "Third#1", private=False, sides=sides)
    match.complete_lookups()
    assert match.proofs()[-1] == ("ace", "HIGH", [])
    match.pass_time(CONTEST)
    assert match.state() == ("completed", "settled", "ace", "game_data")
    assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", "game_data")])
