"""An end that one of both never agreed to can be contested while what it gave is held.

Silence, the game's data and a forfeit end matches without a person; who got less may ask for one.
"""

from pathlib import Path

import httpx
import pytest

from app.workers.tasks.maintenance import sweep_rulings
from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.duel import Duel
from tests.support.pictures import photo

ANSWER, DAY, PROOF = 1_801, 86_461, 10_801
WHY = "I was on the road, and I had won by six to two."
SEEN = "Both pictures show the same game."


@pytest.fixture(autouse=True)
def folder(evidence_folder: Path) -> Path:
    """The store of evidence: a folder of this test."""
    return evidence_folder


def upload(player: Player, match_id: int, seed: int) -> httpx.Response:
    files = [("pictures", ("board.jpg", photo(seed), "image/jpeg"))]
    return player.http.post(f"/matches/{match_id}/evidence", files=files)


def silent(arena: Arena, outcome: str = "won", *, money: int = 500) -> tuple[Player, Player, int]:
    """Let player 1 report with a picture, and player 2 read that and be silent until it stands."""
    one, two, match_id = arena.playing(money=money)
    assert upload(one, match_id, 1).status_code == 201
    assert one.report(match_id, outcome).status_code == 200
    two.read_inbox()
    arena.let_time_pass(ANSWER)
    sweep_matches()
    seen = one.match(match_id)
    assert (seen["status"], seen["reason"]) == ("completed", "silence")
    return one, two, match_id


def contest(player: Player, match_id: int) -> httpx.Response:
    body = {"reason": "wrong_result", "statement": WHY}
    return player.post(f"/matches/{match_id}/dispute", body)


def contested(player: Player, match_id: int) -> Json:
    answer = contest(player, match_id)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def decide(arena: Arena, match_id: int, result: str | None) -> Json:
    body = {"decision": "overturn", "result": result} if result else {"decision": "uphold"}
    answer = arena.admin().post(f"/admin/matches/{match_id}/appeal", {**body, "reason": SEEN})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def let_time_pass(arena: Arena, seconds: int) -> None:
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER; ALTER TABLE payout_holds DISABLE TRIGGER USER;"
        f"UPDATE matches SET completed_at = completed_at - interval '{seconds} seconds';"
        f"UPDATE payout_holds SET until = until - interval '{seconds} seconds';"
        "ALTER TABLE matches ENABLE TRIGGER USER; ALTER TABLE payout_holds ENABLE TRIGGER USER"
    )
    arena.let_time_pass(seconds)


def withdrawn(player: Player, amount: int) -> tuple[int, str]:
    answer = player.post("/payments/withdrawals", {"amount": amount})
    return refusal(answer) if answer.status_code >= 400 else (answer.status_code, "")


def test_the_silent_one_contests_and_a_referee_gives_them_the_prize(arena: Arena) -> None:
    one, two, match_id = silent(arena)
    assert one.match(match_id)["contest_until"] is None, "the winner has nothing to contest"
    assert two.match(match_id)["contest_until"]
    seen = contested(two, match_id)
    assert (seen["status"], seen["contest_until"]) == ("completed", None)
    assert (seen["dispute"]["opened_by"], seen["dispute"]["appeal"]["by"]) == ("player2",) * 2
    assert withdrawn(one, 401) == (409, "withdrawal_held"), "580 less the prize of 180"
    assert refusal(one.join(401)) == (409, "money_held")
    (found,) = arena.admin().get("/admin/appeals")["items"]
    assert [line["statement"] for line in found["statements"]] == [WHY]
    seen = decide(arena, match_id, "player2")
    assert (seen["winner_id"], seen["reason"]) == (two.id, "overturned")
    assert (one.wallet(), two.wallet()) == (("400.00", "0.00"), ("580.00", "0.00"))
    assert withdrawn(two, 580)[0] == 202


def test_a_contest_that_is_not_upheld_leaves_the_prize(arena: Arena) -> None:
    one, two, match_id = silent(arena)
    contested(two, match_id)
    seen = decide(arena, match_id, None)
    assert (seen["winner_id"], seen["reason"]) == (one.id, "silence")
    assert withdrawn(one, 580)[0] == 202
    assert refusal(contest(two, match_id)) == (409, "match_moved_on"), "once"
    figures = one.get("/disputes/figures")["items"][0]
    assert (figures["ruled"], figures["appealed"], figures["overturned"]) == (1, 0, 0)


def test_both_show_proof_about_a_contest_and_see_none_before(arena: Arena) -> None:
    one, two, match_id = silent(arena)
    path = f"/matches/{match_id}/evidence"
    assert two.get(path)["items"] == [], "they could answer it with one made to fit"
    assert refusal(upload(two, match_id, 2)) == (409, "evidence_closed")
    contested(two, match_id)
    assert upload(two, match_id, 2).status_code == 201
    assert [line["is_mine"] for line in one.get(path)["items"]] == [True]
    assert contest(one, match_id).status_code == 200, "the winner says their part in the same way"
    arena.sql(
        "UPDATE disputes SET opened_at = opened_at - interval '3 hours',"
        " evidence_until = evidence_until - interval '3 hours'"
    )
    assert refusal(upload(two, match_id, 3)) == (409, "evidence_closed")
    assert refusal(contest(one, match_id)) == (409, "match_moved_on")
    assert [line["is_mine"] for line in one.get(path)["items"]] == [True, False]
    (found,) = arena.admin().get("/admin/appeals")["items"]
    assert len(found["pictures"]) == 2
    assert [line["seat"] for line in found["statements"]] == ["player2", "player1"]


def test_there_is_a_day_to_contest(arena: Arena) -> None:
    one, two, match_id = silent(arena)
    assert withdrawn(one, 580) == (409, "withdrawal_held")
    let_time_pass(arena, DAY)
    assert refusal(contest(two, match_id)) == (409, "match_moved_on")
    assert [line["is_mine"] for line in two.get(f"/matches/{match_id}/evidence")["items"]] == [
        False
    ]
    assert withdrawn(one, 580)[0] == 202


@pytest.mark.parametrize(("outcome", "result"), [("draw", "draw"), ("problem", "void")])
def test_a_refund_by_silence_can_be_contested_and_stays_until_then(
    arena: Arena, outcome: str, result: str
) -> None:
    one, two, match_id = silent(arena, outcome)
    seen = one.match(match_id)
    assert (seen["result"], seen["contest_until"]) == (result, None), "they said so themselves"
    assert refusal(contest(one, match_id)) == (409, "match_moved_on")
    for player in (one, two):
        assert withdrawn(player, 401) == (409, "withdrawal_held")
    contested(two, match_id)
    decide(arena, match_id, "player2")
    assert (one.wallet()[0], two.wallet()[0]) == ("400.00", "580.00")


def test_who_admitted_a_defeat_cannot_contest_it(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "lost")
    arena.let_time_pass(ANSWER)
    sweep_matches()
    assert two.match(match_id)["winner_id"] == two.id
    for player in (one, two):
        assert player.match(match_id)["contest_until"] is None
        assert refusal(contest(player, match_id)) == (409, "match_moved_on")


def test_what_both_agreed_on_cannot_be_contested(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    for player in (one, two):
        assert player.match(match_id)["contest_until"] is None
        assert refusal(contest(player, match_id)) == (409, "match_moved_on")
    assert withdrawn(one, 580)[0] == 202


@pytest.mark.parametrize("leaver", [None, "viper"])
def test_what_the_data_ended_can_be_contested(duel: Duel, leaver: str | None) -> None:
    duel.start_half_an_hour_ago()
    duel.add_game(winner="p1", **({"leaver": "p2"} if leaver else {}))
    duel.activision.switch(private_matches="visible")
    duel.complete_lookups(4)
    duel.pass_time(1_801)
    reason = "forfeit" if leaver else "game_data"
    assert duel.state() == ("completed", "settled", "ace", reason)
    assert duel.viper.match(duel.match_id)["contest_until"]
    contested(duel.viper, duel.match_id)
    assert refusal(duel.ace.post("/payments/withdrawals", {"amount": 900})) == (
        409,
        "withdrawal_held",
    )
    seen = decide(duel.arena, duel.match_id, "void")
    assert (seen["result"], duel.money()) == ("void", (("500.00", "0.00"), ("500.00", "0.00")))


def test_a_late_contest_raises_an_alert(arena: Arena) -> None:
    _, two, match_id = silent(arena)
    contested(two, match_id)
    arena.sql("UPDATE appeals SET due_at = now() - interval '1 second'")
    sweep_rulings()
    assert ("appeal_is_late",) in arena.sql("SELECT kind FROM alarms")


@pytest.mark.parametrize(("result", "liar"), [("player2", "player1"), (None, "player2")])
def test_a_false_claim_costs_the_liar_whoever_that_was(
    arena: Arena, result: str | None, liar: str
) -> None:
    one, two, match_id = silent(arena)
    contested(two, match_id)
    body = {"decision": "overturn", "result": result} if result else {"decision": "uphold"}
    answer = arena.admin().post(
        f"/admin/matches/{match_id}/appeal", {**body, "reason": SEEN, "strike": liar}
    )
    assert answer.status_code == 200, answer.text
    penalties = [player.get("/users/me/standing")["penalty"] for player in (one, two)]
    assert penalties == (["warning", None] if liar == "player1" else [None, "warning"])
