"""Check-in, and what its end makes of a field: seeds, refunds, or no tournament at all."""

import hashlib
import hmac
from typing import Any

import pytest

from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.cups import Cup, cup, draft, suspend, turn_switch


def entered(arena: Arena, count: int, **terms: Any) -> tuple[Cup, list[Player]]:
    """A tournament with so many players in it, whose check-in is open."""
    made = cup(arena, **terms)
    players = [arena.player() for _ in range(count)]
    made.join(*players)
    made.open_check_in()
    return made, players


def seeds(made: Cup) -> list[str]:
    found = made.admin.get(f"/tournaments/{made.id}/participants")["items"]
    return [one["username"] for one in found if one["seed"] is not None]


def test_check_in_is_possible_between_its_opening_and_its_end(arena: Arena) -> None:
    made, (amina, brian, outsider) = cup(arena), [arena.player() for _ in range(3)]
    made.join(amina, brian)
    assert refusal(made.act(amina, "check-in")) == (409, "check_in_not_open")
    made.open_check_in()
    assert [one["type"] for one in amina.read_inbox()] == ["tournament_check_in"]
    assert refusal(made.act(outsider, "join")) == (409, "tournament_not_open")
    assert refusal(made.act(outsider, "check-in")) == (409, "not_joined")
    assert made.part(amina)["can_check_in"]
    assert [made.act(amina, "check-in").json()["status"] for _ in range(2)] == ["checked_in"] * 2
    made.check_in(brian)
    made.close_check_in()
    assert made.see()["status"] in {"seeded", "running"}
    assert refusal(made.act(brian, "check-in")) == (409, "check_in_closed")
    assert refusal(made.act(brian, "leave")) == (409, "tournament_begun")


def test_who_has_not_checked_in_is_reminded_once_before_it_is_too_late(arena: Arena) -> None:
    made, (amina, brian) = entered(arena, 2)
    made.check_in(brian)
    for player in (amina, brian):
        player.read_inbox()
    arena.sql(f"UPDATE tournaments SET due_at = now() WHERE id = {made.id}")
    made.sweep()
    made.sweep()
    assert [one["type"] for one in amina.read_inbox()] == ["tournament_check_in_closing"]
    assert brian.read_inbox() == []


def test_case_2_1_below_the_minimum_everybody_gets_everything_back(arena: Arena) -> None:
    made, players = entered(arena, 3, min_participants=4)
    made.check_in(*players)
    made.close_check_in()
    assert (made.see()["status"], made.see()["pool"]) == ("cancelled", "0.00")
    assert {player.wallet() for player in players} == {("500.00", "0.00")}
    assert players[0].read_inbox()[0]["type"] == "tournament_cancelled"


@pytest.mark.parametrize("present", [0, 1])
@pytest.mark.parametrize("absence", ["refund", "forfeit"])
def test_case_2_2_one_player_never_wins_a_pool_and_absentees_are_refunded_too(
    arena: Arena, present: int, absence: str
) -> None:
    made, players = entered(arena, 3, absence=absence)
    made.check_in(*players[:present])
    made.close_check_in()
    assert made.see()["status"] == "cancelled"
    assert {player.wallet() for player in players} == {("500.00", "0.00")}


def test_case_2_3_two_who_checked_in_are_a_tournament(arena: Arena) -> None:
    made, players = entered(arena, 2, format="double_elimination")
    made.check_in(*players)
    made.close_check_in()
    assert made.see()["status"] in {"seeded", "running"}
    assert len(seeds(made)) == 2


@pytest.mark.parametrize(("absence", "wallet"), [("refund", "500.00"), ("forfeit", "400.00")])
def test_case_2_5_an_absentee_is_treated_as_was_published(
    arena: Arena, absence: str, wallet: str
) -> None:
    made, (one, two, absent) = entered(arena, 3, absence=absence)
    assert made.see()["absence"] == absence
    made.check_in(one, two)
    made.close_check_in()
    assert absent.wallet()[0] == wallet
    assert made.part(absent)["status"] == "absent"
    assert made.see()["pool"] == {"refund": "180.00", "forfeit": "270.00"}[absence]
    assert set(seeds(made)) == {one.username, two.username}


def test_case_2_6_leaving_during_check_in_lets_the_waiting_list_move(arena: Arena) -> None:
    made, (one, two, third) = entered(arena, 3, max_participants=2, prize_split=[100])
    made.check_in(one, two, third)
    assert made.part(third)["status"] == "waiting", "who waits may check in as well"
    made.act(one, "leave").raise_for_status()
    assert one.wallet() == ("500.00", "0.00")
    assert made.part(third)["status"] == "checked_in"
    assert third.wallet() == ("400.00", "100.00")
    made.close_check_in()
    assert set(seeds(made)) == {two.username, third.username}


def test_who_waits_and_has_checked_in_fills_the_seat_of_an_absentee_in_order(
    arena: Arena,
) -> None:
    made, (one, two, absent, asleep, fourth, fifth) = entered(arena, 6, max_participants=3)
    made.check_in(one, two, fifth, fourth)
    made.close_check_in()
    assert set(seeds(made)) == {one.username, two.username, fourth.username}, "in order of joining"
    assert absent.wallet() == asleep.wallet() == fifth.wallet() == ("500.00", "0.00")
    assert made.part(fifth)["status"] == "left"
    assert made.see()["current_participants"] == 3


@pytest.mark.parametrize("_", range(3))
def test_case_2_7_leaving_and_closing_at_once_agree_on_who_plays(arena: Arena, _: int) -> None:
    made, players = entered(arena, 3)
    made.check_in(*players)
    arena.sql(
        "ALTER TABLE tournaments DISABLE TRIGGER checked;"
        "UPDATE tournaments SET start_date = now(), check_in_opens_at = now() - interval '1 h',"
        f" due_at = now() WHERE id = {made.id};"
        "ALTER TABLE tournaments ENABLE TRIGGER checked"
    )
    answer, _ = at_once(lambda: made.act(players[0], "leave"), made.sweep)
    made.sweep()
    states = made.rows("state")
    if answer.status_code == 200:
        assert players[0].username not in seeds(made)
        assert states.count("held") == len(seeds(made)) == 2
    else:
        assert refusal(answer) == (409, "tournament_begun")
        assert answer.json()["state"] in {"seeded", "running"}
        assert states.count("held") == len(seeds(made)) == 3


def test_case_2_14_who_was_suspended_meanwhile_is_taken_out_with_the_fee(arena: Arena) -> None:
    made, (one, two, liar) = entered(arena, 3)
    made.check_in(one, two, liar)
    suspend(arena, liar)
    made.close_check_in()
    assert set(seeds(made)) == {one.username, two.username}
    assert made.part(liar)["status"] == "removed"
    assert liar.wallet() == ("500.00", "0.00")


def test_seeds_follow_ratings_less_their_uncertainty(arena: Arena) -> None:
    made = cup(arena)
    strong = arena.player(rating=1500, deviation=60)
    unsure = arena.player(rating=1540, deviation=105)
    new = arena.player(rating=2000, deviation=300)
    made.join(new, unsure, strong)
    made.open_check_in()
    made.check_in(new, unsure, strong)
    made.close_check_in()
    assert seeds(made) == [strong.username, unsure.username, new.username]
    arena.sql("UPDATE player_stats SET rating = 900")
    found = made.admin.get(f"/tournaments/{made.id}/participants")["items"]
    assert [one["rating"] for one in found] == [1500, 1540, 2000], "frozen with the seeds"


def test_a_lot_can_be_verified_by_everybody_once_it_is_drawn(arena: Arena) -> None:
    made, players = entered(arena, 4, seeding="lot")
    commitment = made.see()["lot_commitment"]
    assert len(commitment) == 64
    assert made.see()["lot_secret"] is None
    made.check_in(*players)
    made.close_check_in()
    secret = bytes.fromhex(made.see()["lot_secret"])
    assert hashlib.sha256(secret).hexdigest() == commitment

    def ticket(player: Player) -> bytes:
        return hmac.digest(secret, f"{made.id}:{player.id}".encode(), "sha256")

    assert seeds(made) == [one.username for one in sorted(players, key=ticket)]


def test_staff_orders_a_field_by_hand_and_whom_they_left_out_stands_behind(arena: Arena) -> None:
    made, (one, two, third) = entered(arena, 3, seeding="manual")
    body = {"manual_order": [third.username, one.username]}
    made.admin.http.patch(f"/admin/tournaments/{made.id}", json=body).raise_for_status()
    made.check_in(one, two, third)
    made.close_check_in()
    assert seeds(made) == [third.username, one.username, two.username]


def test_while_tournaments_are_switched_off_none_starts(arena: Arena) -> None:
    made, players = entered(arena, 2)
    made.check_in(*players)
    turn_switch(made.admin, is_on=False)
    made.close_check_in()
    assert made.see()["status"] == "check_in"
    turn_switch(made.admin, is_on=True)
    made.sweep()
    assert made.see()["status"] in {"seeded", "running"}


def test_one_tournament_that_cannot_go_on_does_not_stop_the_others(arena: Arena) -> None:
    admin = arena.admin()
    broken, made = cup(arena, admin, seeding="lot"), cup(arena, admin)
    players = [arena.player() for _ in range(2)]
    for one in (broken, made):
        one.join(*players)
        one.open_check_in()
        one.check_in(*players)
    arena.sql(f"UPDATE tournaments SET lot_secret = '' WHERE id = {broken.id}")
    for one in (broken, made):
        one.close_check_in()
    assert (broken.see()["status"], made.see()["status"]) == ("check_in", "seeded")
    (alarm,) = admin.get("/admin/alarms")["items"]
    assert alarm["subject"] == f"tournament:{broken.id}"


def test_case_2_8_cancelling_gives_every_fee_back_in_full(arena: Arena) -> None:
    made, players = entered(arena, 3, max_participants=2, prize_split=[100])
    made.check_in(players[0])
    seen = made.cancel()
    assert (seen["status"], seen["reason"]) == ("cancelled", "The game's servers are away.")
    assert {player.wallet() for player in players} == {("500.00", "0.00")}
    assert set(made.rows("state")) == {"refunded"}
    assert refusal(made.staff("cancel", {"reason": "Once more, to be sure."})) == (
        *(409, "not_possible"),
    )
    made.sweep()
    assert players[2].read_inbox()[0]["type"] == "tournament_cancelled"


def test_case_1_20_two_who_cancel_at_once_refund_each_fee_once(arena: Arena) -> None:
    made, players = entered(arena, 3)
    reason = {"reason": "The game's servers are away."}
    other = arena.admin()
    answers = at_once(
        lambda: made.staff("cancel", reason),
        lambda: other.post(f"/admin/tournaments/{made.id}/cancel", reason),
        lambda: made.act(players[0], "leave"),
    )
    assert sorted(answer.status_code for answer in answers[:2]) == [200, 409]
    assert {player.wallet() for player in players} == {("500.00", "0.00")}
    assert made.rows("state") == ["refunded"] * 3


def test_a_draft_that_is_cancelled_was_never_seen(arena: Arena) -> None:
    made = draft(arena)
    assert made.cancel()["status"] == "cancelled"
    assert arena.player().get("/tournaments")["items"] == []
