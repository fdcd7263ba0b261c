"""Both say how it ended: agreement pays at once, contradiction waits, nobody is paid twice."""

from itertools import product

import pytest

from tests.support.arena import Arena, at_once, refusal

AGREEMENTS = {
    ("won", "lost"): ("player1", "580.00", "400.00"),
    ("lost", "won"): ("player2", "400.00", "580.00"),
    ("draw", "draw"): ("draw", "500.00", "500.00"),
    ("problem", "problem"): ("void", "500.00", "500.00"),
}
OUTCOMES = ("won", "lost", "draw", "problem")


@pytest.mark.parametrize(("first", "second"), list(AGREEMENTS))
def test_agreement_pays_before_the_second_answer(arena: Arena, first: str, second: str) -> None:
    one, two, match_id = arena.playing()
    waiting = one.report(match_id, first).json()
    assert (waiting["status"], waiting["verification_state"]) == ("active", "awaiting_reports")
    assert one.wallet() == ("400.00", "100.00")
    seen = two.report(match_id, second).json()
    result, of_one, of_two = AGREEMENTS[first, second]
    assert seen["status"] == ("cancelled" if result == "void" else "completed")
    assert (seen["result"], seen["reason"]) == (result, "agreed")
    assert seen["winner_id"] == {"player1": one.id, "player2": two.id}.get(result)
    assert seen["completed_at"] is not None
    assert seen["due_at"] is None
    assert one.wallet() == (of_one, "0.00")
    assert two.wallet() == (of_two, "0.00")
    assert one.queue()["status"] == two.queue()["status"] == "idle"


def test_every_contradiction_freezes_the_pot(arena: Arena) -> None:
    contradictions = [
        pair
        for pair in product(OUTCOMES, OUTCOMES)
        if pair not in AGREEMENTS and pair != ("lost", "lost")
    ]
    assert len(contradictions) == 11
    for first, second in contradictions:
        one, two, match_id = arena.playing()
        one.report(match_id, first)
        seen = two.report(match_id, second).json()
        assert (seen["status"], seen["reason"]) == ("disputed", "reports_contradict"), first
        assert seen["result"] is None
        assert seen["due_at"] is not None
        assert one.wallet() == two.wallet() == ("400.00", "100.00")


def test_two_claims_of_defeat_may_be_corrected(arena: Arena) -> None:
    """Two reports of "lost" leave the match active, so that one player can change theirs."""
    for corrected, winner in (("player1", 0), ("player2", 1)):
        one, two, match_id = arena.playing()
        one.report(match_id, "lost")
        seen = two.report(match_id, "lost").json()
        assert (seen["status"], seen["reason"]) == ("active", "both_lost")
        players = (one, two)
        seen = players[winner].report(match_id, "won").json()
        assert (seen["status"], seen["result"]) == ("completed", corrected)


def test_a_draw_is_played_again_when_both_want_to(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    assert one.report_more(match_id, outcome="draw", replay=True).status_code == 200
    seen = two.report_more(match_id, outcome="draw", replay=True).json()
    assert (seen["status"], seen["verification_state"]) == ("active", "in_play")
    assert (seen["replays"], seen["reason"], seen["my_outcome"]) == (1, "replay", None)
    assert one.wallet() == two.wallet() == ("400.00", "100.00")
    one.report(match_id, "won")
    assert two.match(match_id)["my_outcome"] is None, "the drawn game does not count"
    assert two.report(match_id, "lost").json()["winner_id"] == one.id
    assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


def test_a_draw_that_only_one_wants_to_replay_gives_both_stakes_back(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report_more(match_id, outcome="draw", replay=True)
    assert two.report(match_id, "draw").json()["result"] == "draw"
    assert one.wallet() == two.wallet() == ("500.00", "0.00")


def test_a_draw_is_not_played_again_for_ever(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    for _ in range(4):
        one.report_more(match_id, outcome="draw", replay=True)
        two.report_more(match_id, outcome="draw", replay=True)
    seen = two.match(match_id)
    assert (seen["status"], seen["result"], seen["replays"]) == ("completed", "draw", 3)


def test_a_report_may_be_changed_while_the_other_player_is_silent(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    answer = one.report(match_id, "lost").json()["answer"]
    seen = one.report(match_id, "won").json()
    assert (seen["my_outcome"], seen["status"]) == ("won", "active")
    assert seen["answer"] == answer, "a correction does not buy time"
    assert two.report(match_id, "lost").json()["winner_id"] == one.id


def test_the_same_report_again_changes_nothing(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    first = one.report(match_id, "won").json()
    assert one.report(match_id, "won").json() == first
    assert arena.sql("SELECT count(*) FROM match_reports") == [(1,)]
    two.report(match_id, "lost")
    again = one.report(match_id, "won")
    assert (again.status_code, again.json()["status"]) == (200, "completed")
    assert one.wallet() == ("580.00", "0.00")


def test_a_report_with_a_key_is_replayed_and_not_repeated(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    first = one.report(match_id, "won", key="key-of-report-1")
    two.report(match_id, "lost")
    again = one.report(match_id, "won", key="key-of-report-1")
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    answer = one.report(match_id, "lost", key="key-of-report-1")
    assert refusal(answer) == (422, "idempotency_key_reused")


def test_after_the_payout_no_report_changes(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    for player, outcome in ((two, "won"), (two, "draw"), (one, "lost")):
        assert refusal(player.report(match_id, outcome)) == (409, "already_reported")
    assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


def test_in_a_dispute_no_report_changes_either(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    for player in (one, two):
        assert refusal(player.report(match_id, "lost")) == (409, "already_reported")
    assert one.match(match_id)["status"] == "disputed"


def test_nobody_reports_before_both_were_ready(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    assert refusal(one.report(match_id, "won")) == (409, "match_moved_on")
    one.ready(match_id)
    assert refusal(two.report(match_id, "lost")) == (409, "match_moved_on")


def test_unknown_outcomes_are_refused(arena: Arena) -> None:
    one, _, match_id = arena.playing()
    for body in ({"outcome": "victory"}, {}, {"outcome": None}, {"outcome": "won", "prize": 500}):
        answer = one.post(f"/matches/{match_id}/report", body)
        assert refusal(answer) == (422, "invalid_request"), body
    assert one.match(match_id)["my_outcome"] is None


def test_neither_sees_the_other_report_before_their_own(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "lost")
    seen = two.match(match_id)
    assert (seen["player1"]["reported"], seen["my_outcome"]) == (True, None)
    assert "lost" not in str(seen)


def test_two_reports_that_agree_in_the_same_instant_pay_once(arena: Arena) -> None:
    for _ in range(4):
        one, two, match_id = arena.playing()
        answers = at_once(
            lambda: one.report(match_id, "won"),  # noqa: B023
            lambda: two.report(match_id, "lost"),  # noqa: B023
        )
        assert [answer.status_code for answer in answers] == [200, 200]
        assert one.match(match_id)["result"] == "player1"
        assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


def test_two_reports_that_contradict_in_the_same_instant_pay_nobody(arena: Arena) -> None:
    for _ in range(4):
        one, two, match_id = arena.playing()
        at_once(
            lambda: one.report(match_id, "won"),  # noqa: B023
            lambda: two.report(match_id, "won"),  # noqa: B023
        )
        assert one.match(match_id)["status"] == "disputed"
        assert one.wallet() == two.wallet() == ("400.00", "100.00")


def test_twenty_impatient_taps_pay_the_pot_once(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    taps = [lambda: one.report(match_id, "won"), lambda: two.report(match_id, "lost")] * 10
    assert {answer.status_code for answer in at_once(*taps)} == {200}
    assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))
    assert arena.sql("SELECT count(*) FROM match_reports") == [(2,)]
