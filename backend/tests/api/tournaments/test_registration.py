"""Seats and the waiting list: whose fee is held, who comes next, and who may not."""

import pytest

from app.core.database import transaction
from app.models.user import User
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.cups import Cup, cup, suspend, turn_switch
from tests.support.players import give


def open_entries(made: Cup) -> int:
    return made.rows("state").count("held")


def full(arena: Arena, *, seats: int = 2, waiting: int = 0) -> tuple[Cup, list[Player]]:
    """A tournament whose seats are taken, with players on its waiting list."""
    made = cup(arena, max_participants=seats, prize_split=[70, 30])
    players = [arena.player() for _ in range(seats + waiting)]
    made.join(*players)
    return made, players


def test_joining_holds_the_fee_and_leaving_returns_all_of_it(arena: Arena) -> None:
    made, amina = cup(arena), arena.player(money=150)
    before = made.part(amina)
    assert (before["status"], before["can_join"], before["refusal"]) == (None, True, None)
    part = made.act(amina, "join").json()
    assert (part["status"], part["held"], part["can_leave"]) == ("registered", "100.00", True)
    assert amina.wallet() == ("50.00", "100.00")
    assert (made.see()["pool"], made.see()["current_participants"]) == ("90.00", 1)
    assert refusal(made.act(amina, "join")) == (409, "already_joined")

    assert made.act(amina, "leave").json()["status"] == "left"
    assert amina.wallet() == ("150.00", "0.00")
    assert (made.see()["pool"], made.see()["current_participants"]) == ("0.00", 0)
    assert refusal(made.act(amina, "leave")) == (409, "not_joined")


def test_a_request_that_is_sent_again_takes_one_seat(arena: Arena) -> None:
    made, amina = cup(arena), arena.player(money=500)
    answers = [made.act(amina, "join", key="amina-joins-once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert amina.wallet() == ("400.00", "100.00")


def test_a_free_tournament_takes_no_money(arena: Arena) -> None:
    made, poor = cup(arena, entry_fee=0), arena.player(money=0)
    made.join(poor)
    assert poor.wallet() == ("0.00", "0.00")
    made.act(poor, "leave").raise_for_status()
    assert made.see()["current_participants"] == 0


def test_the_list_narrows_down_and_pages_without_gaps(arena: Arena) -> None:
    admin = arena.admin()
    cups = [cup(arena, admin, name=f"Cup {number}") for number in range(3)]
    cups[0].cancel()
    guest, seen, cursor = arena.player(), [], None
    while True:
        query = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = guest.get("/tournaments", **query)
        seen += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["Cup 1", "Cup 2", "Cup 0"], "what is over stands behind"
    for phase, names in (("open", ["Cup 1", "Cup 2"]), ("running", []), ("finished", ["Cup 0"])):
        found = guest.get("/tournaments", status=phase)["items"]
        assert [one["name"] for one in found] == names


def test_my_tournaments_say_what_i_can_do_there(arena: Arena) -> None:
    amina, (made, _) = arena.player(), full(arena)
    made.join(amina)
    (mine,) = amina.get("/tournaments/mine")["items"]
    assert mine["tournament"]["id"] == made.id
    assert (mine["me"]["status"], mine["me"]["waiting_place"]) == ("waiting", 1)
    assert not mine["me"]["can_check_in"]
    made.open_check_in()
    (mine,) = amina.get("/tournaments/mine")["items"]
    assert mine["me"]["can_check_in"], "who waits checks in, too"
    made.cancel()
    assert amina.get("/tournaments/mine")["items"] == []


# Who may not join.


def test_who_lacks_the_money_does_not_get_a_seat(arena: Arena) -> None:
    made, poor = cup(arena), arena.player(money=99)
    assert made.part(poor)["refusal"] == "insufficient_balance"
    assert refusal(made.act(poor, "join")) == (409, "insufficient_balance")
    assert made.field() == {}


def test_who_may_not_play_or_owes_or_has_no_name_in_the_game_is_refused(arena: Arena) -> None:
    made = cup(arena, platform="psn", title="mw")
    assert refusal(made.act(arena.player(), "join")) == (409, "game_name_needed")
    made = cup(arena)
    unverified = arena.player(money=0, is_verified=False)
    assert made.part(unverified)["refusal"] == "phone_not_verified"
    assert refusal(made.act(unverified, "join")) == (403, "phone_not_verified")
    suspended = arena.player(money=500)
    suspend(arena, suspended)
    assert made.part(suspended)["refusal"] == "suspended_from_play"
    assert refusal(made.act(suspended, "join")) == (403, "suspended_from_play")


def test_case_2_14_one_person_takes_one_seat_with_whatever_account(arena: Arena) -> None:
    made = cup(arena)
    one, two = (arena.player(device="the-same-phone-0001") for _ in range(2))
    made.join(one)
    assert made.part(two)["refusal"] == "second_account"
    assert refusal(made.act(two, "join")) == (403, "second_account")
    made.act(one, "leave").raise_for_status()
    made.join(two)
    assert list(made.field()) == [two.username]


def test_case_2_16_who_gives_back_more_than_five_seats_in_a_week_takes_no_other(
    arena: Arena,
) -> None:
    made, bot = cup(arena), arena.player()
    for _ in range(6):
        made.join(bot)
        made.act(bot, "leave").raise_for_status()
    answer = made.act(bot, "join")
    assert refusal(answer) == (409, "leaves_used_up")
    assert made.part(bot)["refusal"] == "leaves_used_up"
    arena.sql(
        "UPDATE tournament_participants SET left_at ="
        " (SELECT array_agg(one - interval '7 days') FROM unnest(left_at) one)"
    )
    made.join(bot)


# The waiting list.


def test_case_1_19_the_waiting_list_holds_no_money_and_keeps_the_order_of_first_joining(
    arena: Arena,
) -> None:
    made, (seated, _, third, fourth) = full(arena, waiting=2)
    assert third.wallet() == fourth.wallet() == ("500.00", "0.00")
    assert made.part(third)["waiting_place"] == 1
    made.act(third, "leave").raise_for_status()
    made.join(third)
    assert made.part(third)["waiting_place"] == 1, (
        "who comes back has the place of their first time"
    )
    assert made.part(third)["refusal"] is None
    made.act(seated, "leave").raise_for_status()
    assert made.part(third)["status"] == "registered"
    assert third.wallet() == ("400.00", "100.00")
    assert fourth.wallet() == ("500.00", "0.00")


def test_case_1_19_promotion_passes_over_who_lacks_the_money_and_keeps_their_place(
    arena: Arena,
) -> None:
    made, (one, two) = full(arena)
    poor, rich = arena.player(money=20), arena.player(money=500)
    made.join(poor, rich)
    made.act(one, "leave").raise_for_status()
    assert made.field() == {
        two.username: "registered",
        poor.username: "waiting",
        rich.username: "registered",
    }
    assert poor.wallet() == ("20.00", "0.00")
    assert made.part(poor)["waiting_place"] == 1
    assert [one["type"] for one in poor.read_inbox()] == ["tournament_skipped"]
    assert [one["type"] for one in rich.read_inbox()] == ["tournament_promoted"]


def test_who_waits_gets_the_free_seat_though_who_joins_behind_them_is_refused(
    arena: Arena,
) -> None:
    made, (one, two) = full(arena)
    waits, late = arena.player(money=20), arena.player(money=20)
    made.join(waits)
    for player in (one, two):
        made.act(player, "leave").raise_for_status()
    assert made.part(waits)["status"] == "waiting"
    with transaction() as session:
        payer = session.get_one(User, waits.id)
    give(payer, 100)
    assert refusal(made.act(late, "join")) == (409, "insufficient_balance")
    assert made.part(waits)["status"] == "registered"
    assert waits.wallet() == ("20.00", "100.00")
    assert waits.read_inbox()[0]["type"] == "tournament_promoted"


def test_a_waiting_list_as_long_as_the_field_is_full(arena: Arena) -> None:
    made, _ = full(arena, waiting=2)
    late = arena.player()
    assert made.part(late)["refusal"] == "tournament_full"
    assert refusal(made.act(late, "join")) == (409, "tournament_full")


@pytest.mark.parametrize("_", range(3))
def test_case_1_18_automatic_and_manual_promotion_at_once_fill_one_seat_once(
    arena: Arena, _: int
) -> None:
    made, (one, two, third, fourth) = full(arena, waiting=2)
    admins = [made.admin, arena.admin()]
    path = f"/admin/tournaments/{made.id}/promote"
    answers = at_once(
        lambda: made.act(one, "leave"),
        *(lambda admin=admin: admin.post(path) for admin in admins),
    )
    assert {answer.status_code for answer in answers} == {200}
    assert made.field() == {
        two.username: "registered",
        third.username: "registered",
        fourth.username: "waiting",
    }
    assert (made.see()["current_participants"], open_entries(made)) == (2, 2)
    assert fourth.wallet() == ("500.00", "0.00")


def test_twenty_who_join_at_once_get_the_seats_that_there_are(arena: Arena) -> None:
    made = cup(arena, max_participants=4, min_participants=2)
    players = [arena.player() for _ in range(10)]
    answers = at_once(*(lambda one=one: made.act(one, "join") for one in players for _ in range(2)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(200) == 8, "four seats, and a waiting list of four"
    statuses = list(made.field().values())
    assert (statuses.count("registered"), statuses.count("waiting")) == (4, 4)
    assert (made.see()["current_participants"], open_entries(made)) == (4, 4)
    assert sum(player.wallet()[1] == "100.00" for player in players) == 4


def test_staff_takes_somebody_out_with_their_whole_fee(arena: Arena) -> None:
    made, (one, two, third) = full(arena, waiting=1)
    reason = {"reason": "They asked us by mail to."}
    answer = made.staff(f"participants/{one.username}/remove", reason)
    assert [line["username"] for line in answer.json()["items"]] == [two.username, third.username]
    assert one.wallet() == ("500.00", "0.00")
    assert refusal(made.act(one, "join")) == (403, "not_allowed")
    assert refusal(made.staff(f"participants/{one.username}/remove", reason)) == (
        *(409, "not_joined"),
    )
    assert made.admin.get("/admin/audit", action="tournament.remove")["items"]


def test_while_tournaments_are_switched_off_nobody_joins(arena: Arena) -> None:
    made, amina, late = cup(arena), arena.player(), arena.player()
    made.join(amina)
    turn_switch(made.admin, is_on=False)
    assert made.part(late)["refusal"] == "tournament_paused"
    assert refusal(made.act(late, "join")) == (409, "tournament_paused")
    made.act(amina, "leave").raise_for_status()
    turn_switch(made.admin, is_on=True)
    made.join(late)
