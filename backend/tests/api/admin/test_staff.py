"""Roles of staff: given by two admins, with the least rights, and without play.

Rows of docs/security.md: S36.
"""

from typing import Any

import httpx
import pytest

from tests.support.arena import Arena, Player, refusal
from tests.support.cups import cup
from tests.support.staff import enrol

WHY = {"reason": "They start on Monday."}
CHANGES = "/admin/staff/changes"


def propose(admin: Player, username: str, role: str) -> httpx.Response:
    return admin.post(CHANGES, {"username": username, "role": role, **WHY})


def role_of(arena: Arena, player: Player) -> str:
    return str(arena.sql(f"SELECT role FROM users WHERE id = {player.id}")[0][0])


def test_two_admins_give_a_role_and_take_it_again(arena: Arena) -> None:
    wambui, kamau, player = arena.admin(), arena.admin(), arena.player()
    for role in ("referee", "player"):
        before = role_of(arena, player)
        proposed = propose(wambui, player.username.upper(), role)
        assert proposed.status_code == 201, proposed.text
        change = proposed.json()["id"]
        assert role_of(arena, player) == before, "nothing has happened yet"
        assert [one["id"] for one in kamau.get("/admin/staff")["waiting"]] == [change]
        own = wambui.post(f"{CHANGES}/{change}/approve", WHY)
        assert refusal(own) == (403, "same_person")
        approved = kamau.post(f"{CHANGES}/{change}/approve", WHY).json()
        assert (approved["decision"], approved["decided_by"]) == ("approved", kamau.id)
        assert role_of(arena, player) == role
        again = kamau.post(f"{CHANGES}/{change}/approve", WHY)
        assert refusal(again) == (409, "ruling_moved_on")
    entry = kamau.get("/admin/audit", action="role.approve")["items"][0]
    assert (entry["admin_id"], entry["approver_id"]) == (wambui.id, kamau.id)
    assert (entry["before"], entry["after"]) == ({"role": "referee"}, {"role": "player"})


def test_a_new_role_ends_all_sign_ins(arena: Arena) -> None:
    wambui, kamau, player = arena.admin(), arena.admin(), arena.player()
    change = propose(wambui, player.username, "support").json()["id"]
    assert kamau.post(f"{CHANGES}/{change}/approve", WHY).status_code == 200
    assert refusal(player.http.get("/users/me")) == (401, "session_ended")
    enrol(player.id)
    support = arena.signed_in_again(player)
    assert len(support.get("/admin/payments")["items"]) == 1, "their own deposit"
    assert refusal(support.http.get("/admin/disputes")) == (403, "not_allowed")


def test_nobody_decides_about_themselves(arena: Arena) -> None:
    wambui, kamau = arena.admin(), arena.admin()
    assert refusal(propose(wambui, wambui.username, "player")) == (403, "same_person")
    change = propose(wambui, kamau.username, "player").json()["id"]
    own = kamau.post(f"{CHANGES}/{change}/reject", WHY)
    assert refusal(own) == (403, "same_person")


def test_a_proposal_of_somebody_who_is_no_admin_any_more_is_not_carried_out(arena: Arena) -> None:
    wambui, kamau, player = arena.admin(), arena.admin(), arena.player()
    change = propose(wambui, player.username, "admin").json()["id"]
    arena.sql(f"UPDATE users SET role = 'player' WHERE id = {wambui.id}")
    late = kamau.post(f"{CHANGES}/{change}/approve", WHY)
    assert refusal(late) == (409, "ruling_moved_on")
    assert role_of(arena, player) == "player"


def test_who_is_in_play_cannot_become_staff(arena: Arena) -> None:
    wambui, player = arena.admin(), arena.player()
    player.join(100)
    assert refusal(propose(wambui, player.username, "support")) == (409, "already_in_play")
    player.leave()
    assert propose(wambui, player.username, "support").status_code == 201
    assert refusal(propose(wambui, player.username, "referee")) == (409, "ruling_moved_on")
    assert refusal(propose(wambui, "nobody_of_this", "referee")) == (404, "not_found")


@pytest.mark.parametrize("role", ["support", "referee", "finance", "admin"])
def test_staff_neither_stakes_nor_deposits(arena: Arena, role: str) -> None:
    staff, rival = arena.player(money=500, role=role), arena.player()
    code = rival.post("/matches/challenges", {"wager_amount": 100}).json()["code"]
    for answer in (
        staff.join(100),
        staff.post("/matches/challenges", {"wager_amount": 100}),
        staff.post(f"/matches/challenges/{code}/accept"),
        staff.post("/payments/deposits", {"amount": 100}),
        staff.post(f"/tournaments/{cup(arena).id}/join"),
    ):
        assert refusal(answer) == (403, "staff_cannot_play")
    assert staff.wallet() == ("500.00", "0.00")


_ROWS: dict[str, str] = {
    "matchmaking_queue": "INSERT INTO matchmaking_queue (user_id) VALUES ({id})",
    "tournament_participants": "INSERT INTO tournament_participants (user_id) VALUES ({id})",
    "deposits": "INSERT INTO deposits (user_id) VALUES ({id})",
}


@pytest.mark.parametrize("table", _ROWS)
def test_the_database_takes_no_stake_of_staff(arena: Arena, table: str) -> None:
    staff = arena.player(role="support")
    with pytest.raises(Exception, match="staff does not play"):
        arena.sql(_ROWS[table].format(id=staff.id))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO role_changes (user_id, role, role_before, reason, proposed_by, decided_by,"
        " decided_at, decision) VALUES ({p}, 'admin', 'player', 'Because I can.', {a}, {b}, now(),"
        " 'approved')",
        "UPDATE role_changes SET decision = 'approved', decided_by = {p}, decided_at = now(),"
        " due_at = NULL",
        "UPDATE role_changes SET decision = 'approved', decided_by = {a}, decided_at = now(),"
        " due_at = NULL",
        "UPDATE role_changes SET decision = 'approved', decided_by = {s}, decided_at = now(),"
        " due_at = NULL",
        "UPDATE role_changes SET role = 'admin'",
    ],
)
def test_the_database_changes_a_role_by_two_admins_only(arena: Arena, statement: str) -> None:
    a, b, player = arena.admin(), arena.admin(), arena.player()
    support = arena.player(role="support")
    assert propose(a, player.username, "referee").status_code == 201
    who: dict[str, Any] = {"a": a.id, "b": b.id, "p": player.id, "s": support.id}
    with pytest.raises(Exception, match=r"role|proposed"):
        arena.sql(statement.format(**who))
    assert role_of(arena, player) == "player"
