"""Being ready, cancelling, and hiding a match from everybody else."""

from datetime import datetime, timedelta

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, at_once, refusal


def test_one_ready_player_waits_for_the_other(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    answer = one.ready(match_id)
    assert answer.status_code == 200
    assert answer.json()["status"] == "pending"
    seen = two.match(match_id)
    assert (seen["player1"]["ready"], seen["player2"]["ready"]) == (True, False)
    assert seen["started_at"] is None


def test_when_both_are_ready_the_match_is_on_and_its_deadline_runs(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    before = one.ready(match_id).json()["due_at"]
    seen = two.ready(match_id).json()
    assert (seen["status"], seen["verification_state"]) == ("active", "in_play")
    assert seen["started_at"] is not None
    assert seen["due_at"] > before


def test_being_ready_again_changes_nothing(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    assert one.ready(match_id).json() == one.ready(match_id).json()
    two.ready(match_id)
    assert one.ready(match_id).json() == two.match(match_id) | {"my_seat": "player1"}
    first = one.ready(match_id, key="key-of-ready-1")
    again = one.ready(match_id, key="key-of-ready-1")
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")


def test_being_ready_after_the_deadline_is_too_late(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    arena.let_time_pass(901)
    assert refusal(one.ready(match_id)) == (409, "match_moved_on")
    sweep_matches()
    answer = one.ready(match_id)
    assert refusal(answer) == (409, "match_moved_on")
    assert answer.json()["match_status"] == "cancelled"
    assert one.wallet() == ("500.00", "0.00")


def test_both_ready_in_the_same_instant_start_one_match(arena: Arena) -> None:
    for _ in range(3):
        one, two, match_id = arena.paired()
        answers = at_once(lambda: one.ready(match_id), lambda: two.ready(match_id))  # noqa: B023
        assert [answer.status_code for answer in answers] == [200, 200]
        assert one.match(match_id)["status"] == "active"


def test_walking_away_returns_the_stake_and_requeues_the_ready_player(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    seen = two.cancel(match_id).json()
    assert (seen["status"], seen["result"], seen["reason"]) == ("cancelled", "void", "walked_away")
    assert (two.wallet(), two.queue()["status"]) == (("500.00", "0.00"), "idle")
    assert (one.wallet(), one.queue()["status"]) == (("400.00", "100.00"), "searching")
    assert two.cancel(match_id).status_code == 200, "again changes nothing"
    assert refusal(one.ready(match_id)) == (409, "match_moved_on")
    one.leave()
    assert one.wallet() == ("500.00", "0.00")


def test_once_one_is_ready_the_other_has_five_minutes(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    before = datetime.fromisoformat(one.match(match_id)["due_at"])
    seen = one.ready(match_id).json()
    due_at = datetime.fromisoformat(seen["due_at"])
    assert before - due_at > timedelta(seconds=590)
    assert one.ready(match_id).json()["due_at"] == seen["due_at"], "once"
    arena.let_time_pass(301)
    sweep_matches()
    over = one.match(match_id)
    assert (over["reason"], over["my_net"], over["back_in_queue"]) == ("not_ready", "0.00", True)
    assert two.match(match_id)["back_in_queue"] is False
    assert one.queue()["from_match_id"] == match_id
    assert (two.queue()["cooldown"]["missed"], one.queue()["cooldown"]) == (1, None)
    held, back, _ = one.statement()[:3]
    assert (held["reason"], back["reason"]) == ("back_in_queue", "not_ready")
    assert held["description"] == (
        "KES 100.00 left your wallet: your opponent was not ready, so you are back in the queue"
        " with your old place, and it became your stake in the queue."
    )
    one.leave()
    assert one.match(match_id)["back_in_queue"] is False


def test_whoever_was_ready_and_waited_has_missed_nothing_by_going(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    arena.sql("UPDATE matches SET player1_ready_at = player1_ready_at - interval '121 seconds'")
    assert one.cancel(match_id).json()["reason"] == "walked_away"
    assert one.queue()["cooldown"] is None
    assert (one.wallet(), one.queue()["status"]) == (("500.00", "0.00"), "idle")
    assert two.queue()["cooldown"]["missed"] == 1


def test_whoever_goes_sooner_than_that_has_missed_it(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    one.cancel(match_id)
    assert (one.queue()["cooldown"]["missed"], two.queue()["cooldown"]) == (1, None)


def test_nobody_walks_away_from_a_match_that_is_on_or_over(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    assert refusal(one.cancel(match_id)) == (409, "match_moved_on")
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert refusal(two.cancel(match_id)) == (409, "match_moved_on")


def test_walking_away_and_getting_ready_at_once_has_one_outcome(arena: Arena) -> None:
    for _ in range(3):
        one, two, match_id = arena.paired()
        one.ready(match_id)
        at_once(lambda: two.ready(match_id), lambda: one.cancel(match_id))  # noqa: B023
        seen = one.match(match_id)
        assert seen["status"] in ("active", "cancelled")
        money = ("500.00", "0.00") if seen["status"] == "cancelled" else ("400.00", "100.00")
        assert one.wallet() == two.wallet() == money
        if seen["status"] == "active":
            one.report(match_id, "problem")
            two.report(match_id, "problem")


def test_a_match_is_hidden_from_everybody_else(arena: Arena) -> None:
    _, _, match_id = arena.playing()
    outsider = arena.player()
    for answer in (
        outsider.http.get(f"/matches/{match_id}"),
        outsider.ready(match_id),
        outsider.report(match_id, "won"),
        outsider.cancel(match_id),
    ):
        assert refusal(answer) == (404, "not_found")
    assert outsider.get("/matches")["items"] == []
    for nowhere in (0, -1, 10**6, 2**63 - 1, 2**63, 10**30):
        for answer in (
            outsider.http.get(f"/matches/{nowhere}"),
            outsider.ready(nowhere),
            outsider.report(nowhere, "won"),
            outsider.cancel(nowhere),
        ):
            assert refusal(answer)[0] in (404, 422), nowhere
