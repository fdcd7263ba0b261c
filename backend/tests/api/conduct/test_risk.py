"""Risk flags hold a withdrawal with a reason, and a person clears them, not time.

Rows of docs/security.md: S37.
"""

import pytest

from app.workers.tasks.matches import score_risks
from tests.support.arena import Arena, Player, refusal
from tests.support.house import approve
from tests.support.pictures import photo_taken
from tests.support.players import make_match

pytestmark = pytest.mark.usefixtures("rematches_allowed")

WHY = "They are brothers and play on one sofa."


def quick_match(one: Player, two: Player, wager: int = 100) -> None:
    one.join(wager)
    match_id = int(two.join(wager).json()["match_id"])
    for player in (one, two):
        player.ready(match_id)
    one.report(match_id, "won")
    two.report(match_id, "lost")


def test_repeated_matches_of_one_pair_hold_the_winners_money_for_a_day(arena: Arena) -> None:
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
    detail = answer.json()["detail"]
    assert (
        "because matches were agreed within a minute of their start; you played the same" in detail
    )
    assert "This ends by itself on" in detail
    assert "It stays yours." in detail
    assert one.wallet() == ("740.00", "0.00"), "nothing is taken"
    assert one.join(100).status_code == 201, "and play goes on"
    one.leave()
    arena.sql("UPDATE player_risks SET held_until = now() - interval '1 second'")
    score_risks()
    assert one.post("/payments/withdrawals", {"amount": 100}).status_code == 202


def test_draws_between_two_accounts_are_seen(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    for _ in range(4):
        match_id = make_match(one, two, active=True).id
        one.report(match_id, "draw")
        two.report(match_id, "draw")
    arena.sql("ALTER TABLE matches DISABLE TRIGGER USER")
    arena.sql("UPDATE matches SET started_at = completed_at - interval '13 seconds'")
    arena.sql("ALTER TABLE matches ENABLE TRIGGER USER")
    score_risks()
    seen = arena.admin().get(f"/admin/users/{one.id}/risk")
    assert {flag["signal"]: flag["points"] for flag in seen["flags"]} == {
        "draws_together": 30,
        "fast_confirmations": 30,
        "same_pair": 20,
    }
    assert seen["frozen"] is True


def test_a_withdrawal_is_scored_before_its_code_is_typed(arena: Arena) -> None:
    """A deposit lost to one partner and withdrawn at once: scored while the SMS is under way."""
    one, two = arena.player(money=2_000), arena.player(money=1_200)
    match_id = make_match(one, two, wager=1_000, active=True).id
    one.report(match_id, "won")
    two.report(match_id, "lost")
    score_risks()
    admin = arena.admin()
    seen = admin.get(f"/admin/users/{one.id}/risk")
    assert seen["flags"] == [], "nothing is flagged before a withdrawal"
    assert one.post("/payments/withdrawals", {"amount": 1_500}).status_code == 202
    score_risks()
    seen = admin.get(f"/admin/users/{one.id}/risk")
    assert [(flag["signal"], flag["points"]) for flag in seen["flags"]] == [("chip_dumping", 40)]
    assert f"{two.username} played nobody else" in seen["flags"][0]["explanation"]
    assert seen["held_until"] is not None


def test_a_picture_of_another_day_and_a_similar_name_count_against_their_owners(
    arena: Arena,
) -> None:
    one, two, match_id = arena.disputing()
    for player, taken in ((one, "2026:01:10 19:00:00"), (two, None)):
        noted = photo_taken(taken, seed=player.id)
        answer = player.http.post(
            f"/matches/{match_id}/evidence", files={"pictures": ("end.jpg", noted, "image/jpeg")}
        )
        assert answer.status_code == 201, answer.text
    for player, name in ((one, "KILLA#1234567"), (two, "KlLLA#7654321")):
        assert player.http.patch("/users/me", json={"cod_username": name}).status_code == 200
    arena.admin().decide(match_id, "player2")
    score_risks()
    admin = arena.admin()
    assert [
        (flag["signal"], flag["points"])
        for player in (one, two)
        for flag in admin.get(f"/admin/users/{player.id}/risk")["flags"]
    ] == [("mistimed_pictures", 20), ("look_alike_names", 60)], "the first owner keeps it"
    (held,) = arena.sql("SELECT count(*) FROM match_pictures WHERE flags = '{time_mismatch}'")
    assert held == (1,)


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
    proposed = admin.post(f"/admin/users/{one.id}/risk/clear", {"reason": WHY}).json()
    assert admin.get(f"/admin/users/{one.id}/risk")["frozen"] is True, "one alone ends nothing"
    approve(arena.admin(), proposed)
    cleared = admin.get(f"/admin/users/{one.id}/risk")
    assert (cleared["score"], cleared["frozen"], cleared["held_until"]) == (0, False, None)
    arena.sql("UPDATE player_risks SET scored_at = now() - interval '2 days'")
    score_risks()
    assert admin.get(f"/admin/users/{one.id}/risk")["score"] == 0, "explained is explained"
    assert one.post("/payments/withdrawals", {"amount": 100}).status_code == 202
    *_, asked = admin.get("/admin/audit", subject=f"user:{one.id}", action="risk_clear")["items"]
    assert (asked["action"], asked["detail"]["reason"]) == ("risk_clear.propose", WHY)


def test_no_admin_clears_themselves_and_players_see_no_flags(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player()
    own = admin.post(f"/admin/users/{admin.id}/risk/clear", {"reason": WHY})
    assert refusal(own) == (403, "not_allowed")
    assert refusal(player.http.get(f"/admin/users/{player.id}/risk")) == (403, "not_allowed")
    assert refusal(admin.http.get("/admin/users/999999/risk")) == (404, "not_found")
