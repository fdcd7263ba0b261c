"""An admin ends a dispute: once, with a reason, and never one of their own."""

import pytest

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, at_once, refusal


@pytest.mark.parametrize(
    ("result", "of_one", "of_two"),
    [
        ("player1", "580.00", "400.00"),
        ("player2", "400.00", "580.00"),
        ("draw", "500.00", "500.00"),
        ("void", "500.00", "500.00"),
    ],
)
def test_a_ruling_pays_before_it_answers(
    arena: Arena, result: str, of_one: str, of_two: str
) -> None:
    one, two, match_id = arena.disputing()
    answer = arena.admin().decide(match_id, result)
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["status"], seen["result"], seen["reason"]) == ("completed", result, "ruled")
    assert seen["my_seat"] is None
    assert (one.wallet(), two.wallet()) == ((of_one, "0.00"), (of_two, "0.00"))
    assert one.queue()["status"] == two.queue()["status"] == "idle"


def test_the_list_shows_what_an_admin_needs_and_the_oldest_first(arena: Arena) -> None:
    one, two, first = arena.disputing()
    three, four, second = arena.playing()
    three.report(second, "lost")
    three.report(second, "won")
    four.read_inbox()
    arena.let_time_pass(1_801)
    sweep_matches()
    found = arena.admin().get("/admin/disputes")["items"]
    assert [dispute["match"]["id"] for dispute in found] == [first, second]
    old, new = found
    reports = [(line["seat"], line["outcome"]) for line in old["reports"]]
    assert reports == [("player1", "won"), ("player2", "won")]
    assert old["match"]["player1"]["username"] == one.username
    assert old["match"]["player2"]["username"] == two.username
    assert [line["outcome"] for line in new["reports"]] == ["lost", "won"], "corrections show"
    assert new["match"]["reason"] == "no_answer"
    steps = [(line["status"], line["actor"]) for line in old["timeline"]]
    assert steps[0][0] == "pending"
    (spoke,) = (s for s in old["timeline"] if s["verification_state"] == "awaiting_reports")
    assert spoke["actor"] == f"user:{one.id}", "the first to report"
    assert steps[-1] == ("disputed", f"user:{two.id}")
    assert old["statements"] == []
    assert old["player1_record"] == {
        "matches": 1,
        "disputes": 1,
        "rulings_won": 0,
        "rulings_lost": 0,
        "strikes": 0,
        "risk": 0,
    }
    assert old["disputed_at"] <= new["disputed_at"]


def test_the_reason_and_the_admin_are_on_record(arena: Arena) -> None:
    _, _, match_id = arena.disputing()
    admin = arena.admin()
    admin.decide(match_id, "player2", reason="Both recordings show it.")
    last = "SELECT status, actor, note FROM match_events ORDER BY id DESC LIMIT 1"
    assert arena.sql(last) == [("completed", f"admin:{admin.id}", "Both recordings show it.")]
    assert admin.get("/admin/disputes")["items"] == []
    (entry,) = admin.get("/admin/audit", subject=f"match:{match_id}")["items"]
    assert (entry["action"], entry["detail"]["result"]) == ("dispute.decide", "player2")


def test_both_players_can_read_why_the_referee_decided_so(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    assert one.match(match_id)["ruling"] is None
    arena.admin().decide(match_id, "player1", reason="The recording shows 6 to 4.")
    for player in (one, two):
        assert player.match(match_id)["ruling"] == "The recording shows 6 to 4."


def test_a_second_ruling_is_refused(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    admin, other = arena.admin(), arena.admin()
    admin.decide(match_id, "player1")
    for referee in (admin, other):
        assert refusal(referee.decide(match_id, "player2")) == (409, "match_moved_on")
    assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


def test_two_admins_in_the_same_instant_make_one_payout(arena: Arena) -> None:
    admin, other = arena.admin(), arena.admin()
    for _ in range(3):
        one, two, match_id = arena.disputing()
        answers = at_once(
            lambda: admin.decide(match_id, "player1"),  # noqa: B023
            lambda: other.decide(match_id, "player2"),  # noqa: B023
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        ruled = next(answer.json() for answer in answers if answer.status_code == 200)
        winner, loser = (one, two) if ruled["result"] == "player1" else (two, one)
        assert (winner.wallet(), loser.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


def test_nobody_rules_on_their_own_match(arena: Arena) -> None:
    referee = arena.player()
    other = arena.player()
    referee.join(100)
    match_id = other.join(100).json()["match_id"]
    for player in (referee, other):
        player.ready(match_id)
    for player in (referee, other):
        player.report(match_id, "won")
    arena.appoint(referee)
    assert refusal(referee.decide(match_id, "player1")) == (403, "not_allowed")
    assert arena.admin().decide(match_id, "player2").json()["winner_id"] == other.id


def test_only_disputes_are_ruled_on(arena: Arena) -> None:
    admin = arena.admin()
    _, _, pending = arena.paired()
    _, _, active = arena.playing()
    for match_id in (pending, active):
        assert refusal(admin.decide(match_id, "player1")) == (409, "match_moved_on")
    for nowhere in (0, 10**6, 2**63, 10**30):
        assert refusal(admin.decide(nowhere, "player1"))[0] in (404, 422), nowhere


def test_players_neither_see_nor_decide_disputes(arena: Arena) -> None:
    one, _, match_id = arena.disputing()
    assert refusal(one.decide(match_id, "player1")) == (403, "not_allowed")
    assert refusal(one.http.get("/admin/disputes")) == (403, "not_allowed")
    del one.http.headers["Authorization"]
    assert refusal(one.decide(match_id, "player1")) == (401, "not_signed_in")


def test_a_ruling_needs_a_known_result_and_a_reason(arena: Arena) -> None:
    _, _, match_id = arena.disputing()
    admin = arena.admin()
    for result, reason in (("player3", "A good long reason."), ("draw", "because"), ("draw", "")):
        assert refusal(admin.decide(match_id, result, reason)) == (422, "invalid_request")
    assert admin.match(match_id)["status"] == "disputed"
