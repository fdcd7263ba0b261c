"""Drafts, what may stand in their terms, and the way into registration."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import utc_now
from tests.support.arena import Arena, refusal
from tests.support.cups import cup, draft, moment, terms
from tests.support.tournaments import fund_sponsor
from tests.support.ws_listener import listen

_SOON = utc_now()


def test_a_draft_is_seen_by_staff_only_until_it_is_published(arena: Arena) -> None:
    made = draft(arena)
    guest = arena.player()
    assert guest.http.get(f"/tournaments/{made.id}").status_code == 404
    assert guest.get("/tournaments")["items"] == []
    assert refusal(made.act(guest, "join")) == (404, "not_found")
    (line,) = made.admin.get("/admin/tournaments")["items"]
    assert (line["id"], line["status"]) == (made.id, "draft")

    assert made.staff("publish").json()["status"] == "registration"
    (line,) = guest.get("/tournaments")["items"]
    assert (line["entry_fee"], line["prize_part"], line["house_part"]) == (
        *("100.00", "90.00", "10.00"),
    )
    assert refusal(made.staff("publish")) == (409, "not_possible")


def test_a_guest_without_an_account_reads_it_and_is_told_of_no_news(arena: Arena) -> None:
    made = cup(arena, entry_fee=100, max_participants=4)
    guest = arena.player()
    del guest.http.headers["Authorization"]
    seen = guest.http.get(f"/tournaments/{made.id}")
    assert seen.json()["prize_table"][0] == {"place": 1, "percent": 70.0, "amount": "0.00"}
    same = {"If-None-Match": seen.headers["ETag"]}
    assert guest.http.get(f"/tournaments/{made.id}", headers=same).status_code == 304
    made.join(arena.player(), arena.player())
    again = guest.http.get(f"/tournaments/{made.id}", headers=same)
    assert again.status_code == 200
    assert [one["amount"] for one in again.json()["prize_table"]] == ["126.00", "36.00", "18.00"]
    assert refusal(guest.http.get("/tournaments/999999")) == (404, "not_found")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("entry_fee", {"entry_fee": 7}),
        ("entry_fee", {"entry_fee": "20.50"}),
        ("entry_fee", {"entry_fee": 1_000_000}),
        ("prize_split", {"prize_split": [50, 30]}),
        ("prize_split", {"prize_split": [30, 70]}),
        ("min_participants", {"min_participants": 9}),
        ("rounds", {"rounds": 3}),
        ("rounds", {"format": "swiss", "rounds": 4}),
        ("bronze", {"format": "swiss", "bronze": True}),
        ("groups", {"format": "round_robin", "groups": 2}),
        ("groups", {"format": "round_robin", "max_participants": 33}),
        ("groups", {"groups": 2}),
        ("platform", {"title": "codm", "platform": "acti"}),
        ("seeding", {"seeding": "points"}),
        ("start_date", {"start_date": moment(_SOON - timedelta(hours=1))}),
        ("start_date", {"start_date": moment(_SOON + timedelta(days=91))}),
        ("check_in_opens_at", {"check_in_opens_at": moment(_SOON + timedelta(hours=3))}),
    ],
)
def test_terms_that_cannot_be_are_refused_by_their_field(
    arena: Arena, field: str, changed: dict[str, Any]
) -> None:
    answer = arena.admin().post("/admin/tournaments", terms(**changed))
    assert answer.status_code == 422, answer.text
    assert field in {one["field"] for one in answer.json()["fields"]}


def test_a_draft_changes_and_what_is_out_does_not(arena: Arena) -> None:
    made = draft(arena)
    path = f"/admin/tournaments/{made.id}"
    changed = made.admin.http.patch(path, json={"entry_fee": 0, "prize_split": [62.5, 37.5]})
    assert changed.json()["entry_fee"] == "0.00"
    assert [one["percent"] for one in changed.json()["prize_table"]] == [62.5, 37.5]
    assert refusal(made.admin.http.patch(path, json={"prize_split": [50, 40]})) == (
        *(422, "invalid_request"),
    )
    made.staff("publish")
    assert refusal(made.admin.http.patch(path, json={"entry_fee": 50})) == (409, "not_possible")


def test_case_2_9_the_start_moves_only_before_check_in_opens(arena: Arena) -> None:
    made = cup(arena)
    amina = arena.player(money=500)
    made.join(amina)
    amina.read_inbox()
    later = {
        "check_in_opens_at": moment(utc_now() + timedelta(hours=5)),
        "start_date": moment(utc_now() + timedelta(hours=6)),
        "reason": "The game's servers are updated.",
    }
    assert made.staff("move", later).status_code == 200
    assert [one["type"] for one in amina.read_inbox()] == ["tournament_moved"]
    earlier = later | {"start_date": moment(utc_now() - timedelta(hours=6))}
    assert refusal(made.staff("move", earlier))[0] == 422
    made.open_check_in()
    assert refusal(made.staff("move", later)) == (409, "not_possible")
    assert made.act(amina, "leave").json()["held"] == "0.00"
    assert amina.wallet() == ("500.00", "0.00")
    back = amina.get("/payments/transactions")["items"][0]
    assert (back["amount"], back["reason"]) == ("100.00", "start_moved")
    actions = [line["action"] for line in made.admin.get("/admin/audit")["items"]]
    assert actions == ["tournament.move", "tournament.publish", "tournament.create"]


def test_case_2_13_a_guarantee_is_set_aside_whole_or_nothing_is_published(arena: Arena) -> None:
    made = draft(arena, guarantee=3_000)
    assert refusal(made.staff("publish")) == (409, "sponsor_short")
    assert made.admin.get("/admin/tournaments")["items"][0]["status"] == "draft"
    fund_sponsor(3_000)
    assert made.staff("publish").status_code == 200
    assert (made.see()["pool"], made.see()["prize_table"][0]["amount"]) == ("3000.00", "2100.00")
    other = draft(arena, made.admin, guarantee=1)
    assert refusal(other.staff("publish")) == (409, "sponsor_short")
    made.cancel()
    assert other.staff("publish").status_code == 200, "the sponsor has the whole of it back"


def test_everybody_in_it_hears_of_a_change_and_nobody_else(arena: Arena) -> None:
    made, (amina, brian, outsider) = cup(arena), [arena.player() for _ in range(3)]
    made.join(amina)
    with listen(amina) as hers, listen(outsider) as others:
        made.join(brian)
        news = hers.receive()
        assert (news["type"], news["topic"], news["data"]) == (
            "tournament.changed",
            f"tournament:{made.id}",
            {"tournament_id": made.id},
        )
        assert others.receive_all() == []
