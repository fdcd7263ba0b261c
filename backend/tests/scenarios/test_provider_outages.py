"""Scenarios in which Activision is down, refuses us, or shows nothing: reports go on."""

import pytest

from tests.scenarios.conftest import ACE_PAID, HELD, REFUNDED, ScenarioMatch


def agree_without_evidence(match: ScenarioMatch, kind: str) -> None:
    """Keep a fault active: lookups find nothing, and the match ends when both have reported."""
    match.activision.fault(kind, count=None)
    match.add_game()
    match.report(ace="won")
    match.complete_lookups(4)
    assert (match.proofs(), match.money()) == ([], HELD)
    assert match.state() == ("active", "awaiting_reports", None, None)
    match.report(viper="lost")
    assert match.state() == ("completed", "settled", "ace", "agreed")
    assert (match.money(), match.holds()) == (ACE_PAID, [])


def alerts(match: ScenarioMatch) -> list[str]:
    return [kind for (kind,) in match.arena.sql("SELECT kind FROM alarms")]


def status(match: ScenarioMatch) -> str:
    status: str = match.ace.get("/matches/verification-status")["automatic_verification"]
    return status


def test_scenario_06_provider_is_down_and_both_agree(match: ScenarioMatch) -> None:
    agree_without_evidence(match, "http_500")
    assert alerts(match) == []


def test_scenario_32_rate_limit_between_lookups_changes_nothing(match: ScenarioMatch) -> None:
    match.add_game()
    match.report(ace="won")
    match.run_lookups(2)  # planned, and read once
    before = (match.state(), match.proofs())
    match.activision.fault("rate_limit", count=None)
    match.complete_lookups(3)
    assert (match.state(), match.proofs()) == before
    assert (match.job()[0], match.money(), status(match)) == ("waiting", HELD, "degraded")


def test_scenario_33_expired_token_raises_an_alert_and_reports_decide(match: ScenarioMatch) -> None:
    agree_without_evidence(match, "token_expired")
    assert alerts(match) == ["cod_token_refused"]


def test_scenario_34_empty_data_do_not_end_the_match(match: ScenarioMatch) -> None:
    agree_without_evidence(match, "empty_data")


@pytest.mark.parametrize("kind", ["html_body", "ban_403"])
def test_scenario_35_html_or_a_ban_stops_all_calls(kind: str, match: ScenarioMatch) -> None:
    agree_without_evidence(match, kind)
    assert (alerts(match), status(match)) == (["cod_address_shut_out"], "degraded")
    before = match.calls()
    match.complete_lookups(2)
    assert match.calls() == before, "no further calls"


def test_scenario_52_title_is_shut_down_and_no_money_is_lost(
    match: ScenarioMatch,
) -> None:
    """Three matches are open; the status page says that players have to report themselves."""
    others = [match.arena.playing(wager=500) for _ in range(2)]
    assert status(match) == "on"
    match.activision.switch(shutdown=True)
    match.add_game()
    match.report(ace="won")
    match.complete_lookups(10)
    assert (match.proofs(), status(match)) == ([], "degraded")
    match.report(viper="lost")
    assert (match.state()[3], match.money()) == ("agreed", ACE_PAID)
    (one, two, silent), (three, four, disputed) = others
    three.report(disputed, "won")
    four.report(disputed, "won")
    match.pass_time(7_201)
    match.pass_time(1_801)
    assert (one.wallet(), two.wallet()) == REFUNDED, f"nobody reported match {silent}"
    assert three.match(disputed)["status"] == "disputed"
    assert (three.wallet(), four.wallet()) == HELD
