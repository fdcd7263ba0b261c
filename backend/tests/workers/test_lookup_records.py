"""The game that was found for a match stays with it, for its two players and the referees."""

from typing import Any

import pytest

from app.core.settings import get_settings
from tests.support.duel import ACE, VIPER, Duel


def test_the_game_that_was_found_is_kept_and_shown_without_anybodys_ids(duel: Duel) -> None:
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.run_lookups()
    assert duel.ace.match(duel.match_id)["game"] is None, "nothing was found yet"
    duel.complete_lookups()
    seen = duel.viper.match(duel.match_id)["game"]
    assert duel.ace.match(duel.match_id)["game"] == seen
    assert duel.arena.admin().match(duel.match_id)["game"] == seen
    ace, viper = seen[duel.seat("ace")], seen[duel.seat("viper")]
    assert (seen["winner"], seen["grade"], seen["mode"]) == (duel.seat("ace"), "HIGH", "arena")
    assert (ace["result"], viper["result"]) == ("win", "loss")
    assert ace["score"] > viper["score"]
    assert ace["kills"] == viper["deaths"]
    assert seen["started_at"] < seen["ended_at"]
    ((kept, frozen),) = duel.arena.sql("SELECT cod_match_data, identities FROM matches")
    for seat in ("player1", "player2"):
        assert kept[seat]["uno"] == frozen[seat]["uno"], "the ids from the start of the match"
        assert kept[seat]["uno"] not in str(seen)


def test_a_record_of_one_player_shows_one_side(duel: Duel) -> None:
    duel.activision.fault("not_allowed", scope="player", player=VIPER, count=None)
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.complete_lookups(3)
    assert duel.viper.match(duel.match_id)["game"] is None, "nobody shall report by it"
    duel.viper.report(duel.match_id, "won")
    seen = duel.ace.match(duel.match_id)["game"]
    assert (seen["grade"], seen[duel.seat("ace")]["result"]) == ("MEDIUM", "win")


def test_a_dispute_shows_it_too_and_a_game_played_again_does_not(duel: Duel) -> None:
    duel.ace.report(duel.match_id, "won")
    duel.viper.report(duel.match_id, "won")
    duel.add_game()
    duel.complete_lookups(4)
    assert duel.viper.match(duel.match_id)["game"]["winner"] == duel.seat("ace")
    duel.arena.admin().decide(duel.match_id, "replay")
    seen = duel.ace.match(duel.match_id)
    assert (seen["status"], seen["game"]) == ("active", None)


def figures(duel: Duel) -> dict[str, float]:
    """Return the metrics of Activision, as of now: with new settings nothing is remembered."""
    get_settings.cache_clear()
    answer = duel.ace.http.get(duel.arena.url + "/metrics")
    lines = (line.rsplit(" ", 1) for line in answer.text.splitlines() if "_cod_" in line)
    return {name: float(value) for name, value in lines if not name.startswith("#")}


def test_the_graphs_show_calls_breakers_budget_and_lag(duel: Duel, redis: Any) -> None:
    redis.delete("cod:calls")
    asked_before = duel.calls()
    duel.add_game()
    duel.ace.report(duel.match_id, "won")
    duel.complete_lookups()
    seen = figures(duel)
    assert seen["wagewars_cod_on"] == 1
    asked = duel.calls() - asked_before
    assert seen['wagewars_cod_calls_total{outcome="answered"}'] == asked > 3
    assert (seen["wagewars_cod_looked"], seen["wagewars_cod_found"]) == (1, 1)
    assert (seen["wagewars_cod_sure"], seen["wagewars_cod_looks_waiting"]) == (1, 0)
    assert 0 <= seen["wagewars_cod_found_seconds"] < 60
    assert 0 <= seen["wagewars_cod_calls_left"] <= 5
    duel.activision.fault("token_expired", count=None)
    duel.arena.sql(
        "UPDATE verification_jobs SET state = 'waiting', next_poll_at = now() - interval '1 hour'"
    )
    assert figures(duel)["wagewars_cod_look_late_seconds"] >= 3_600
    duel.run_lookups()
    seen = figures(duel)
    assert seen['wagewars_cod_calls_total{outcome="not_authenticated"}'] >= 1
    assert seen['wagewars_cod_closed_seconds{scope="token"}'] > 3_600
    assert seen['wagewars_cod_closed_seconds{scope="title:mw"}'] == 0
    assert seen["wagewars_cod_on"] == 0


@pytest.mark.parametrize(
    ("number", "found", "grade"),
    [(2, "ace", "HIGH"), (14, "viper", "HIGH"), (20, "draw", "HIGH"), (29, None, None)],
)
def test_a_scenario_by_its_number_is_found_as_it_says(
    duel: Duel, number: int, found: str | None, grade: str | None
) -> None:
    code = duel.ace.match(duel.match_id)["lobby_code"]
    cast = {"p1": ACE, "p2": VIPER, "code": code}
    duel.activision.control.post(f"/cod/scenario/{number}", json=cast).raise_for_status()
    duel.ace.report(duel.match_id, "won")
    duel.complete_lookups()
    game = duel.ace.match(duel.match_id)["game"]
    assert (game and game["winner"], game and game["grade"]) == (
        duel.seat(found) if found in {"ace", "viper"} else found,
        grade,
    )
