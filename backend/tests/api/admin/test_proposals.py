"""What two of staff decide about money: capital, wallets, taxes, cleared risk, withdrawals.

Rows of docs/security.md: S36.
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

import httpx
import psycopg2
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.models.user import User
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.workers.tasks.maintenance import sweep_rulings
from tests.support.arena import Arena, Json, Player, at_once, refusal
from tests.support.house import approve, pay_capital_in
from tests.support.payments import make_paybill, make_withdrawal, new_receipt

WHY = {"reason": "The portal and both of us say so."}
CAPITAL = "/admin/house/capital"
FUNDINGS = "/admin/tournaments/sponsor/fundings"


def finance(arena: Arena, **who: Any) -> Player:
    return arena.player(money=0, role="finance", **who)


def made(answer: httpx.Response) -> Json:
    assert answer.status_code == 201, answer.text
    body: Json = answer.json()
    return body


def say_yes(staff: Player, proposal: Json, digest: str | None = None) -> httpx.Response:
    path = f"/admin/proposals/{proposal['id']}/approve"
    return staff.post(path, {"digest": digest or proposal["digest"]} | WHY)


def adjust(
    staff: Player, player: Player, kind: str, amount: Any, code: str = "our_fault"
) -> httpx.Response:
    body = {"kind": kind, "amount": amount, "code": code} | WHY
    return staff.post(f"/admin/users/{player.id}/adjustments", body)


# What each action is proposed by, for a player.
ACTIONS: dict[str, Callable[[Player, Player], httpx.Response]] = {
    "capital_in": lambda staff, _: staff.post(
        CAPITAL, {"amount": 100, "receipt": new_receipt()} | WHY
    ),
    "capital_out": lambda staff, _: staff.post(f"{CAPITAL}/withdrawals", {"amount": 100} | WHY),
    "wallet_adjustment": lambda staff, player: adjust(staff, player, "credit", 10),
    "tax_period": lambda staff, _: staff.post("/admin/tax/periods", {"profile": "gambling"} | WHY),
    "risk_clear": lambda staff, player: staff.post(f"/admin/users/{player.id}/risk/clear", WHY),
    "withdrawals_on": lambda staff, _: staff.post("/admin/switches/withdrawals/reopening", WHY),
}


@pytest.fixture(params=ACTIONS)
def action(request: pytest.FixtureRequest) -> str:
    """Each action."""
    return str(request.param)


@pytest.fixture
def player(arena: Arena) -> Player:
    """A player in whose favour somebody could decide; the house has money, payouts are paused."""
    pay_capital_in(500)
    with transaction() as session:
        switches.turn(
            session,
            name=SwitchName.WITHDRAWALS,
            is_on=False,
            reason="A test pauses them.",
            by="system",
            now=utc_now(),
        )
    return arena.player(money=100)


def test_s36_one_proposes_another_approves_and_the_audit_names_both(
    arena: Arena, player: Player, action: str
) -> None:
    one, two = finance(arena), finance(arena)
    proposal = made(ACTIONS[action](one, player))
    assert (proposal["action"], proposal["decision"]) == (action, None)
    assert refusal(say_yes(one, proposal)) == (403, "same_person")
    done = approve(two, proposal)
    assert (done["decision"], done["decided_by"]["id"]) == ("approved", two.id)
    assert refusal(say_yes(two, proposal)) == (409, "ruling_moved_on")
    entry = arena.admin().get("/admin/audit", action=f"{action}.approve")["items"][0]
    assert (entry["admin_id"], entry["approver_id"]) == (one.id, two.id)
    assert entry["before"] is not None
    assert entry["after"] is not None


def test_s36_a_rejected_and_a_forgotten_proposal_do_nothing(
    arena: Arena, player: Player, action: str
) -> None:
    one, two = finance(arena), finance(arena)
    before = _state(arena)
    rejected = made(ACTIONS[action](one, player))
    same = ACTIONS[action](two, player)
    assert refusal(same) == (409, "ruling_moved_on"), "the same is proposed once at a time"
    assert two.post(f"/admin/proposals/{rejected['id']}/reject", WHY).status_code == 200
    forgotten = made(ACTIONS[action](one, player))
    arena.sql(f"UPDATE staff_proposals SET due_at = now() WHERE id = {forgotten['id']}")
    assert refusal(say_yes(two, forgotten)) == (409, "ruling_moved_on")
    sweep_rulings()
    listed = two.get("/admin/proposals")["items"][:2]
    assert [one["decision"] for one in listed] == ["lapsed", "rejected"]
    assert _state(arena) == before


def test_s36_who_lost_the_right_has_proposed_nothing(
    arena: Arena, player: Player, action: str
) -> None:
    one, two = finance(arena), finance(arena)
    proposal = made(ACTIONS[action](one, player))
    arena.sql(f"UPDATE users SET role = 'support' WHERE id = {one.id}")
    assert refusal(say_yes(two, proposal)) == (409, "ruling_moved_on")


def test_s36_what_is_approved_is_what_was_read(arena: Arena, player: Player, action: str) -> None:
    one, two = finance(arena), finance(arena)
    proposal = made(ACTIONS[action](one, player))
    assert refusal(say_yes(two, proposal, digest="0" * 64)) == (409, "ruling_moved_on")
    with pytest.raises(psycopg2.Error, match="what was proposed cannot change"):
        arena.sql(
            "UPDATE staff_proposals SET reason = 'Something else.', proposed_by = proposed_by"
            f" WHERE id = {proposal['id']}"
        )


@pytest.mark.parametrize("name", ["wallet_adjustment", "risk_clear"])
def test_s36_neither_is_the_player_or_shares_a_device_or_number_with_them(
    arena: Arena, player: Player, name: str
) -> None:
    one, two, twin = finance(arena), finance(arena), finance(arena, device="the-same-phone")
    known = arena.player(money=100, device="the-same-phone")
    assert refusal(ACTIONS[name](twin, known)) == (403, "not_allowed")
    assert refusal(ACTIONS[name](two, two)) == (403, "not_allowed")
    proposal = made(ACTIONS[name](one, known))
    assert refusal(say_yes(twin, proposal)) == (403, "not_allowed")
    no = twin.post(f"/admin/proposals/{proposal['id']}/reject", WHY)
    assert refusal(no) == (403, "not_allowed")
    assert say_yes(two, proposal).status_code == 200


def test_a_payment_to_the_paybill_becomes_capital_once(arena: Arena) -> None:
    one, two = finance(arena), finance(arena)
    payment = make_paybill(amount=5_000, state="suspense")
    body = {"receipt": payment.receipt} | WHY
    assert refusal(one.post(CAPITAL, body | {"amount": 4_000})) == (409, "ruling_moved_on")
    proposal = made(one.post(CAPITAL, body | {"amount": 5_000}))
    assert payment.receipt in proposal["effect"]
    approve(two, proposal)
    house = one.get("/admin/house")
    assert (house["available"], house["capital"], house["fees"]) == ("5000.00", "5000.00", "0.00")
    found = two.get("/admin/payments", receipt=payment.receipt)["items"]
    assert [one["state"] for one in found] == ["capital"]
    again = one.post(CAPITAL, body | {"amount": 5_000})
    assert refusal(again) == (409, "ruling_moved_on"), "it is nobody's and not in suspense any more"


def test_capital_is_no_players_money(arena: Arena) -> None:
    staff = finance(arena)
    theirs = arena.player(money=300)
    receipt = arena.sql(f"SELECT mpesa_reference FROM deposits WHERE user_id = {theirs.id}")[0][0]
    answer = staff.post(CAPITAL, {"amount": 300, "receipt": receipt} | WHY)
    assert refusal(answer) == (409, "ruling_moved_on")
    large = staff.post(CAPITAL, {"amount": "10000000.01", "receipt": new_receipt()} | WHY)
    assert refusal(large) == (422, "amount_not_allowed")


def test_capital_is_taken_out_again_and_its_receipt_named_once(arena: Arena) -> None:
    one, two = finance(arena), finance(arena)
    pay_capital_in(1_000)
    more = one.post(f"{CAPITAL}/withdrawals", {"amount": "1000.01"} | WHY)
    assert refusal(more) == (409, "house_short")
    assert more.json()["available"] == "1000.00"
    proposal = made(one.post(f"{CAPITAL}/withdrawals", {"amount": 400} | WHY))
    path, receipt = f"{CAPITAL}/withdrawals/{proposal['id']}/receipt", {"receipt": new_receipt()}
    assert refusal(one.post(path, receipt)) == (409, "ruling_moved_on"), "it has not left yet"
    approve(two, proposal)
    assert one.get("/admin/house")["capital"] == "600.00"
    assert one.post(path, receipt).json()["receipt"] == receipt["receipt"]
    assert refusal(one.post(path, {"receipt": new_receipt()})) == (409, "ruling_moved_on")


def test_a_funding_never_exceeds_what_the_house_has(arena: Arena) -> None:
    one, two = arena.admin(), arena.admin()
    funding = made(one.post(FUNDINGS, {"amount": 900} | WHY))
    path = f"{FUNDINGS}/{funding['id']}/approve"
    assert refusal(two.post(path, WHY)) == (409, "house_short")
    assert two.get("/admin/tournaments/sponsor")["balance"] == "0.00"
    pay_capital_in(899)
    assert refusal(two.post(path, WHY)) == (409, "house_short")
    pay_capital_in(1)
    assert two.post(path, WHY).status_code == 200
    assert two.get("/admin/house")["available"] == "0.00"
    taken = one.post(f"{CAPITAL}/withdrawals", {"amount": 1} | WHY)
    assert refusal(taken) == (409, "house_short"), "capital guarantees the prizes now"


def test_of_racing_payments_the_house_makes_as_many_as_it_has_money_for(arena: Arena) -> None:
    """Eight fundings, a credit to a wallet and capital that leaves, all at the same moment."""
    one, two, player = arena.admin(), arena.admin(), arena.player(money=0)
    pay_capital_in(1_000)
    fundings = [made(one.post(FUNDINGS, {"amount": 300} | WHY))["id"] for _ in range(8)]
    credit = made(adjust(one, player, "credit", 300))
    leaves = made(one.post(f"{CAPITAL}/withdrawals", {"amount": 300} | WHY))
    approvers = [arena.admin() for _ in fundings]  # a code of an authenticator counts once
    answers = at_once(
        *(
            partial(staff.post, f"{FUNDINGS}/{funding}/approve", WHY)
            for funding, staff in zip(fundings, approvers, strict=True)
        ),
        partial(say_yes, two, credit),
        partial(say_yes, arena.admin(), leaves),
    )
    assert sorted(one.status_code for one in answers) == [200] * 3 + [409] * 7
    assert {refusal(one)[1] for one in answers if one.status_code == 409} == {"house_short"}
    assert two.get("/admin/house")["available"] == "100.00"


def test_the_players_history_says_why_their_wallet_was_put_right(arena: Arena) -> None:
    one, two, player = finance(arena), finance(arena), arena.player(money=100)
    pay_capital_in(500)
    approve(two, made(adjust(one, player, "credit", "50.50", "our_fault")))
    assert player.wallet() == ("150.50", "0.00")
    approve(two, made(adjust(one, player, "debit", 20, "credited_twice")))
    assert player.wallet() == ("130.50", "0.00")
    taken, given = player.statement()[:2]
    assert given["description"] == (
        "KES 50.50 came into your wallet: a fault of ours had cost you this money, and we make it"
        " good."
    )
    assert (given["type"], given["kind"], given["reason"]) == (
        "wallet_adjustment",
        "other",
        "our_fault",
    )
    assert taken["description"] == (
        "KES 20.00 left your wallet: the same money had come into your wallet twice, and we took it"
        " out once."
    )
    assert one.get("/admin/house")["adjustments"] == "-30.50"


def test_nothing_is_taken_that_a_wallet_does_not_hold(arena: Arena) -> None:
    one, two, player = finance(arena), finance(arena), arena.player(money=100)
    more = adjust(one, player, "debit", "100.01", "credited_wrongly")
    assert refusal(more) == (409, "insufficient_balance")
    proposal = made(adjust(one, player, "debit", 100, "credited_wrongly"))
    player.join(50)
    assert refusal(say_yes(two, proposal)) == (409, "insufficient_balance"), "it is at stake now"
    assert player.wallet() == ("50.00", "50.00")


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        ("credit", "credited_twice", (422, "invalid_request")),
        ("debit", "goodwill", (422, "invalid_request")),
        ("credit", "because_i_can", (422, "invalid_request")),
        ("give", "goodwill", (422, "invalid_request")),
    ],
)
def test_money_moves_for_reasons_of_the_list_only(
    arena: Arena, kind: str, code: str, expected: tuple[int, str]
) -> None:
    assert refusal(adjust(finance(arena), arena.player(), kind, 10, code)) == expected


def test_a_credit_is_refused_beyond_what_the_house_has_and_beyond_the_limit(arena: Arena) -> None:
    staff, player = finance(arena), arena.player(money=0)
    pay_capital_in(100)
    assert refusal(adjust(staff, player, "credit", "100.01")) == (409, "house_short")
    assert refusal(adjust(staff, player, "credit", "100000.01")) == (422, "amount_not_allowed")


def test_a_credit_repays_what_the_player_owes_first(arena: Arena) -> None:
    one, two, player = arena.admin(), arena.admin(), arena.player(money=100)
    pay_capital_in(500)
    with transaction() as session:
        user = session.get_one(User, player.id)
    late = make_withdrawal(user, amount=60, state="released")
    player.join(100)
    ruling = {"subject_kind": "withdrawal", "subject_id": late.id, "action": "pay"} | WHY
    paid = made(one.post("/admin/rulings", ruling | {"receipt": new_receipt()}))
    assert two.post(f"/admin/rulings/{paid['id']}/approve", WHY).status_code == 200
    assert one.get("/admin/house")["available"] == "440.00", "what they owe is lent by the house"
    approve(two, made(adjust(one, player, "credit", 100, "goodwill")))
    assert player.wallet() == ("40.00", "100.00")
    assert one.get("/admin/house")["available"] == "400.00"


def test_the_database_pays_nothing_for_the_apps_login_without_two_people(
    arena: Arena, player: Player
) -> None:
    """The app's own login cannot approve a proposal for support, a player or one person alone."""
    one, support = finance(arena), arena.player(money=0, role="support")
    proposal = made(ACTIONS["wallet_adjustment"](one, player))
    for who in (one.id, support.id, player.id):
        with (
            closing(psycopg2.connect(arena.database.login_url)) as app,
            pytest.raises(psycopg2.Error, match=r"two of finance|two_people|not_of_their_own"),
            app,
            app.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE staff_proposals SET decision = 'approved', decided_by = %s,"
                " decided_at = now(), due_at = NULL WHERE id = %s",
                (who, proposal["id"]),
            )


def _state(arena: Arena) -> object:
    return (
        arena.sql("SELECT code, balance FROM accounts ORDER BY code"),
        arena.sql("SELECT count(*) FROM entries"),
        arena.sql("SELECT name, is_on FROM switches ORDER BY name"),
        arena.sql("SELECT count(*) FROM tax_periods"),
    )
