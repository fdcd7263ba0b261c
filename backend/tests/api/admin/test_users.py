"""Players as staff finds and reads them, and the end of what a suspended account is doing."""

import time

from tests.support.arena import Arena, refusal
from tests.support.ws_listener import listen

WHY = "They threatened an opponent."
SUSPEND = {"kind": "suspended", "reason": WHY}
SIGNED_OUT = 4403


def test_staff_finds_players_by_name_phone_and_id(arena: Arena) -> None:
    support = arena.player(role="support")
    amina, _ = arena.player(username="amina_ke"), arena.player(username="aminata")
    phone = amina.get("/users/me")["phone"]

    def found(**query: object) -> list[str]:
        return [one["username"] for one in support.get("/admin/users", **query)["items"]]

    assert found(username="AMINA_KE") == ["amina_ke"]
    assert found(username="amina") == []
    assert found(username="amina", prefix=True) == ["amina_ke", "aminata"]
    assert found(username="amina_", prefix=True) == ["amina_ke"], "no wildcard"
    assert found(user_id=amina.id) == found(phone=phone) == ["amina_ke"]
    assert found(phone=f"0{phone[3:]}") == ["amina_ke"]
    for beginning in (phone[:11], f"0{phone[3:10]}"):
        assert "amina_ke" in found(phone=beginning, prefix=True)
    assert phone not in str(support.get("/admin/users", user_id=amina.id))
    for short in ({"username": "am"}, {"phone": "0"}, {"phone": "25471"}, {}):
        answer = support.http.get("/admin/users", params={**short, "prefix": True})
        assert answer.status_code == 422, short


def test_each_lookup_is_in_the_audit_without_the_number(arena: Arena) -> None:
    admin, amina = arena.admin(), arena.player(username="amina_ke")
    phone = amina.get("/users/me")["phone"]
    admin.get("/admin/users", phone=phone)
    admin.get(f"/admin/users/{amina.id}")
    entries = admin.get("/admin/audit", subject=f"user:{amina.id}")["items"]
    assert [one["action"] for one in entries] == ["user.read", "user.find"]
    assert phone not in str(entries)
    assert entries[1]["detail"]["sought"].endswith(phone[-3:])


def test_the_page_of_a_player_shows_what_matters(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    twin = arena.player(device="the-same-phone")
    arena.signed_in_again(one, device="the-same-phone")
    admin, support = arena.admin(), arena.player(role="support")
    note = support.post(f"/admin/users/{one.id}/notes", {"text": "They called about a deposit."})
    assert note.status_code == 201, note.text
    page = admin.get(f"/admin/users/{one.id}")
    assert (page["money"]["available"], page["money"]["in_play"]) == ("400.00", "100.00")
    assert [(line["id"], line["opponent_id"]) for line in page["matches"]] == [(match_id, two.id)]
    assert [line["kind"] for line in page["payments"]] == ["deposit"]
    assert [line["username"] for line in page["sharing"]] == [twin.username]
    assert [line["text"] for line in page["notes"]] == ["They called about a deposit."]
    assert (page["risk_score"], page["suspension"], page["strikes"]) == (0, None, [])
    seen = support.get(f"/admin/users/{one.id}")
    assert seen["risk_score"] is None, "support does not read risk"
    referee = arena.player(role="referee").get(f"/admin/users/{one.id}")
    assert referee["payments"] is None, "a referee does not read payments"
    assert refusal(admin.http.get("/admin/users/999999")) == (404, "not_found")


def test_a_suspension_closes_the_live_socket_within_two_seconds(arena: Arena) -> None:
    referee, player = arena.player(role="referee"), arena.player()
    with listen(player) as socket:
        began = time.monotonic()
        answer = referee.post(f"/admin/users/{player.id}/suspend", SUSPEND)
        assert answer.status_code == 200, answer.text
        assert answer.json()["suspension"]["reason"] == WHY
        assert socket.close_code() == SIGNED_OUT
        assert time.monotonic() - began < 10, "two seconds, and a slow machine"
    assert player.http.get("/users/me").status_code in {401, 403}


def test_a_suspension_gives_the_stake_of_a_search_and_of_a_challenge_back(arena: Arena) -> None:
    referee = arena.player(role="referee")
    seeker, challenger = arena.player(), arena.player()
    seeker.join(100)
    challenger.post("/matches/challenges", {"wager_amount": 200})
    for player in (seeker, challenger):
        page = referee.post(f"/admin/users/{player.id}/suspend", SUSPEND).json()
        assert (page["money"]["available"], page["money"]["in_play"]) == ("500.00", "0.00")
    assert arena.sql("SELECT count(*) FROM matchmaking_queue") == [(0,)]


def test_a_running_match_of_a_suspended_player_goes_on_by_its_rules(arena: Arena) -> None:
    referee = arena.player(role="referee")
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    referee.post(f"/admin/users/{one.id}/suspend", SUSPEND)
    assert two.report(match_id, "lost").json()["status"] == "completed"
    assert two.match(match_id)["winner_id"] == one.id


def test_a_lifted_suspension_lets_them_sign_in_again(arena: Arena) -> None:
    referee, player = arena.player(role="referee"), arena.player()
    path = f"/admin/users/{player.id}"
    referee.post(f"{path}/suspend", SUSPEND)
    again = referee.post(f"{path}/suspend", SUSPEND)
    assert refusal(again) == (409, "not_possible")
    assert referee.post(f"{path}/lift", {"reason": "They apologised."}).json()["is_active"] is True
    assert arena.signed_in_again(player).wallet() == ("500.00", "0.00")
    lifted = referee.post(f"{path}/lift", {"reason": "They apologised."})
    assert refusal(lifted) == (409, "not_possible")
    entries = arena.admin().get("/admin/audit", action="user", subject=f"user:{player.id}")["items"]
    acts = [(one["action"], one["after"]) for one in entries if one["after"]]
    assert acts == [("user.lift", {"state": "active"}), ("user.suspend", {"state": "suspended"})]


def test_bans_and_staff_are_an_admins(arena: Arena) -> None:
    referee, other, admin = (
        arena.player(role="referee"),
        arena.player(role="support"),
        arena.admin(),
    )
    player = arena.player()
    ban = {"kind": "banned", "reason": WHY}
    for path, body in ((player.id, ban), (other.id, SUSPEND), (referee.id, SUSPEND)):
        answer = referee.post(f"/admin/users/{path}/suspend", body)
        assert refusal(answer) == (403, "not_allowed")
    assert admin.post(f"/admin/users/{player.id}/suspend", ban).status_code == 200
    lift = {"reason": "It was somebody else."}
    assert refusal(referee.post(f"/admin/users/{player.id}/lift", lift)) == (403, "not_allowed")
    assert admin.post(f"/admin/users/{other.id}/suspend", SUSPEND).status_code == 200
    assert refusal(admin.post(f"/admin/users/{admin.id}/suspend", ban)) == (403, "not_allowed")
