"""Scenarios in which the players' own words, or their silence, decide: Activision sees nothing."""

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
    VIPER_PAID,
    Scene,
)
from tests.support.arena import refusal


def test_scenario_01_nobody_sees_a_private_match_and_both_say_that_ace_won(scene: Scene) -> None:
    scene.played_unseen()
    scene.say(ace="won")
    scene.looked()
    scene.say(viper="lost")
    assert scene.state() == ("completed", "settled", "ace", "agreed")
    assert (scene.money(), scene.holds(), scene.proofs()) == (ACE_PAID, [], [])


def test_scenario_07_silence_confirms_a_report_with_a_screenshot(scene: Scene) -> None:
    scene.activision.fault("http_500", count=None, scope="path", path="/matches/")
    scene.played()
    scene.say(ace="won")
    scene.show(scene.ace)
    scene.looked()
    scene.pass_time(ANSWER - 60)
    assert scene.state()[0] == "active"
    scene.pass_time(60)
    assert scene.state() == ("completed", "settled", "ace", "silence")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", "silence")])


@pytest.mark.parametrize("why", ["no screenshot", "above the cap"])
def test_scenario_08_silence_confirms_nothing_else(
    why: str, new_scene: Callable[..., Scene]
) -> None:
    """A referee looks at once: nobody contradicts anybody, so no time for proof is lost."""
    stake = 500 if why == "no screenshot" else 1_001
    scene = new_scene(wager=stake)
    scene.activision.fault("http_500", count=None, scope="path", path="/matches/")
    scene.played()
    scene.say(ace="won")
    if why == "above the cap":
        scene.show(scene.ace)
    scene.looked()
    scene.pass_time(ANSWER)
    assert scene.state()[0::2] == ("disputed", None)
    assert scene.state()[3] == "no_answer"
    assert scene.money() == (("0.00", f"{stake}.00"),) * 2
    assert scene.holds() == []


def test_scenario_12_both_claim_defeat_and_are_asked_once(scene: Scene) -> None:
    scene.played_unseen()
    scene.say(ace="lost", viper="lost")
    scene.looked()
    assert scene.state() == ("active", "awaiting_reports", None, "both_lost")
    scene.pass_time(CORRECTION - 60)
    assert scene.state()[0] == "active"
    scene.pass_time(60)
    assert scene.state() == ("disputed", "evidence", None, "both_lost")
    assert (scene.flags(), scene.money()) == (["both_lost"], HELD)


def test_scenario_13_nobody_says_anything_and_both_are_refunded(scene: Scene) -> None:
    scene.silent()
    scene.played_unseen()
    scene.looked()
    scene.pass_time(PLAY)
    assert scene.state()[:2] == ("active", "awaiting_reports")
    scene.pass_time(LATE)
    assert scene.state() == ("cancelled", "settled", "void", "nobody_reported")
    assert scene.money() == REFUNDED


def test_scenario_39_only_one_checks_in(new_scene: Callable[..., Scene]) -> None:
    scene = new_scene(ready=False)
    scene.ace.ready(scene.match_id)
    scene.looked()
    scene.pass_time(READY)
    assert scene.state() == ("cancelled", "settled", "void", "not_ready")
    assert scene.ace.queue()["cooldown"] is None
    assert scene.viper.queue()["cooldown"]["missed"] == 1, "a no-show is on record"
    assert scene.ace.leave().json()["status"] == "idle", "he was ready, and had gone on searching"
    assert scene.money() == REFUNDED


def test_scenario_40_neither_checks_in(new_scene: Callable[..., Scene]) -> None:
    scene = new_scene(ready=False)
    scene.pass_time(READY)
    scene.looked()
    assert scene.state() == ("cancelled", "settled", "void", "not_ready")
    assert (scene.money(), scene.calls("/start/")) == (REFUNDED, 2), "the two first looks at names"


def test_scenario_41_a_report_is_changed_in_time_and_never_after_the_end(
    scene: Scene,
) -> None:
    scene.played_unseen()
    scene.say(ace="draw")
    scene.looked()
    scene.say(ace="won")
    said = "SELECT outcome FROM match_reports ORDER BY id"
    assert scene.arena.sql(said) == [("draw",), ("won",)], "nothing is overwritten"
    confirmed = "SELECT player1_confirmed, player2_confirmed FROM matches"
    assert scene.arena.sql(confirmed) == [(True, False)]
    scene.say(viper="lost")
    assert refusal(scene.ace.report(scene.match_id, "lost")) == (409, "already_reported")
    assert (scene.state()[2], scene.money()) == ("ace", ACE_PAID)


def test_scenario_41_a_report_is_changed_too_late(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings().match, "change_seconds", -1)
    scene.say(ace="won")
    for word in ("draw", "problem"):
        assert refusal(scene.ace.report(scene.match_id, word)) == (409, "already_reported")
    scene.say(ace="lost", viper="won")  # defeat may be admitted at any time
    assert (scene.state()[2], scene.money()) == ("viper", VIPER_PAID)


@pytest.mark.parametrize("ace_has_proof", [True, False])
def test_scenario_47_the_other_ones_account_is_closed_while_they_play(
    ace_has_proof: bool,
    scene: Scene,
) -> None:
    """He can say nothing any more: a report with proof stands, and without one nobody has won."""
    scene.played_unseen()
    suspended = f"UPDATE users SET is_active = %s WHERE id = {scene.viper.id}"
    scene.arena.sql(suspended % "false")
    if ace_has_proof:
        scene.say(ace="won")
        scene.show(scene.ace)
    scene.looked()
    scene.pass_time(ANSWER if ace_has_proof else PLAY)
    scene.pass_time(LATE)
    scene.arena.sql(suspended % "true")  # so that his wallet can be looked into
    if ace_has_proof:
        assert scene.state() == ("completed", "settled", "ace", "silence")
        assert (scene.money(), scene.holds()) == (ACE_PAID, [("ace", "900.00", "silence")])
    else:
        assert scene.state() == ("cancelled", "settled", "void", "nobody_reported")
        assert scene.money() == REFUNDED
