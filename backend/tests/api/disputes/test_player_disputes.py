"""A player disputes: the pot is frozen, both show proof, and both see the same deadlines."""

from datetime import datetime

import pytest

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Json, Player, refusal

STATEMENT = "They left the lobby before the last round."


def dispute(
    player: Player, match_id: int, reason: str = "disconnected", statement: str = STATEMENT
) -> Json:
    answer = player.post(f"/matches/{match_id}/dispute", {"reason": reason, "statement": statement})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def seconds(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def test_a_player_can_dispute_while_the_match_runs(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    seen = dispute(two, match_id)
    assert (seen["status"], seen["verification_state"]) == ("disputed", "evidence")
    assert seen["reason"] == "player_disputed"
    assert (one.wallet(), two.wallet()) == (("400.00", "100.00"), ("400.00", "100.00"))
    deadlines = one.match(match_id)["dispute"]
    assert deadlines == two.match(match_id)["dispute"], "both see the same"
    assert (deadlines["opened_by"], deadlines["reason"]) == ("player2", "disconnected")
    assert seconds(deadlines["opened_at"], deadlines["evidence_until"]) == 3 * 3600
    assert seconds(deadlines["evidence_until"], deadlines["rule_by"]) == 24 * 3600
    assert deadlines["place_in_queue"] is None
    (line,) = arena.admin().get("/admin/disputes")["items"][0]["statements"]
    assert (line["seat"], line["reason"], line["statement"]) == (
        "player2",
        "disconnected",
        STATEMENT,
    )
    assert line["helps"]


def test_disputing_twice_changes_nothing(arena: Arena) -> None:
    _, two, match_id = arena.playing()
    assert dispute(two, match_id)["dispute"] == dispute(two, match_id)["dispute"]
    assert arena.sql("SELECT count(*) FROM dispute_statements") == [(1,)]


def test_both_can_write_until_the_window_closes(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    for player in (one, two):
        dispute(player, match_id, "wrong_result", "I won by six to four.")
    arena.let_time_pass(3 * 3600 + 1)
    sweep_matches()
    late = two.post(f"/matches/{match_id}/dispute", {"reason": "other", "statement": STATEMENT})
    assert refusal(late) == (409, "match_moved_on")
    seats = [
        line["seat"] for line in arena.admin().get("/admin/disputes")["items"][0]["statements"]
    ]
    assert seats == ["player1", "player2"]


def test_a_player_writes_five_statements_at_most(arena: Arena) -> None:
    one, _, match_id = arena.disputing()
    for number in range(5):
        dispute(one, match_id, statement=f"Statement number {number}")
    body = {"reason": "other", "statement": "one more"}
    assert refusal(one.post(f"/matches/{match_id}/dispute", body)) == (409, "match_moved_on")


def test_after_the_window_the_referees_have_a_day(arena: Arena) -> None:
    one, _, match_id = arena.disputing()
    _, _, other = arena.disputing(wager=400)
    arena.let_time_pass(3 * 3600 + 1)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["verification_state"]) == ("disputed", "admin_review")
    assert seen["dispute"]["place_in_queue"] == 2, "a larger pot waits, too"
    assert seen["due_at"] == seen["dispute"]["rule_by"]
    arena.admin().decide(other, "draw")
    assert one.match(match_id)["dispute"]["place_in_queue"] == 1


def test_when_both_have_shown_all_the_review_begins(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    done = f"/matches/{match_id}/dispute/done"
    seen = one.post(done).json()
    assert (seen["verification_state"], seen["dispute"]["player1_done"]) == ("evidence", True)
    seen = two.post(done).json()
    assert seen["verification_state"] == "admin_review"
    assert seen["dispute"]["place_in_queue"] == 1
    assert one.post(done).status_code == 200, "asked again, nothing changes"


def test_no_deadline_pays_out_of_a_dispute_it_only_raises_alerts(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    subject = f"subject = 'match:{match_id}'"
    arena.let_time_pass(3 * 3600 + 1)
    sweep_matches()
    assert arena.sql(f"SELECT count(*) FROM alarms WHERE {subject}") == [(0,)]
    arena.let_time_pass(24 * 3600 + 1)
    sweep_matches()
    assert arena.sql(f"SELECT kind FROM alarms WHERE {subject}") == [("dispute_is_late",)]
    arena.let_time_pass(46 * 3600)
    sweep_matches()
    kinds = arena.sql(f"SELECT kind FROM alarms WHERE {subject} ORDER BY id")
    assert kinds == [("dispute_is_late",), ("dispute_past_limit",)]
    assert one.match(match_id)["status"] == "disputed"
    assert (one.wallet(), two.wallet()) == (("400.00", "100.00"), ("400.00", "100.00"))
    assert arena.admin().decide(match_id, "void").status_code == 200


@pytest.mark.parametrize("stage", ["pending", "completed"])
def test_only_a_match_that_runs_can_be_disputed(arena: Arena, stage: str) -> None:
    one, two, match_id = arena.paired() if stage == "pending" else arena.playing()
    if stage == "completed":
        one.report(match_id, "won")
        two.report(match_id, "lost")
    body = {"reason": "cheating", "statement": STATEMENT}
    assert refusal(one.post(f"/matches/{match_id}/dispute", body)) == (409, "match_moved_on")


def test_only_the_players_dispute_and_reasons_are_known(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    path = f"/matches/{match_id}/dispute"
    assert refusal(arena.player().post(path, {"reason": "cheating"})) == (404, "not_found")
    assert refusal(one.post(path, {"reason": "bad luck"})) == (422, "invalid_request")
    assert one.post(path, {"reason": "cheating"}).status_code == 200, "a statement can follow"


def test_a_frozen_pot_freezes_nobody(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    dispute(one, match_id, "other", "")
    assert two.queue()["status"] == "idle"
    answer = two.http.put("/users/me/game-accounts/battle", json={"username": "NewName#1234"})
    assert answer.status_code == 200, answer.text
    assert two.join(100).json()["status"] == "searching"
    answer = one.post(
        "/matches/challenges", {"wager_amount": 100, "opponent": arena.player().username}
    )
    assert answer.status_code == 201, answer.text
    three = arena.player()
    other = int(three.join(100).json()["match_id"])
    assert (two.wallet(), three.wallet()) == (("300.00", "200.00"), ("400.00", "100.00"))
    for player in (two, three):
        player.ready(other)
    two.report(other, "won"), three.report(other, "lost")
    assert two.wallet() == ("480.00", "100.00"), "the pot of the dispute is where it was"
    arena.let_time_pass(3 * 3600 + 1)
    sweep_matches()
    assert two.match(match_id)["verification_state"] == "admin_review", "its deadlines run on"
    arena.admin().decide(match_id, "player2")
    assert two.wallet() == ("660.00", "0.00")


def test_a_game_that_is_played_again_finds_its_players_and_its_deadline(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    three = arena.player()
    two.join(100)
    other = int(three.join(100).json()["match_id"])
    arena.admin().decide(match_id, "replay")
    assert one.match(match_id)["status"] == "active"
    for player in (two, three):
        player.ready(other)
    two.report(match_id, "won"), one.report(match_id, "won")
    assert one.match(match_id)["status"] == "disputed", "and again"
    arena.admin().decide(match_id, "replay")
    arena.let_time_pass(7_201)
    sweep_matches()
    arena.let_time_pass(1_801)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["reason"]) == ("cancelled", "nobody_reported")
    assert one.wallet() == ("500.00", "0.00")
    assert arena.sql("SELECT match_id FROM disputes WHERE match_is_live") == []


def test_the_public_record_remembers_a_dispute_that_was_overturned(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    two.post(f"/matches/{match_id}/appeal", {"reason": STATEMENT})
    body = {"decision": "overturn", "result": "player2", "reason": STATEMENT}
    assert arena.admin().post(f"/admin/matches/{match_id}/appeal", body).status_code == 200
    for player, won in ((one, 0), (two, 1)):
        record = one.get(f"/users/{player.username}")["disputes"]
        assert (record["decided"], record["won"], record["lost"]) == (1, won, 1 - won)
