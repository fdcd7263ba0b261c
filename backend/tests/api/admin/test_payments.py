"""An admin searches payments and reads the whole history of one.

Rows of docs/security.md: S32, S40.
"""

import json
from typing import Any

import pytest
from sqlalchemy import select

from app.core.database import transaction
from app.domain.payments.kinds import MEANING, STATES_OF, PaymentKind
from app.models.deposit import Deposit
from app.models.user import User
from tests.support.arena import Arena, refusal
from tests.support.payments import (
    make_callback,
    make_deposit,
    make_paybill,
    make_refund,
    make_withdrawal,
)
from tests.support.players import make_player


@pytest.fixture
def amina(database: object) -> User:
    """A player with KES 2000."""
    return make_player(username="amina", money=2000, phone="254711000001")


@pytest.fixture
def gift(amina: User) -> str:
    """The name of the deposit, paid long ago, that amina's money came from."""
    with transaction() as session:
        return f"deposit:{session.scalars(select(Deposit.id)).one()}"


def _names(items: list[dict[str, Any]]) -> list[str]:
    return [f"{item['kind']}:{item['id']}" for item in items]


def test_all_kinds_are_listed_side_by_side_the_newest_first(
    arena: Arena, amina: User, gift: str
) -> None:
    made = [
        gift,
        f"deposit:{(paid := make_deposit(amina, state='credited')).id}",
        f"withdrawal:{make_withdrawal(amina).id}",
        f"paybill:{make_paybill().id}",
        f"refund:{make_refund(paid).id}",
        f"withdrawal:{make_withdrawal(amina, state='paid').id}",
    ]
    admin = arena.admin()
    found = admin.get("/admin/payments")
    assert _names(found["items"]) == made[::-1]
    assert found["next_cursor"] is None
    line = found["items"][-2]
    assert (line["amount"], line["username"], line["receipt"]) == (
        "500.00",
        "amina",
        paid.mpesa_reference,
    )
    refund = found["items"][1]
    assert (refund["about"], refund["state"]) == (f"deposit:{paid.id}", "review")


def test_pages_lose_and_repeat_nothing(arena: Arena, amina: User, gift: str) -> None:
    made = {gift}
    for number in range(5):
        made |= {f"deposit:{make_deposit(amina, state='failed').id}"}
        made |= {f"paybill:{make_paybill().id}"} if number % 2 else set()
        made |= {f"withdrawal:{make_withdrawal(amina, amount=50).id}"}
    admin, seen, cursor = arena.admin(), [], None
    while True:
        query = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = admin.get("/admin/payments", **query)
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(made)
    assert set(_names(seen)) == made
    moments = [line["created_at"] for line in seen]
    assert moments == sorted(moments, reverse=True)


def test_they_can_be_searched_by_kind_state_player_and_receipt(
    arena: Arena, amina: User, gift: str
) -> None:
    brian = make_player(username="brian", money=500)
    deposit = make_deposit(amina, state="credited")
    refund = make_refund(deposit)
    withdrawal, other = make_withdrawal(amina), make_withdrawal(brian, state="sent")
    paybill = make_paybill()
    admin = arena.admin()

    def search(**query: Any) -> set[str]:
        return set(_names(admin.get("/admin/payments", **query)["items"]))

    assert search(kind="paybill") == {f"paybill:{paybill.id}"}
    assert search(state="review") == {f"withdrawal:{withdrawal.id}", f"refund:{refund.id}"}
    assert search(kind="withdrawal", state="sent") == {f"withdrawal:{other.id}"}
    assert search(player="brian", kind="withdrawal") == {f"withdrawal:{other.id}"}
    assert search(player="brian").isdisjoint(search(player="amina"))
    assert search(player="0711 000 001", kind="deposit") == {f"deposit:{deposit.id}", gift}
    assert deposit.mpesa_reference is not None
    both = {f"deposit:{deposit.id}", f"refund:{refund.id}"}
    assert search(receipt=deposit.mpesa_reference.lower()) == both
    assert search(kind="paybill", state="awaiting_code") == set()
    nobody = admin.http.get("/admin/payments", params={"player": "nobody"})
    assert refusal(nobody) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "state=lost",
        "kind=loan",
        "cursor=7",
        "cursor=1.2.3.x",
        "limit=0",
        "colour=red",
        "player=a%00b",
        "receipt=%00",
    ],
)
def test_invalid_queries_are_refused(arena: Arena, query: str) -> None:
    assert refusal(arena.admin().http.get(f"/admin/payments?{query}"))[0] == 422


def test_lists_show_three_digits_of_a_phone_and_the_history_all(arena: Arena, amina: User) -> None:
    withdrawal = make_withdrawal(amina)
    paybill = make_paybill(payer="254722000333")
    admin = arena.admin()
    for path in ("/admin/payments", "/admin/payments/review", "/admin/payments/suspense"):
        page = admin.http.get(path).text
        assert "254711000001" not in page
        assert "254722000333" not in page
    shown = {line["kind"]: line["phone"] for line in admin.get("/admin/payments")["items"]}
    masked = "*********001"
    assert shown == {"deposit": masked, "withdrawal": masked, "paybill": "*********333"}
    history = admin.get(f"/admin/payments/withdrawal/{withdrawal.id}")
    assert history["row"]["phone"] == "254711000001"
    assert admin.get(f"/admin/payments/paybill/{paybill.id}")["row"]["payer"] == "254722000333"


def test_the_queues_show_what_waits_for_staff(arena: Arena, amina: User) -> None:
    make_withdrawal(amina, state="sent")
    waiting = [make_withdrawal(amina, amount=70), make_withdrawal(amina, amount=80)]
    disputed = make_deposit(amina, review_reason="amount_differs")
    strange = make_paybill(amount=250, reference="RENT HOUSE 4")
    admin = arena.admin()
    review = admin.get("/admin/payments/review")
    assert _names(review["items"]) == [
        *(f"withdrawal:{row.id}" for row in waiting),
        f"deposit:{disputed.id}",
    ]
    assert review["total"] == "650.00"
    assert review["items"][-1]["doubt"] == "amount_differs"
    suspense = admin.get("/admin/payments/suspense")
    (line,) = suspense["items"]
    assert (line["id"], line["about"], line["ruling_id"]) == (strange.id, "RENT HOUSE 4", None)
    assert suspense["total"] == "250.00"


def test_suspense_suggests_players_by_name_or_number(arena: Arena, amina: User) -> None:
    for typed in ("0711 000 001", " AMINA", "RENT", "", "a@b"):
        make_paybill(reference=typed)
    items = arena.admin().get("/admin/payments/suspense")["items"]
    assert [line["maybe_of"] for line in items] == ["amina", "amina", None, None, None]


def test_a_history_has_steps_ledger_and_callbacks(arena: Arena, amina: User) -> None:
    paid = make_withdrawal(amina, amount=135, profile="gambling", state="paid")
    body = json.dumps({"Result": {"ResultCode": 0, "ResultDesc": "Habari ä\u202e"}}).encode()
    make_callback(body, kind="b2c", withdrawal_id=paid.id, deliveries=3)
    history = arena.admin().get(f"/admin/payments/withdrawal/{paid.id}")
    assert [step["state"] for step in history["steps"]] == ["held", "sending", "sent", "paid"]
    assert [posting["key"] for posting in history["ledger"]] == [
        f"withdrawal:{paid.id}:hold",
        f"withdrawal:{paid.id}:paid",
    ]
    legs = {leg["credit"]: leg["amount"] for leg in history["ledger"][1]["legs"]}
    assert legs == {
        "mpesa_clearing_out:main": "128.00",
        "tax_withholding:main": "6.75",
        f"user_wallet:{amina.id}": "0.25",
    }
    (message,) = history["callbacks"]
    assert (message["deliveries"], message["source_ip"]) == (3, "196.201.214.200")
    assert json.loads(message["body"])["Result"]["ResultCode"] == 0
    assert "token_sha256" not in history["row"]
    assert history["payment"]["net"] == "128.00"


def test_messages_are_cut_and_play_no_tricks(arena: Arena, amina: User) -> None:
    deposit = make_deposit(amina)
    evil = b'{"a": "\x1b[31m\xe2\x80\xae\xff\x00"}' + b"x" * 20_000
    make_callback(evil, deposit_id=deposit.id)
    (message,) = arena.admin().get(f"/admin/payments/deposit/{deposit.id}")["callbacks"]
    assert message["size"] == len(evil)
    assert len(message["body"]) < 9_000
    assert message["body"].startswith('{"a": "\\u001b[31m\\u202e\\xff\\u0000"}xxx')


def test_the_history_of_a_paybill_payment_shows_its_confirmation(arena: Arena) -> None:
    payment = make_paybill(receipt="SG632NMUAB")
    make_callback(b'{"TransID": "SG632NMUAB", "TransAmount": "300.00"}', kind="c2b")
    make_callback(b'{"TransID": "SG632NMUAC", "TransAmount": "300.00"}', kind="c2b")
    history = arena.admin().get(f"/admin/payments/paybill/{payment.id}")
    assert len(history["callbacks"]) == 1
    assert [posting["type"] for posting in history["ledger"]] == ["suspense"]


def test_reading_a_history_is_audited(arena: Arena, amina: User) -> None:
    withdrawal = make_withdrawal(amina)
    admin = arena.admin(username="wambui")
    admin.get(f"/admin/payments/withdrawal/{withdrawal.id}")
    (entry,) = admin.get("/admin/audit", action="payment.read")["items"]
    assert (entry["admin"], entry["subject"]) == ("wambui", f"withdrawal:{withdrawal.id}")


@pytest.mark.parametrize("nowhere", ["deposit/1", f"deposit/{2**62}", "refund/9", "loan/1"])
def test_an_unknown_payment_has_no_history(arena: Arena, nowhere: str) -> None:
    answer = arena.admin().http.get(f"/admin/payments/{nowhere}")
    assert refusal(answer)[0] in (404, 422)


def test_every_state_has_its_message() -> None:
    for kind in PaymentKind:
        assert set(MEANING[kind]) == set(STATES_OF[kind])
