"""The export is what brackets-manager 1.11.1 makes of the same tournament."""

from typing import Any

import pytest

from app.domain.tournaments import play
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.views.export import Export, Status, export
from app.domain.tournaments.vocabulary import DOUBLE_FORFEIT, forfeited_to, won_by
from tests.unit.tournaments.playing import (
    DOUBLE,
    ROBIN,
    SINGLE,
    SWISS,
    a_tournament,
    begun,
    play_out,
    win,
)


def exported(tournament: Tournament) -> Export:
    names = {player: f"Player {player}" for player in tournament.players}
    return export(tournament, tournament_id=7, name="Weekend cup", names=names)


def matches_of(tournament: Tournament) -> dict[str, Any]:
    return {match["key"]: match for match in exported(tournament)["match"]}


def test_a_double_elimination_of_five_after_one_match() -> None:
    tournament = play.record(a_tournament(DOUBLE, 5), "W1.2", won_by(4, (2, 1)))
    shown = exported(tournament)
    assert [group["number"] for group in shown["group"]] == [1, 2, 3]
    assert [(one["group_id"], one["number"]) for one in shown["round"]] == [
        (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2),
    ]  # fmt: skip
    assert len(shown["match"]) == 15
    assert shown["match"][0] == {
        "id": 0,
        "stage_id": 0,
        "group_id": 0,
        "round_id": 0,
        "number": 1,
        "child_count": 0,
        "status": 0,
        "opponent1": {"id": 1, "position": 1, "result": "win"},
        "opponent2": None,
        "key": "W1.1",
    }
    assert shown["match"][1]["status"] == Status.COMPLETED
    assert shown["match"][1]["opponent1"] == {"id": 4, "position": 4, "result": "win", "score": 2}
    assert shown["match"][1]["opponent2"] == {"id": 5, "position": 5, "result": "loss", "score": 1}
    assert shown["match"][4]["status"] == Status.READY
    assert shown["match"][6]["opponent1"] == {"id": None}
    assert shown["match"][7]["opponent1"] is None
    assert shown["match"][8]["opponent1"] is shown["match"][8]["opponent2"] is None
    assert shown["match"][9]["status"] == Status.WAITING
    assert shown["stage"][0]["settings"]["grandFinal"] == "double"
    assert shown["participant"][4] == {"id": 5, "tournament_id": 7, "name": "Player 5"}


def test_case_1_1_25_a_match_without_a_score_is_no_forfeit() -> None:
    tournament = win(a_tournament(SINGLE, 4), "W1.1", 1)
    tournament = play.record(tournament, "W1.2", forfeited_to(3))
    match = matches_of(tournament)
    assert match["W1.1"]["opponent2"] == {"id": 4, "position": 4, "result": "loss"}
    assert match["W1.2"]["opponent1"]["forfeit"] is True
    assert "forfeit" not in match["W1.2"]["opponent2"]
    assert "score" not in match["W1.2"]["opponent2"]
    assert match["W2.1"]["opponent1"] == {"id": 1}


def test_both_stay_away() -> None:
    tournament = play.record(a_tournament(SINGLE, 4, bronze=True), "W1.1", DOUBLE_FORFEIT)
    match = matches_of(tournament)
    assert match["W1.1"]["status"] == Status.COMPLETED
    assert match["W1.1"]["opponent1"] == {"id": 1, "position": 1, "forfeit": True}
    assert match["W2.1"]["opponent1"] is None
    assert match["W2.1"]["opponent2"] == {"id": None}
    assert [group["number"] for group in exported(tournament)["group"]] == [1, 2]


def test_a_match_that_has_begun_is_running() -> None:
    tournament = begun(a_tournament(SINGLE, 4), "W1.1")
    assert matches_of(tournament)["W1.1"]["status"] == Status.RUNNING


def test_groups_of_a_round_robin() -> None:
    tournament = play.withdraw(a_tournament(ROBIN, 7, groups=2, legs=2), 7)
    shown = exported(tournament)
    assert shown["stage"][0]["settings"] == {
        "matchesChildCount": 0,
        "size": 7,
        "groupCount": 2,
        "roundRobinMode": "double",
    }
    assert [group["number"] for group in shown["group"]] == [1, 2]
    cancelled = [match for match in shown["match"] if match["status"] == Status.CANCELLED]
    assert len(cancelled) == 6
    assert all("result" not in (match["opponent1"] or {}) for match in cancelled)


def test_a_bye_of_a_swiss_is_a_match_without_an_opponent() -> None:
    shown = exported(play.pair_next_round(a_tournament(SWISS, 5)))
    assert shown["stage"][0]["type"] == "round_robin"
    assert len(shown["match"]) == 3
    assert shown["match"][2]["opponent1"] == {"id": 5, "result": "win"}
    assert shown["match"][2]["opponent2"] is None


@pytest.mark.parametrize("kind", [SINGLE, DOUBLE, ROBIN])
def test_ids_are_consistent_and_a_finished_tournament_has_nothing_open(kind: Any) -> None:
    shown = exported(play_out(a_tournament(kind, 9)))
    assert [match["id"] for match in shown["match"]] == list(range(len(shown["match"])))
    rounds = {one["id"]: one["group_id"] for one in shown["round"]}
    assert all(rounds[match["round_id"]] == match["group_id"] for match in shown["match"])
    assert {match["status"] for match in shown["match"]} <= {Status.LOCKED, Status.COMPLETED}
