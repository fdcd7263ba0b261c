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
