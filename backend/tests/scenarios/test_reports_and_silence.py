"""Scenarios that reports or silence decide, because the data show no game."""

from collections.abc import Callable

import pytest

from app.core.settings import get_settings
from tests.scenarios.conftest import (
    ACE_PAID,
    ANSWER,
    CORRECTION,
    HELD,
    LATE,
    PLAY,
    READY,
    REFUNDED,
    UNREACHED,
    VIPER_PAID,
    ScenarioMatch,
)
from tests.support.arena import refusal


def test_scenario_01_reports_that_agree_decide_without_data(
    match: ScenarioMatch,
) -> None:
    match.add_hidden_game()
    match.report(ace="won")
    match.complete_lookups()
    match.report(viper="lost")
    assert match.state() == ("completed", "settled", "ace", "agreed")
    assert (match.money(), match.holds(), match.proofs()) == (ACE_PAID, [], [])


def test_scenario_07_silence_confirms_a_report_with_a_screenshot(match: ScenarioMatch) -> None:
    match.activision.fault("http_500", count=None, scope="path", path="/matches/")
    match.add_game()
    match.report(ace="won")
    match.upload_picture(match.ace)
    match.complete_lookups()
    match.viper.read_inbox()
    match.pass_time(ANSWER - 60)
    assert match.state()[0] == "active"
    match.pass_time(60)
    assert match.state() == ("completed", "settled", "ace", "silence")
    assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", "silence")])


@pytest.mark.parametrize("outcome", ["won", "draw", "problem"])
def test_scenario_07_a_locked_phone_loses_nothing_by_silence(
    match: ScenarioMatch, outcome: str
) -> None:
    match.activision.fault("http_500", count=None, scope="path", path="/matches/")
    match.add_game()
    match.report(ace=outcome)
    match.upload_picture(match.ace)
    match.complete_lookups()
    match.pass_time(ANSWER)
    match.pass_time(UNREACHED - 60)
    assert (match.state()[0], match.money()) == ("active", HELD)
    match.pass_time(60)
    assert match.state() == ("disputed", "evidence", None, "unreached")
    match.viper.read_inbox()  # too late to lose anything by it
    match.pass_time(ANSWER)
    assert (match.state()[0], match.money(), match.holds()) == ("disputed", HELD, [])


def test_scenario_07_an_admitted_defeat_pays_a_locked_phone(match: ScenarioMatch) -> None:
    match.add_hidden_game()
    match.report(ace="lost")
    match.pass_time(ANSWER)
    assert match.state() == ("completed", "settled", "viper", "silence")
    assert match.money() == VIPER_PAID


@pytest.mark.parametrize("why", ["no screenshot", "above the cap"])
def test_scenario_08_silence_confirms_nothing_else(
    why: str, new_scenario_match: Callable[..., ScenarioMatch]
) -> None:
    """The dispute goes to a referee at once, since no report contradicts the other."""
    stake = 500 if why == "no screenshot" else 1_001
    match = new_scenario_match(wager=stake)
    match.activision.fault("http_500", count=None, scope="path", path="/matches/")
    match.add_game()
    match.report(ace="won")
    if why == "above the cap":
        match.upload_picture(match.ace)
    match.complete_lookups()
    match.viper.read_inbox()
    match.pass_time(ANSWER)
    assert match.state()[0::2] == ("disputed", None)
    assert match.state()[3] == "no_answer"
    assert match.money() == (("0.00", f"{stake}.00"),) * 2
    assert match.holds() == []


def test_scenario_12_two_claims_of_defeat_may_be_corrected_once(match: ScenarioMatch) -> None:
    match.add_hidden_game()
    match.report(ace="lost", viper="lost")
    match.complete_lookups()
    assert match.state() == ("active", "awaiting_reports", None, "both_lost")
    match.pass_time(CORRECTION - 60)
    assert match.state()[0] == "active"
    match.pass_time(60)
    assert match.state() == ("disputed", "evidence", None, "both_lost")
    assert (match.flags(), match.money()) == (["both_lost"], HELD)


def test_scenario_13_both_are_refunded_without_reports(match: ScenarioMatch) -> None:
    match.start_half_an_hour_ago()
    match.add_hidden_game()
    match.complete_lookups()
    match.pass_time(PLAY)
    assert match.state()[:2] == ("active", "awaiting_reports")
    match.pass_time(LATE)
    assert match.state() == ("cancelled", "settled", "void", "nobody_reported")
    assert match.money() == REFUNDED


def test_scenario_39_no_show_of_one_player(
    new_scenario_match: Callable[..., ScenarioMatch],
) -> None:
    match = new_scenario_match(ready=False)
    match.ace.ready(match.match_id)
    match.complete_lookups()
    match.pass_time(READY)
    assert match.state() == ("cancelled", "settled", "void", "not_ready")
    assert match.ace.queue()["cooldown"] is None
    assert match.viper.queue()["cooldown"]["missed"] == 1, "a no-show is on record"
    assert match.ace.leave().json()["status"] == "idle", "the ready player was back in the queue"
    assert match.money() == REFUNDED


def test_scenario_40_no_show_of_both_players(
    new_scenario_match: Callable[..., ScenarioMatch],
) -> None:
    match = new_scenario_match(ready=False)
    match.pass_time(READY)
    match.complete_lookups()
    assert match.state() == ("cancelled", "settled", "void", "not_ready")
    assert (match.money(), match.calls("/start/")) == (REFUNDED, 2), (
        "the two first lookups of names"
    )


def test_scenario_41_report_may_be_changed_until_the_end(
    match: ScenarioMatch,
) -> None:
    match.add_hidden_game()
    match.report(ace="draw")
    match.complete_lookups()
    match.report(ace="won")
    reports = "SELECT outcome FROM match_reports ORDER BY id"
    assert match.arena.sql(reports) == [("draw",), ("won",)], "nothing is overwritten"
    confirmed = "SELECT player1_confirmed, player2_confirmed FROM matches"
    assert match.arena.sql(confirmed) == [(True, False)]
    match.report(viper="lost")
    assert refusal(match.ace.report(match.match_id, "lost")) == (409, "already_reported")
    assert (match.state()[2], match.money()) == ("ace", ACE_PAID)


def test_scenario_41_report_may_not_be_changed_too_late(
    match: ScenarioMatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings().match, "change_seconds", -1)
    match.report(ace="won")
    for outcome in ("draw", "problem"):
        assert refusal(match.ace.report(match.match_id, outcome)) == (409, "already_reported")
    match.report(ace="lost", viper="won")  # defeat may be admitted at any time
    assert (match.state()[2], match.money()) == ("viper", VIPER_PAID)


@pytest.mark.parametrize("ace_has_proof", [True, False])
def test_scenario_47_opponent_is_suspended_during_the_match(
    ace_has_proof: bool,
    match: ScenarioMatch,
) -> None:
    """A suspended player cannot report, nor be told of a report: a referee decides on one.

    Without a report both are refunded.
    """
    match.add_hidden_game()
    suspended = f"UPDATE users SET is_active = %s WHERE id = {match.viper.id}"
    match.arena.sql(suspended % "false")
    if ace_has_proof:
        match.report(ace="won")
        match.upload_picture(match.ace)
    match.complete_lookups()
    match.pass_time(ANSWER if ace_has_proof else PLAY)
    match.pass_time(UNREACHED if ace_has_proof else LATE)
    match.arena.sql(suspended % "true")  # so that their wallet can be read
    if ace_has_proof:
        assert match.state() == ("disputed", "evidence", None, "unreached")
        assert (match.money(), match.holds()) == (HELD, [])
    else:
        assert match.state() == ("cancelled", "settled", "void", "nobody_reported")
        assert match.money() == REFUNDED
