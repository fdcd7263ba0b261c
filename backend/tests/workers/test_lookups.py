"""Lookups of played games: few calls, at the right time, delaying no match."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.resilience import cod_circuits
from app.core.settings import get_settings
from app.integrations.cod import cod, pace
from tests.support.arena import Player
from tests.support.duel import ACE, DETAILS, VIPER, WHOLE, Duel
from tests.support.players import make_match


def calls_during(duel: Duel, action: Callable[[], object], kind: str = "") -> int:
    before = duel.calls(kind)
    action()
    return duel.calls(kind) - before


def test_a_match_in_play_costs_no_call(duel: Duel) -> None:
    duel.add_game()
    assert calls_during(duel, duel.run_lookups) == 0
    assert duel.arena.sql("SELECT * FROM verification_jobs") == []


def test_long_after_both_were_ready_a_lookup_needs_no_report(duel: Duel) -> None:
    duel.arena.sql("UPDATE matches SET started_at = now() - interval '21 minutes'")
    duel.add_game()
    duel.run_lookups()
    assert len(duel.arena.sql("SELECT * FROM verification_jobs")) == 1


def test_a_record_in_both_lists_read_twice_is_certain(duel: Duel) -> None:
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    assert calls_during(duel, duel.run_lookups) == 3, "one player, the other one, the whole match"
    assert duel.evidence() == [(duel.seat("ace"), "MEDIUM", [])]
    assert duel.job()[0] == "waiting"
    duel.run_lookups()
    assert duel.evidence()[-1] == (duel.seat("ace"), "HIGH", [])
    assert duel.job()[0] == "done"
    assert calls_during(duel, duel.run_lookups) == 0, "a certain result needs no call"
    assert "play.verify_match" in duel.activision.run_jobs("play")


def test_a_private_match_that_is_hidden_is_no_evidence(duel: Duel) -> None:
    duel.activision.switch(private_matches="hidden")
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    calls = duel.calls(DETAILS)
    duel.run_lookups(10)
    assert duel.evidence() == []
    assert duel.job() == ("done", 8, 0)
    assert duel.calls(DETAILS) - calls <= 8, "one player in each lookup, and an end"


def test_players_take_turns_and_the_hidden_one_is_left_alone(duel: Duel) -> None:
    duel.activision.switch(private_matches="hidden")
    duel.activision.fault("not_allowed", scope="player", player=ACE, count=None)
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups(5)
    asked = [path for path in duel.activision.calls() if "NairobiAce" in path]
    assert len(asked) == 2, "once when the name was set, and once when the data were found closed"
    assert duel.evidence()[0] == ("unknown", "NONE", ["privacy_closed"])


def test_a_record_of_one_player_and_the_whole_match(duel: Duel) -> None:
    duel.activision.fault("not_allowed", scope="player", player=VIPER, count=None)
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups(3)
    assert duel.evidence()[0] == (duel.seat("ace"), "MEDIUM", ["privacy_closed"])


@pytest.mark.parametrize(
    "kind", ["http_500", "rate_limit", "ban_403", "html_body", "token_expired", "http_429"]
)
def test_an_activision_that_fails_changes_nothing_and_is_left_alone(
    kind: str, duel: Duel, redis: Any
) -> None:
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    duel.activision.fault(kind, count=None)
    duel.run_lookups(6)
    assert calls_during(duel, lambda: duel.run_lookups(3)) == 0, "its scope is closed"
    assert duel.evidence() == []
    status = duel.ace.get("/matches/verification-status")
    assert status == {"automatic_verification": "degraded"}
    assert duel.ace.match(duel.match_id)["status"] == "active"
    duel.activision.clear_faults()
    redis.flushdb()
    duel.arena.sql("UPDATE verification_jobs SET state = 'waiting', next_poll_at = now()")
    duel.run_lookups(2)
    assert duel.evidence()[-1][1] == "HIGH"


def test_our_own_budget_is_no_refusal_of_activision(
    duel: Duel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's renames emptied it, and verification was shut for everybody."""
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    monkeypatch.setattr(pace, "LONGEST_WAIT_SECONDS", 0.0)
    monkeypatch.setenv("COD_API_CALLS_PER_HOUR", "60")
    get_settings.cache_clear()
    cod().close()
    cod.cache_clear()
    stranger = duel.arena.player(money=0)
    for number in range(4):
        stranger.http.put("/users/me/game-accounts/battle", json={"username": f"Stranger#{number}"})
        duel.activision.run_jobs("cod")
    for _ in range(4):
        duel.run_lookups(2)
        status = stranger.get("/matches/verification-status")
        assert status == {"automatic_verification": "on"}
    assert cod_circuits.scopes().keys() >= {"rate", "token"}
    assert set(cod_circuits.scopes().values()) == {0}
    state, attempt, _ = duel.job()
    assert (state, attempt) == ("waiting", 1), "what was not asked is no attempt"
    assert duel.arena.sql("SELECT kind FROM alarms") == []


@pytest.mark.parametrize(
    ("kind", "alert"),
    [("token_expired", "cod_token_refused"), ("ban_403", "cod_address_shut_out")],
)
def test_faults_for_staff_to_repair_raise_an_alert(kind: str, alert: str, duel: Duel) -> None:
    duel.activision.fault(kind, count=None)
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups(4)
    assert duel.arena.sql("SELECT kind, times FROM alarms") == [(alert, 1)]


def test_a_token_that_was_refused_once_is_tried_first(duel: Duel) -> None:
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    duel.activision.fault("token_expired")
    duel.run_lookups(3)
    assert duel.arena.sql("SELECT kind FROM alarms") == []
    assert duel.evidence()[-1][1] == "HIGH"


def test_a_match_that_is_over_is_not_looked_up(duel: Duel) -> None:
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    duel.viper.report(duel.match_id, "lost")
    duel.activision.run_lookups()
    assert duel.job()[0] == "done"


def test_after_agreed_private_matches_without_a_trace_lookups_stop(
    duel: Duel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COD_API_MAX_PRIVATE_PROFILE_HITS", "1")
    get_settings.cache_clear()
    duel.activision.switch(private_matches="hidden")
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups(3)
    duel.viper.report(duel.match_id, "lost")
    duel.activision.run_lookups()
    ((rests,),) = duel.arena.sql(
        "SELECT off_until > now() + interval '6 days' FROM cod_capabilities"
    )
    assert rests
    duel.ace.join(100)
    duel.arena.player().join(100)
    again = duel.ace.queue()["match_id"]
    if again is not None:  # they may have to wait for a rematch
        duel.arena.sql("UPDATE matches SET started_at = now() - interval '1 hour' WHERE id = 2")
    duel.activision.run_lookups()
    assert len(duel.arena.sql("SELECT * FROM verification_jobs")) == 1


def test_switching_off_drops_the_waiting_lookups(
    duel: Duel, monkeypatch: pytest.MonkeyPatch
) -> None:
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    monkeypatch.setenv("COD_API_ENABLED", "false")
    get_settings.cache_clear()
    assert calls_during(duel, duel.run_lookups) == 0
    assert duel.job()[0] == "done"


def test_two_workers_with_one_job_call_once(duel: Duel) -> None:
    from app.workers.tasks.cod import look_up_match

    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    duel.arena.sql("UPDATE verification_jobs SET next_poll_at = now()")

    def both() -> None:
        look_up_match(duel.match_id)
        duel.arena.sql(
            "UPDATE verification_jobs SET next_poll_at = now() + interval '1 minute'"
            " WHERE state = 'waiting'"
        )
        look_up_match(duel.match_id)

    assert calls_during(duel, both, WHOLE) <= 1


def test_players_see_the_state_of_the_lookup_but_not_its_result_before_they_report(
    duel: Duel,
) -> None:
    def lookup_state(player: Player = duel.ace) -> tuple[str, int, str | None]:
        seen = player.get(f"/matches/{duel.match_id}/verification")
        assert (seen["until"] is not None) == (seen["state"] == "looking")
        return seen["state"], seen["names"], seen["result"]

    assert lookup_state() == ("later", 2, None), "nothing is asked while they play"
    duel.add_game()
    duel.activision.run_lookups()
    duel.arena.sql("UPDATE matches SET started_at = now() - interval '21 minutes'")
    duel.activision.run_lookups()
    assert lookup_state() == ("looking", 2, None)
    duel.run_lookups(2)
    assert lookup_state() == ("found", 2, None), "hidden until the player has reported"
    duel.activision.run_jobs("play")
    assert duel.outcome() == ("active", None, "ace")
    assert lookup_state(duel.viper) == ("found", 2, duel.seat("ace"))
    outsider = duel.arena.player()
    assert outsider.http.get(f"/matches/{duel.match_id}/verification").status_code == 404
    assert duel.viper.match(duel.match_id)[duel.seat("ace")]["cod_username"] == ACE


def test_players_see_when_no_lookup_is_possible(duel: Duel) -> None:
    one, two = duel.arena.player(money=50), duel.arena.player(money=50)
    match_id = make_match(one, two, wager=50).id  # without names, as they once were
    assert one.get(f"/matches/{match_id}/verification")["state"] == "no_names"
    duel.arena.sql(
        "INSERT INTO cod_capabilities (name, off_until)"
        " VALUES ('private_visible', now() + interval '1 day')"
    )
    assert two.get(f"/matches/{match_id}/verification")["state"] == "off"
