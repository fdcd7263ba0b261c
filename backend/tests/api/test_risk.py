"""What looks dishonest holds a withdrawal, says why, and is cleared by a person, not by time."""

import pytest

from app.workers.tasks.play import score_risks
from tests.fixtures.arena import Arena, Player, refusal

pytestmark = pytest.mark.usefixtures("regulars")

WHY = "They are brothers and play on one sofa."


def quick_match(one: Player, two: Player, wager: int = 100) -> None:
    one.join(wager)
    match_id = int(two.join(wager).json()["match_id"])
    for player in (one, two):
        player.ready(match_id)
    one.report(match_id, "won")
    two.report(match_id, "lost")


def test_the_same_two_again_and_again_hold_the_winners_money_for_a_day(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    for _ in range(3):
        quick_match(one, two)
    score_risks()
    admin = arena.admin()
    seen = admin.get(f"/admin/users/{one.id}/risk")
    assert [(flag["signal"], flag["points"]) for flag in seen["flags"]] == [
        ("fast_confirmations", 30),
        ("same_pair", 20),
    ]
    assert two.username in seen["flags"][1]["explanation"]
    assert (seen["score"], seen["frozen"]) == (50, False)
    answer = one.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "withdrawal_held")
    assert one.wallet() == ("740.00", "0.00"), "nothing is taken"
    assert one.join(100).status_code == 201, "and he can play"
    one.leave()
    arena.sql("UPDATE player_risks SET held_until = now() - interval '1 second'")
    score_risks()
    assert one.post("/payments/withdrawals", {"amount": 100}).status_code == 202


def test_a_freeze_ends_by_an_admin_and_stays_ended(arena: Arena) -> None:
    one, two = arena.player(money=3_000), arena.player(money=3_000)
    for _ in range(3):
        quick_match(one, two, wager=500)
    arena.sql(
        "INSERT INTO player_risks (user_id, score, frozen, scored_at)"
        f" VALUES ({one.id}, 0, true, now() - interval '2 days')"
    )
    score_risks()
    admin = arena.admin()
    assert admin.get(f"/admin/users/{one.id}/risk")["frozen"] is True, "time does not end it"
    answer = one.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "withdrawal_held")
    cleared = admin.post(f"/admin/users/{one.id}/risk/clear", {"reason": WHY}).json()
    assert (cleared["score"], cleared["frozen"], cleared["held_until"]) == (0, False, None)
    arena.sql("UPDATE player_risks SET scored_at = now() - interval '2 days'")
    score_risks()
    assert admin.get(f"/admin/users/{one.id}/risk")["score"] == 0, "explained is explained"
    assert one.post("/payments/withdrawals", {"amount": 100}).status_code == 202
    (entry,) = admin.get("/admin/audit", subject=f"user:{one.id}")["items"]
    assert (entry["action"], entry["detail"]["reason"]) == ("risk.clear", WHY)


def test_nobody_clears_himself_and_players_see_nothing_of_it(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player()
    own = admin.post(f"/admin/users/{admin.id}/risk/clear", {"reason": WHY})
    assert refusal(own) == (403, "not_allowed")
    assert refusal(player.http.get(f"/admin/users/{player.id}/risk")) == (403, "not_allowed")
    assert refusal(admin.http.get("/admin/users/999999/risk")) == (404, "not_found")
