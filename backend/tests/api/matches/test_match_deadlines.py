"""What silence leads to: every deadline ends in one way, and a dispute never by itself."""

import pytest

from app.workers.tasks.matches import sweep_matches, verify_match
from tests.support.arena import Arena, at_once, refusal
from tests.support.pictures import photo

# Seconds, each one too late.
READY, PLAY, LATE, ANSWER, EVIDENCE, RULING = 901, 7_201, 1_801, 1_801, 10_801, 86_401


def test_before_the_deadline_the_sweep_touches_nothing(arena: Arena) -> None:
    one, _, match_id = arena.paired()
    arena.let_time_pass(READY - 30)
    sweep_matches()
    assert one.match(match_id)["status"] == "pending"


def test_if_not_both_get_ready_both_get_their_stakes_back(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    arena.let_time_pass(READY)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["result"], seen["reason"]) == ("cancelled", "void", "not_ready")
    assert two.wallet() == ("500.00", "0.00")
    assert one.queue()["status"] == "searching", "the ready player was requeued"
    one.leave()
    assert one.wallet() == ("500.00", "0.00")
    assert one.join(100).status_code == 201
    sweep_matches()
    assert two.wallet() == ("500.00", "0.00")


def test_if_nobody_reports_both_get_their_stakes_back(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    arena.let_time_pass(PLAY)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["verification_state"]) == ("active", "awaiting_reports")
    assert seen["reason"] == "nobody_reported", "both see that the time to play is over"
    arena.let_time_pass(LATE - 60)
    sweep_matches()
    assert one.match(match_id)["status"] == "active"
    arena.let_time_pass(60)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["reason"]) == ("cancelled", "nobody_reported")
    assert one.wallet() == two.wallet() == ("500.00", "0.00")
    assert refusal(one.report(match_id, "won")) == (409, "match_moved_on")
    assert one.get("/users/me/stats")["total_matches"] == 0


def test_a_report_and_silence_go_to_an_admin_and_not_to_the_reporter(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.read_inbox()
    arena.let_time_pass(ANSWER)
    sweep_matches()
    seen = two.match(match_id)
    assert (seen["status"], seen["reason"]) == ("disputed", "no_answer")
    assert one.wallet() == two.wallet() == ("400.00", "100.00")
    assert refusal(two.report(match_id, "lost")) == (409, "match_moved_on")


def test_the_first_report_shortens_the_wait_to_half_an_hour(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    one.report(match_id, "won")
    arena.let_time_pass(ANSWER - 60)
    sweep_matches()
    assert one.match(match_id)["status"] == "active"


@pytest.mark.usefixtures("evidence_folder")
def test_a_report_from_before_a_game_can_be_over_shortens_no_time_to_play(
    arena: Arena,
) -> None:
    one, two, match_id = arena.paired()
    for player in (one, two):
        player.ready(match_id)
    until = one.match(match_id)["due_at"]
    files = [("pictures", ("board.jpg", photo(1), "image/jpeg"))]
    assert one.http.post(f"/matches/{match_id}/evidence", files=files).status_code == 201
    one.report(match_id, "won")
    two.read_inbox()
    verify_match(match_id)
    assert one.match(match_id)["due_at"] == until, "nobody can have won yet"
    arena.let_time_pass(PLAY - 60)
    sweep_matches()
    assert one.match(match_id)["status"] == "active"
    arena.let_time_pass(60)
    sweep_matches()
    seen = two.match(match_id)
    assert (seen["status"], seen["reason"]) == ("completed", "silence")
    assert seen["contest_until"], "and even then they are heard"


def test_a_game_that_both_play_again_has_all_its_time(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    for player in (one, two):
        player.report_more(match_id, outcome="draw", replay=True)
    until = one.match(match_id)["due_at"]
    one.report(match_id, "won")
    two.read_inbox()
    verify_match(match_id)
    assert one.match(match_id)["due_at"] == until


def test_a_report_after_the_play_window_gives_the_other_their_half_hour(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    arena.let_time_pass(PLAY)
    sweep_matches()
    arena.let_time_pass(LATE - 60)
    seen = one.report(match_id, "won").json()
    assert (seen["status"], seen["reason"]) == ("active", None)
    arena.let_time_pass(ANSWER - 60)
    sweep_matches()
    assert two.report(match_id, "lost").json()["status"] == "completed"


def test_the_silent_one_is_reminded_twice_and_the_other_never(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.read_inbox()
    reminded = f"SELECT reminders FROM matches WHERE id = {match_id}"
    seen = []
    for minutes in (9, 2, 1, 9, 1):  # after 9, 11, 12, 21 and 22 minutes
        arena.let_time_pass(minutes * 60)
        sweep_matches()
        seen.append(arena.sql(reminded)[0][0])
    assert seen == [0, 1, 1, 2, 2]
    assert two.report(match_id, "lost").json()["status"] == "completed"


def test_a_late_report_counts_as_long_as_the_match_stands(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    arena.let_time_pass(ANSWER)  # the sweep has not run yet
    assert two.report(match_id, "lost").json()["status"] == "completed"
    sweep_matches()
    assert one.wallet() == ("580.00", "0.00")


def test_a_dispute_past_its_deadline_stays_frozen(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    assert one.match(match_id)["verification_state"] == "evidence"
    for wait in (EVIDENCE, RULING, 2 * RULING, RULING):
        arena.let_time_pass(wait)
        sweep_matches()
        seen = one.match(match_id)
        assert (seen["status"], seen["result"]) == ("disputed", None)
        assert seen["verification_state"] == "admin_review"
        assert seen["due_at"] is not None
        assert one.wallet() == two.wallet() == ("400.00", "100.00")


def test_many_overdue_matches_end_in_one_sweep(arena: Arena) -> None:
    matches = [arena.paired() for _ in range(4)]
    arena.let_time_pass(READY)
    sweep_matches()
    for one, two, match_id in matches:
        assert one.match(match_id)["status"] == "cancelled"
        assert one.wallet() == two.wallet() == ("500.00", "0.00")


def test_two_sweeps_at_once_refund_once(arena: Arena) -> None:
    one, two, _ = arena.paired()
    arena.let_time_pass(READY)
    at_once(*[sweep_matches] * 4)
    assert one.wallet() == two.wallet() == ("500.00", "0.00")


def test_getting_ready_against_the_deadline_has_one_outcome(arena: Arena) -> None:
    for _ in range(4):
        one, two, match_id = arena.paired()
        one.ready(match_id)
        arena.let_time_pass(READY)
        late, _ = at_once(lambda: two.ready(match_id), sweep_matches)  # noqa: B023
        assert late is not None
        assert refusal(late) == (409, "match_moved_on")
        sweep_matches()  # the first one skips locked rows
        assert one.match(match_id)["status"] == "cancelled"
        one.leave()  # the ready player was requeued
        assert one.wallet() == two.wallet() == ("500.00", "0.00")


def test_a_report_against_the_deadline_has_one_outcome(arena: Arena) -> None:
    for _ in range(5):
        one, two, match_id = arena.playing()
        one.report(match_id, "won")
        two.read_inbox()
        arena.let_time_pass(ANSWER)
        at_once(lambda: two.report(match_id, "lost"), sweep_matches)  # noqa: B023
        seen = one.match(match_id)
        money = (one.wallet(), two.wallet())
        if seen["status"] == "completed":
            assert (seen["result"], seen["reason"]) == ("player1", "agreed")
            assert money == (("580.00", "0.00"), ("400.00", "0.00"))
        else:
            assert (seen["status"], seen["reason"]) == ("disputed", "no_answer")
            assert money == (("400.00", "100.00"), ("400.00", "100.00"))
