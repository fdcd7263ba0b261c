"""Payments from the M-Pesa menu: credited by account number, or held in suspense (31-38)."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.hooks import confirmation, deliver, paybill_path
from tests.e2e.paybill import (
    code_of,
    pay,
    payment,
    read_list,
    register,
    transactions_of,
    wait_for,
    wait_until_decided,
)
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


@pytest.fixture(autouse=True)
def _registered(system: System) -> Iterator[None]:
    register(system)
    system.switch(c2b_validation=False)
    yield
    system.switch(c2b_validation=False)


# Amounts of their own: after a deposit without a receipt (other tests leave some of KES 500), a
# payment of the same amount waits for M-Pesa's list.
def test_31_a_payment_to_my_number_is_credited_once(system: System, player: Player) -> None:
    answer = pay(system, player, code_of(player), 541, confirmation="duplicate", copies=5)

    state, owner, _ = wait_for(system, answer["receipt"], "credited")

    assert (state, owner) == ("credited", player.id)
    assert player.money() == "541.00"
    body = confirmation(reference=code_of(player), amount="541.00", receipt=answer["receipt"])
    assert deliver(system, paybill_path(), body).status_code == 200
    wait_until_decided(system)
    assert transactions_of(system, answer["receipt"]) == 1
    assert player.money() == "541.00"
    line = player.get("/payments/transactions")["items"][0]
    assert (line["amount"], line["mpesa_reference"]) == ("541.00", answer["receipt"])


def test_31_the_same_confirmation_ten_times_at_once_is_credited_once(
    system: System, player: Player
) -> None:
    receipt = pay(system, player, code_of(player), 341, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="341.00", receipt=receipt)

    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(
                # A different name makes each a message of its own, all with the same receipt.
                lambda number: (
                    deliver(
                        system, paybill_path(), {**body, "FirstName": f"AMINA {number}"}
                    ).status_code
                ),
                range(10),
            )
        )

    assert answers == [200] * 10
    wait_for(system, receipt, "credited")
    wait_until_decided(system)
    assert (transactions_of(system, receipt), player.money()) == (1, "341.00")


@pytest.mark.parametrize("spelling", [" {0} ", "{1}-{2}", "{3}", "{1} {2}"])
def test_32_a_careless_spelling_is_still_mine(
    system: System, player: Player, spelling: str
) -> None:
    code = code_of(player)
    reference = spelling.format(code, code[:3], code[3:], code.lower().replace("0", "o"))

    receipt = pay(system, player, reference, 250)["receipt"]

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert player.money() == "250.00"


@pytest.mark.parametrize("reference", ["AMINA", "{slip}", "0711000001", ""])
def test_32_money_without_a_known_owner_waits_in_suspense(
    system: System, player: Player, reference: str
) -> None:
    code = code_of(player)
    slip = code[:-1] + ("2" if code[-1] != "2" else "3")

    receipt = pay(system, player, reference.format(slip=slip), 250)["receipt"]

    assert wait_for(system, receipt, "suspense") == ("suspense", None, None)
    assert player.money() == "0.00"


def test_33_an_unknown_number_is_refused_by_validation(system: System, player: Player) -> None:
    system.switch(c2b_validation=True)

    began = time.monotonic()
    answer = pay(system, player, "UZZZZZ", 250)
    took = time.monotonic() - began

    assert (answer["accepted"], answer["receipt"]) == (False, None)
    assert '"C2B00012"' in answer["validation"]["body"]
    assert took < 8
    welcome = pay(system, player, code_of(player), 250)
    assert welcome["accepted"]
    wait_for(system, welcome["receipt"], "credited")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"BillRefNumber": "NOBODY"}, "C2B00012"),
        ({"BusinessShortCode": "600999"}, "C2B00015"),
        ({"TransAmount": "1.00"}, "C2B00013"),
        ({"TransAmount": "250001.00"}, "C2B00013"),
        ({"TransID": None}, "0"),  # what cannot be read is let through
        ({}, "0"),
    ],
)
def test_33_validation_returns_the_reason(
    system: System, player: Player, change: dict[str, str], code: str
) -> None:
    body = confirmation(reference=code_of(player), amount="500.00", receipt="VALID00001")

    answer = deliver(system, paybill_path("validation"), body | change)

    assert (answer.status_code, answer.json()["ResultCode"]) == (200, code)
    assert payment(system, "VALID00001") is None


def test_33_a_closed_account_takes_no_payment(system: System, player: Player) -> None:
    code = code_of(player)
    with system.database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE users SET is_active = false WHERE id = %s", (player.id,))
    body = confirmation(reference=code, amount="500.00", receipt="VALID00002")

    assert deliver(system, paybill_path("validation"), body).json()["ResultCode"] == "C2B00012"

    receipt = pay(system, player, code, 250)["receipt"]
    assert wait_for(system, receipt, "suspense")[1] is None


def test_34_what_was_let_through_unseen_is_credited_or_kept(system: System, player: Player) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silence:  # it takes calls and says nothing
        register(system, validation_url=f"http://127.0.0.1:{silence.getsockname()[1]}/validation")
        system.switch(c2b_validation=True)
        mine = pay(system, player, code_of(player), 250)["receipt"]
        nobodys = pay(system, player, "NOBODY", 250)["receipt"]

    assert wait_for(system, mine, "credited")[1] == player.id
    assert wait_for(system, nobodys, "suspense")[1] is None
    assert player.money() == "250.00"


def test_35_a_payment_that_was_only_announced_is_not_credited(
    system: System, player: Player
) -> None:
    body = confirmation(reference=code_of(player), amount="500.00", receipt="VALID00003")

    assert deliver(system, paybill_path("validation"), body).json()["ResultCode"] == "0"

    wait_until_decided(system)
    assert payment(system, "VALID00003") is None
    assert player.money() == "0.00"


def test_36_a_lost_confirmation_is_found_in_m_pesas_list(system: System, player: Player) -> None:
    receipt = pay(system, player, code_of(player), 500, confirmation="drop")["receipt"]
    assert player.money() == "0.00"

    read_list(system)

    wait_for(system, receipt, "credited")
    assert player.money() == "500.00"
    late = confirmation(reference=code_of(player), amount="500.00", receipt=receipt)
    assert deliver(system, paybill_path(), late).status_code == 200
    read_list(system)
    wait_until_decided(system)
    assert (transactions_of(system, receipt), player.money()) == (1, "500.00")


def test_37_a_confirmation_for_another_paybill_is_not_ours(system: System, player: Player) -> None:
    body = confirmation(
        reference=code_of(player),
        amount="500.00",
        receipt="OTHER00002",
        BusinessShortCode="600999",
    )

    assert deliver(system, paybill_path(), body).status_code == 200

    wait_until_decided(system)
    assert payment(system, "OTHER00002") is None
    assert player.money() == "0.00"


def test_37_a_payment_that_m_pesa_does_not_know_is_refused(system: System, player: Player) -> None:
    body = confirmation(reference=code_of(player), amount="900.00", receipt="FORGED0037")

    assert deliver(system, paybill_path(), body).status_code == 200

    assert wait_for(system, "FORGED0037", "refused")[2] == "not_found"
    assert player.money() == "0.00"
    assert transactions_of(system, "FORGED0037") == 0
    alarm = "SELECT count(*) FROM alarms WHERE kind = 'paybill_not_confirmed'"
    assert system.rows(alarm + " AND cleared_at IS NULL")[0][0] >= 1


def test_37_another_amount_than_m_pesas_waits_for_people(system: System, player: Player) -> None:
    receipt = pay(system, player, code_of(player), 10, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="9000.00", receipt=receipt)

    assert deliver(system, paybill_path(), body).status_code == 200

    assert wait_for(system, receipt, "review")[2] == "amount_differs"
    assert player.money() == "0.00"
    read_list(system)  # which says how much it really was
    wait_for(system, receipt, "credited")
    assert player.money() == "10.00"


def test_37_another_payers_receipt_under_my_number_is_not_mine(
    system: System, player: Player
) -> None:
    attacker = system.player()
    receipt = pay(system, player, code_of(player), 500, confirmation="drop")["receipt"]
    honest = confirmation(reference=code_of(player), amount="500.00", receipt=receipt)
    forged = honest | {"BillRefNumber": code_of(attacker)}
    system.switch(result_seconds=100)  # both are here before M-Pesa has answered

    for body in (forged, honest):
        assert deliver(system, paybill_path(), body).status_code == 200
    wait_until_decided(system)
    system.switch(result_seconds=2)
    read_list(system)

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert (player.money(), attacker.money()) == ("500.00", "0.00")


@pytest.mark.parametrize(
    "text",
    [
        "\u202eU0001Z\u202c",
        "<script>alert(1)</script>",
        "'; DROP TABLE paybill_payments; --",
        "U\u0000\u0007\u200b\ufeff0",
        "\U0001f4b8" * 30,
        "x" * 10_000,
    ],
)
def test_38_hostile_text_is_kept_raw_and_shown_bounded(
    system: System, player: Player, text: str
) -> None:
    receipt = f"HOST{system.next_number():06d}"
    body = confirmation(reference=text, amount="50.00", receipt=receipt, FirstName=text)

    assert deliver(system, paybill_path(), body).status_code == 200

    eventually(lambda: payment(system, receipt))
    ((reference, payer),) = system.rows(
        "SELECT reference, payer FROM paybill_payments WHERE receipt = %s", receipt
    )
    assert len(reference) <= 40
    assert reference.isprintable() or reference == ""
    assert payer == "2547 ***** 126"
    ((raw,),) = system.rows(
        "SELECT body FROM mpesa_callbacks WHERE position(%s::bytea in body) > 0", receipt.encode()
    )
    assert bytes(raw)


def test_the_app_shows_how_to_pay_from_the_menu(player: Player) -> None:
    shown = player.get("/payments/paybill")

    assert shown["shortcode"] == "600123"
    assert shown["account"].startswith("U")
    assert any(shown["account"] in step for step in shown["instructions"])
    assert (shown["minimum"], shown["maximum"]) == ("10.00", "250000.00")
