"""Referees: one has it claimed, two decide about much money, and a match may be played again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core.database import transaction
from app.domain.matches.decision import Result
from tests.support.arena import Arena, at_once, refusal
from tests.support.findings import record_sure_finding

WHY = "The recording shows it clearly."


def test_a_split_gives_each_half_of_what_is_left_after_the_fee(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    seen = arena.admin().decide(match_id, "split").json()
    assert (seen["status"], seen["result"], seen["winner_id"]) == ("completed", "split", None)
    assert (one.wallet(), two.wallet()) == (("490.00", "0.00"), ("490.00", "0.00"))
    line = one.statement()[0]
    assert (line["type"], line["amount"]) == ("wager_split", "90.00")
    assert "shared" in line["description"]


def test_a_replay_starts_the_same_match_again_with_the_same_money(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    seen = arena.admin().decide(match_id, "replay").json()
    assert (seen["status"], seen["verification_state"]) == ("active", "in_play")
    assert (one.wallet(), two.wallet()) == (("400.00", "100.00"), ("400.00", "100.00"))
    assert one.match(match_id)["my_outcome"] is None, "reports of the old game no longer count"
    one.report(match_id, "lost")
    assert two.report(match_id, "won").json()["winner_id"] == two.id
    assert (one.wallet(), two.wallet()) == (("400.00", "0.00"), ("580.00", "0.00"))


def test_a_replayed_match_can_be_disputed_and_ruled_on_again(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    admin = arena.admin()
    admin.decide(match_id, "replay")
    for player in (one, two):
        player.report(match_id, "won")
    deadlines = one.match(match_id)["dispute"]
    assert deadlines["closed_at"] is None
    found = admin.get("/admin/disputes")["items"][0]
    assert [(report["replay"], report["seat"]) for report in found["reports"]] == [
        (0, "player1"),
        (0, "player2"),
        (1, "player1"),
        (1, "player2"),
    ]
    assert admin.decide(match_id, "player1").json()["winner_id"] == one.id


def test_while_a_claim_lives_nobody_else_can_claim_or_rule(arena: Arena) -> None:
    _, _, match_id = arena.disputing()
    first, second = arena.admin(), arena.admin()
    claimed = first.post(f"/admin/matches/{match_id}/claim").json()
    assert claimed["claim"]["admin"] == first.username
    assert refusal(second.post(f"/admin/matches/{match_id}/claim")) == (409, "dispute_claimed")
    assert refusal(second.decide(match_id, "player1")) == (409, "dispute_claimed")
    second.post(f"/admin/matches/{match_id}/release")
    assert refusal(second.decide(match_id, "player1")) == (409, "dispute_claimed"), (
        "claimed by another referee"
    )
    assert first.decide(match_id, "player1").status_code == 200


@pytest.mark.parametrize("how", ["released", "lapsed"])
def test_a_claim_that_is_released_or_lapses_lets_others_in(arena: Arena, how: str) -> None:
    _, _, match_id = arena.disputing()
    first, second = arena.admin(), arena.admin()
    first.post(f"/admin/matches/{match_id}/claim")
    if how == "released":
        assert first.post(f"/admin/matches/{match_id}/release").json()["claim"] is None
    else:
        arena.let_time_pass(1_801)
    assert second.post(f"/admin/matches/{match_id}/claim").status_code == 200


def test_of_two_simultaneous_claims_one_succeeds(arena: Arena) -> None:
    _, _, match_id = arena.disputing()
    first, second = arena.admin(), arena.admin()
    answers = at_once(
        lambda: first.post(f"/admin/matches/{match_id}/claim"),
        lambda: second.post(f"/admin/matches/{match_id}/claim"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_nobody_claims_their_own_match(arena: Arena) -> None:
    one, _, match_id = arena.disputing()
    arena.appoint(one)
    assert refusal(one.post(f"/admin/matches/{match_id}/claim")) == (403, "not_allowed")


def test_disputes_are_listed_by_pot_times_age(arena: Arena) -> None:
    _, _, small = arena.disputing(wager=20)
    _, _, large = arena.disputing(wager=400)
    admin = arena.admin()

    def listed() -> list[int]:
        return [one["match"]["id"] for one in admin.get("/admin/disputes")["items"]]

    arena.let_time_pass(600)
    assert listed() == [large, small]
    arena.sql(
        "UPDATE disputes SET opened_at = opened_at - interval '1 day',"
        f" evidence_until = evidence_until - interval '1 day' WHERE match_id = {small}"
    )
    assert listed() == [small, large], "nobody waits for ever behind larger pots"


def test_above_the_set_pot_a_second_referee_confirms(arena: Arena) -> None:
    one, two, match_id = arena.disputing(wager=6_000, money=6_000)
    first, second = arena.admin(), arena.admin()
    answer = first.decide(match_id, "player1")
    assert (answer.status_code, answer.json()["status"]) == (202, "disputed")
    assert one.wallet() == ("0.00", "6000.00"), "nothing has moved"
    body = {"reason": WHY}
    confirm = f"/admin/matches/{match_id}/confirm"
    assert refusal(first.post(confirm, body)) == (403, "same_person")
    assert refusal(second.decide(match_id, "player2")) == (409, "ruling_moved_on")
    assert second.post(confirm, body).json()["winner_id"] == one.id
    assert (one.wallet()[0], two.wallet()[0]) == ("10800.00", "0.00")
    assert refusal(arena.admin().post(confirm, body)) == (409, "match_moved_on")
    actions = [line["action"] for line in first.get("/admin/audit")["items"]]
    assert actions == ["dispute.confirm", "dispute.propose"]


def test_a_rejected_ruling_leaves_the_dispute_open(arena: Arena) -> None:
    _, two, match_id = arena.disputing(wager=6_000, money=6_000)
    first, second = arena.admin(), arena.admin()
    first.decide(match_id, "player1")
    answer = second.post(f"/admin/matches/{match_id}/reject", {"reason": WHY})
    assert answer.json()["status"] == "disputed"
    assert second.decide(match_id, "player2").status_code == 202
    first.post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    assert two.wallet()[0] == "10800.00"


def test_two_simultaneous_confirmations_pay_once(arena: Arena) -> None:
    one, _, match_id = arena.disputing(wager=6_000, money=6_000)
    first, second, third = arena.admin(), arena.admin(), arena.admin()
    first.decide(match_id, "split")
    body = {"reason": WHY}
    answers = at_once(
        lambda: second.post(f"/admin/matches/{match_id}/confirm", body),
        lambda: third.post(f"/admin/matches/{match_id}/confirm", body),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert one.wallet()[0] == "5400.00"


def test_a_confirmation_comes_within_a_day(arena: Arena) -> None:
    from app.workers.tasks.maintenance import sweep_rulings

    _, _, match_id = arena.disputing(wager=6_000, money=6_000)
    first, second = arena.admin(), arena.admin()
    first.decide(match_id, "player1")
    arena.sql("UPDATE match_rulings SET due_at = now() - interval '1 second'")
    answer = second.post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    assert refusal(answer) == (409, "ruling_moved_on")
    sweep_rulings()
    (row,) = arena.sql("SELECT decision, due_at FROM match_rulings")
    assert row == ("lapsed", None)
    assert second.decide(match_id, "player1").status_code == 202


def test_an_admin_who_plays_reads_neither_their_dispute_nor_their_risk(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.appoint(one)
    for path in (f"/admin/matches/{match_id}/dispute", f"/admin/users/{one.id}/risk"):
        assert refusal(one.http.get(path)) == (403, "not_allowed"), path
    assert refusal(one.post(f"/admin/matches/{match_id}/release")) == (403, "not_allowed")
    assert one.get("/admin/disputes")["items"] == []
    referee = arena.admin()
    (listed,) = referee.get("/admin/disputes")["items"]
    assert listed["match"]["id"] == match_id

    assert referee.decide(match_id, "player1").status_code == 200
    two.post(f"/matches/{match_id}/appeal", {"reason": "It was another game."})
    assert one.get("/admin/appeals")["items"] == []
    assert len(arena.admin().get("/admin/appeals")["items"]) == 1


def test_sure_data_recorded_while_a_referee_rules_against_them_raise_the_alert(
    arena: Arena,
) -> None:
    """Neither transaction has committed when the other begins; one of them sees the other."""
    _, _, match_id = arena.disputing()
    referee = arena.admin()
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction() as session:
            record_sure_finding(session, match_id, Result.PLAYER2)
            ruling = pool.submit(referee.decide, match_id, "player1")
            while not ruling.done() and not _somebody_waits(arena):
                pass
        assert ruling.result().status_code == 200
    alerts = arena.sql("SELECT kind, subject FROM alarms")
    assert alerts == [("ruling_against_data", f"match:{match_id}")]


def _somebody_waits(arena: Arena) -> bool:
    return arena.sql("SELECT 1 FROM pg_locks WHERE NOT granted") != []
