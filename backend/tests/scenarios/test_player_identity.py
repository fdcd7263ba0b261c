"""Scenarios about names, platforms, private profiles and look-alike names.

Hidden games show no names: the players' reports decide.
"""

from collections.abc import Callable

import pytest

from app.workers.tasks.matches import score_risks
from tests.scenarios.conftest import ACE_PAID, ANSWER, CONTEST, HELD, VIPER_PAID, ScenarioMatch
from tests.support.arena import refusal
from tests.support.duel import VIPER, pair


def close_vipers_profile(match: ScenarioMatch) -> None:
    for account in match.activision.control.get("/cod/players").json():
        if account["names"].get("battle") == VIPER:
            uno = account["uno"]
            match.activision.player(VIPER, uno=uno, data_visible={"battle": "none"})


def test_scenario_16_single_record_with_both_names_needs_a_report(match: ScenarioMatch) -> None:
    close_vipers_profile(match)
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups(4)
    assert match.grades() == ({"MEDIUM"} if match.visible else {"NONE"})
    assert match.state()[:2] == ("active", "in_play"), "it settles nothing alone"
    match.report(ace="won")
    match.upload_picture(match.ace)
    match.viper.read_inbox()
    match.pass_time(ANSWER)
    assert match.state() == ("completed", "settled", "ace", "silence")
    assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", "silence")])


def test_scenario_16_single_record_against_a_report_opens_a_dispute(match: ScenarioMatch) -> None:
    """Hidden: a report without proof, which silence does not confirm."""
    close_vipers_profile(match)
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups(4)
    assert match.viper.match(match.match_id)["game"] is None, (
        "no player may copy their report from it"
    )
    match.report(viper="won")
    if match.visible:
        assert match.state() == ("disputed", "evidence", None, "data_contradicts")
        assert match.viper.match(match.match_id)["game"]["winner"] == match.seat("ace")
    else:
        match.ace.read_inbox()
        match.pass_time(ANSWER)
        assert match.state()[0::3] == ("disputed", "no_answer")
    assert match.money() == HELD


def test_scenario_17_single_record_without_the_opponent_is_weak(match: ScenarioMatch) -> None:
    close_vipers_profile(match)
    match.activision.fault("nosuchkey", scope="path", path="fullMatch", count=None)
    match.start_half_an_hour_ago()
    match.add_game()
    match.complete_lookups(4)
    assert match.grades() == ({"LOW"} if match.visible else {"NONE"})
    match.report(ace="lost", viper="won")  # against the record: reports decide
    assert match.state() == ("completed", "settled", "viper", "agreed")
    assert (match.money(), match.holds()) == (VIPER_PAID, [])


def test_scenario_24_new_name_with_a_known_id_counts(match: ScenarioMatch) -> None:
    match.add_game(sides={"p1": {"username": "NewName"}})
    match.report(ace="won")
    match.complete_lookups()
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", [])
        assert match.proposed() == "ace"
    match.report(viper="lost")
    assert (match.state()[3], match.money(), match.holds()) == ("agreed", ACE_PAID, [])


def test_scenario_25_new_name_without_a_known_id_is_weak(
    new_scenario_match: Callable[..., ScenarioMatch],
) -> None:
    """Ace was in no earlier game, so the name alone identifies them."""
    match = new_scenario_match(former=(VIPER, "Third#1"))
    match.start_half_an_hour_ago()
    match.add_game(sides={"p1": {"username": "NewName"}})
    match.activision.fault("user_not_found", scope="player", player="NairobiAce#2741", count=None)
    match.complete_lookups(4)
    assert match.grades() == ({"LOW"} if match.visible else set())
    assert match.state()[:2] == ("active", "in_play")
    match.report(ace="lost", viper="won")
    assert (match.state()[3], match.money(), match.holds()) == ("agreed", VIPER_PAID, [])
    match.activision.run_lookups()
    (account,) = match.ace.get("/users/me/game-accounts")["items"]
    assert account["visibility"] == "not_found", "the player is asked to link their name again"


def test_scenario_26_other_platform_with_the_same_id_counts(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.add_game(sides={"p1": {"platform": "psn"}})
    match.complete_lookups()
    if match.visible:
        assert match.proofs()[-1] == ("ace", "HIGH", ["platform_changed"])
        match.pass_time(CONTEST)
    else:
        match.both_report_ace()
    assert (match.state()[:3], match.money()) == (("completed", "settled", "ace"), ACE_PAID)


def test_scenario_27_look_alike_name_is_not_the_opponent(match: ScenarioMatch) -> None:
    """Viper beats a look-alike of Ace and uploads the picture."""
    double = "N\N{CYRILLIC SMALL LETTER A}irobiAce"
    match.activision.player(f"{double}#1")
    match.activision.add_game(VIPER, f"{double}#1")
    match.report(ace="problem")
    match.complete_lookups()
    assert match.grades() <= {"NONE"}, "a game with another player"
    match.upload_picture(match.viper, claimed_name=double)
    match.report(viper="won")
    assert match.state() == ("disputed", "evidence", None, "impersonation")
    assert (match.flags(), match.money()) == (["impersonation"], HELD)
    found = match.arena.admin().get(f"/admin/matches/{match.match_id}/dispute")
    assert found["flags"] == found["pictures"][0]["flags"] == ["impersonation"]


@pytest.mark.usefixtures("rematches_allowed")
def test_scenario_36_one_game_counts_for_one_match_only(
    new_scenario_match: Callable[..., ScenarioMatch],
) -> None:
    """Hidden: no game is visible, and each match is paid by its own reports."""
    match = new_scenario_match(money=1_000)
    match.add_game()
    match.report(ace="won")
    match.complete_lookups()
    match.report(viper="lost")
    assert match.money() == (("1400.00", "0.00"), ("500.00", "0.00"))
    pair(match, wager=500)
    for player in (match.ace, match.viper):
        player.ready(match.match_id)
    match.set_start(minutes_ago=10)  # so that the game fits both matches
    match.report(ace="won")
    match.complete_lookups()
    if match.visible:
        assert match.state() == ("disputed", "evidence", None, "match_reused")
        assert match.money() == (("900.00", "500.00"), ("0.00", "500.00"))
    else:
        match.report(viper="lost")
        assert match.money() == (("1800.00", "0.00"), ("0.00", "0.00"))


@pytest.mark.usefixtures("rematches_allowed")
def test_scenario_44_prize_of_likely_collusion_is_frozen(
    new_scenario_match: Callable[..., ScenarioMatch],
) -> None:
    """Ace wins five matches in a row within a minute, which scores like a shared device.

    The prize is in the wallet and cannot be withdrawn before a review.
    """
    match = new_scenario_match(money=600, ready=False)
    match.viper.cancel(match.match_id)
    for _ in range(4):
        pair(match, wager=20)
        for player in (match.ace, match.viper):
            player.ready(match.match_id)
        match.both_report_ace()
    pair(match, wager=500)
    for player in (match.ace, match.viper):
        player.ready(match.match_id)
    match.set_start(minutes_ago=10)
    match.add_game()
    match.report(ace="won")
    match.complete_lookups()
    match.report(viper="lost")
    score_risks()
    assert match.state() == ("completed", "settled", "ace", "agreed")
    assert match.money() == (("1064.00", "0.00"), ("20.00", "0.00"))
    risk = match.arena.admin().get(f"/admin/users/{match.ace.id}/risk")
    assert (risk["frozen"], risk["score"] >= 70) == (True, True)
    alerts = match.arena.sql("SELECT kind, subject FROM alarms")
    assert ("payouts_frozen", f"user:{match.ace.id}") in alerts
    answer = match.ace.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "withdrawal_held")


def test_scenario_51_profile_made_private_is_flagged_without_penalty(
    match: ScenarioMatch,
) -> None:
    """Public at pairing and private at the lookup: a flag, 20 points and weaker evidence."""
    match.start_half_an_hour_ago()
    close_vipers_profile(match)
    match.add_game()
    match.complete_lookups(4)
    assert match.proofs()[0][2] == ["privacy_closed"]
    assert "HIGH" not in match.grades()
    assert match.state()[:3] == ("active", "in_play", None)
    match.report(ace="won", viper="lost")
    assert (match.state()[3], match.money()) == ("agreed", ACE_PAID)
    score_risks()
    referee = match.arena.admin()
    flags = [
        [(flag["signal"], flag["points"]) for flag in risk["flags"]]
        for player in (match.ace, match.viper)
        for risk in (referee.get(f"/admin/users/{player.id}/risk"),)
    ]
    assert flags == [[], [("privacy_closed", 20)]]
