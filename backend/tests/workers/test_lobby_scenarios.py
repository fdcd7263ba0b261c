"""The scenarios of cod-api.md §5.5 that hang on Activision's data, each by its number.

Through the API, the workers and the simulator; stakes 500 each, the winner gets 900. Those in which
Activision says nothing are played with private matches hidden and shown: it makes no difference.
"""

import pytest

from tests.fixtures.duel import VIPER, Duel

ACE_PAID, BOTH_BACK, HELD = ("900.00", "0.00"), ("500.00", "500.00"), ("0.00", "0.00")
CONTEST = 1_801


@pytest.fixture(params=["hidden", "visible"])
def either(request: pytest.FixtureRequest, duel: Duel) -> Duel:
    """The match, under either habit of Activision."""
    duel.activision.switch(private_matches=request.param)
    return duel


def agree(duel: Duel) -> None:
    duel.ace.report(duel.match_id, "won")
    duel.viper.report(duel.match_id, "lost")


def silent(duel: Duel) -> None:
    """Nobody reports; after twenty minutes we look by ourselves."""
    duel.arena.sql("UPDATE matches SET started_at = now() - interval '30 minutes'")


def test_01_a_private_match_that_nobody_sees_is_paid_by_reports(either: Duel) -> None:
    agree(either)
    either.looked()
    assert (either.stands()[:2], either.money()) == (("completed", "ace"), ACE_PAID)


def test_02_data_and_both_reports_agree(duel: Duel) -> None:
    duel.played()
    duel.ace.report(duel.match_id, "won")
    duel.looked()
    duel.viper.report(duel.match_id, "lost")
    assert (duel.stands()[:2], duel.money()) == (("completed", "ace"), ACE_PAID)


def test_03_data_alone_propose_and_time_settles(duel: Duel) -> None:
    silent(duel)
    duel.played()
    duel.looked()
    assert duel.stands() == ("active", None, "ace")
    duel.pass_time(CONTEST)
    assert (duel.stands()[:2], duel.money()) == (("completed", "ace"), ACE_PAID)


def test_04_data_that_are_contested_go_to_a_referee(duel: Duel) -> None:
    silent(duel)
    duel.played()
    duel.looked()
    duel.viper.report(duel.match_id, "won")
    assert (duel.stands()[0], duel.money()) == ("disputed", HELD)


def test_05_data_against_both_reports_are_never_paid_by_themselves(duel: Duel) -> None:
    silent(duel)
    duel.played()
    duel.looked()
    duel.ace.report(duel.match_id, "lost")
    duel.viper.report(duel.match_id, "won")
    assert (duel.stands()[0], duel.money()) == ("disputed", HELD)


@pytest.mark.parametrize("kind", ["http_500", "timeout"])
def test_06_an_activision_that_is_down_delays_nobody(kind: str, either: Duel) -> None:
    either.activision.fault(kind, count=None, scope="path", path="/matches/")
    either.played()
    either.ace.report(either.match_id, "won")
    either.looked(2)
    either.viper.report(either.match_id, "lost")
    assert (either.stands()[:2], either.money()) == (("completed", "ace"), ACE_PAID)


def test_16_17_a_closed_profile_makes_the_data_weaker(duel: Duel) -> None:
    duel.activision.fault("not_allowed", scope="player", player=VIPER, count=None)
    duel.activision.fault("nosuchkey", scope="path", path="fullMatch", count=1)
    duel.played()
    duel.ace.report(duel.match_id, "won")
    duel.looked(6)
    grades = {grade for _, grade, _ in duel.evidence()}
    assert grades >= {"LOW", "MEDIUM"}
    assert "HIGH" not in grades
    assert duel.stands()[0] == "active"


def test_18_the_first_of_two_games_counts(duel: Duel) -> None:
    duel.arena.sql("UPDATE matches SET started_at = now() - interval '1 hour'")
    duel.played(winner="p1", ended_ago_s=1800)
    duel.played(winner="p2")
    duel.ace.report(duel.match_id, "won")
    duel.looked()
    assert duel.stands() == ("active", None, "ace")


def test_20_a_draw_is_proposed(duel: Duel) -> None:
    silent(duel)
    duel.played(winner="draw")
    duel.looked()
    duel.pass_time(CONTEST)
    assert (duel.stands()[:2], duel.money()) == (("completed", "draw"), BOTH_BACK)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"winner": "none", "duration_s": 26}, id="21_aborted"),
        pytest.param({"leaver": "p2", "duration_s": 20}, id="23_disconnected"),
        pytest.param({"mode": "war"}, id="28_wrong_mode"),
        pytest.param({"private": False}, id="28_public"),
        pytest.param({"ended_ago_s": 7200}, id="45_old"),
    ],
)
def test_21_23_28_45_what_fails_a_gate_is_no_evidence(told: dict[str, object], duel: Duel) -> None:
    silent(duel)
    duel.played(**told)
    duel.looked()
    assert [grade for _, grade, _ in duel.evidence()] in ([], ["NONE"])
    assert duel.stands() == ("active", None, None)


def test_22_who_leaves_forfeits(duel: Duel) -> None:
    silent(duel)
    duel.played(winner="p2", leaver="p2")
    duel.looked()
    assert duel.evidence()[-1] == (duel.seat("ace"), "HIGH", ["forfeit"])
    duel.pass_time(CONTEST)
    assert (duel.stands()[:2], duel.money()) == (("completed", "ace"), ACE_PAID)


def test_24_26_a_new_name_or_another_platform_is_the_same_person(duel: Duel) -> None:
    silent(duel)
    duel.played(sides={"p1": {"username": "NewName"}, "p2": {"platform": "psn"}})
    duel.looked()
    assert duel.evidence()[-1] == (duel.seat("ace"), "HIGH", ["platform_changed"])


def test_29_a_third_player_spoils_the_lobby(duel: Duel) -> None:
    silent(duel)
    duel.activision.player("Stranger#1")
    duel.played(others=["Stranger#1"])
    duel.looked()
    assert duel.evidence()[-1] == ("unknown", "NONE", ["extra_players"])
    assert duel.stands() == ("active", None, None)


def test_30_one_list_is_slower_than_the_other(duel: Duel) -> None:
    silent(duel)
    duel.activision.fault("nosuchkey", scope="path", path="fullMatch", count=None)
    duel.played(delays={"p1": 0, "p2": 50_000})
    duel.looked(4)
    assert {grade for _, grade, _ in duel.evidence()} == {"LOW"}
    assert duel.stands() == ("active", None, None)
    duel.activision.control.post("/clock", json={"advance_seconds": 1_001})
    duel.activision.mend()
    duel.looked(3)
    assert duel.evidence()[-1][1] == "HIGH"
    assert duel.stands() == ("active", None, "ace")


def test_31_figures_that_still_grow_are_read_again(duel: Duel) -> None:
    silent(duel)
    duel.activision.switch(partial_first=True, partial_seconds=50_000)
    duel.played()
    duel.looked(2)
    duel.activision.control.post("/clock", json={"advance_seconds": 1_001})
    duel.looked(1)
    assert {grade for _, grade, _ in duel.evidence()} == {"MEDIUM"}, "they have changed"
    duel.looked(1)
    assert duel.evidence()[-1][1] == "HIGH"


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("rate_limit", id="32"),
        pytest.param("token_expired", id="33"),
        pytest.param("empty_data", id="34"),
        pytest.param("html_body", id="35"),
        pytest.param("ban_403", id="35_ban"),
        pytest.param("inconsistent_result", id="lying"),
    ],
)
def test_32_to_35_reports_go_on_whatever_activision_does(kind: str, either: Duel) -> None:
    either.activision.fault(kind, count=None)
    either.ace.report(either.match_id, "won")
    either.looked(4)
    assert either.stands() == ("active", None, None)
    either.viper.report(either.match_id, "lost")
    assert (either.stands()[:2], either.money()) == (("completed", "ace"), ACE_PAID)


def test_38_scores_against_results_go_to_a_referee(duel: Duel) -> None:
    silent(duel)
    duel.played(sides={"p1": {"result": "loss"}, "p2": {"result": "win"}})
    duel.looked()
    assert duel.evidence()[-1] == ("unknown", "NONE", ["inconsistent"])
    assert (duel.stands()[0], duel.money()) == ("disputed", HELD)


def test_46_a_clock_that_runs_ahead_is_borne_with(duel: Duel) -> None:
    silent(duel)
    duel.activision.fault("clock_skew", count=None)
    duel.played(ended_ago_s=5)
    duel.looked()
    assert duel.evidence()[-1][1] == "HIGH"


def test_51_who_closes_his_data_is_noticed_and_loses_nothing_by_it(duel: Duel) -> None:
    silent(duel)
    for account in duel.activision.control.get("/cod/players").json():
        if account["names"].get("battle") == VIPER:
            duel.activision.player(VIPER, uno=account["uno"], data_visible={"battle": "none"})
    duel.played()
    duel.looked(4)
    assert all("privacy_closed" in flags for _, _, flags in duel.evidence()[:1])
    assert duel.stands()[:2] == ("active", None)


def test_52_a_title_that_is_shut_down_overnight_loses_nothing(either: Duel) -> None:
    either.activision.switch(shutdown=True)
    either.played()
    either.ace.report(either.match_id, "won")
    either.looked(10)
    assert either.evidence() == []
    either.viper.report(either.match_id, "lost")
    assert (either.stands()[:2], either.money()) == (("completed", "ace"), ACE_PAID)
