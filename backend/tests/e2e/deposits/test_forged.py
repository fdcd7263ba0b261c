"""Callbacks that M-Pesa never sent: they are not signed, so anybody can forge one.

Rows of docs/security.md: S52.
"""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.hooks import (
    confirmation,
    deliver,
    paid,
    paybill_path,
    reference_of,
    stk_path,
    verdicts,
)
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

FORGERIES = 1_000


@pytest.fixture
def waiting(system: System, player: Player) -> int:
    """A deposit of KES 1000 whose prompt is on the phone."""
    player.behave(auto_approve=False)
    deposit_id = player.deposit(1000)
    player.wait_for(deposit_id, "prompted")
    return deposit_id


def test_scenario_16_without_the_secret_nothing_is_even_kept(
    system: System, player: Player, waiting: int
) -> None:
    before = _kept(system)
    body = paid(amount=1000, receipt="FORGED0001", checkout_id=_checkout_id(system, waiting))

    answers = [
        deliver(system, f"/hooks/d/{token}/stk", body).status_code
        for token in ("0" * 64, "f" * 64, "x", "..%2f..", "A" * 129, "%00" * 30)
    ]

    assert set(answers) == {404}
    assert _kept(system) == before
    player.answer(pin="1234")
    assert player.wait_for(waiting, "credited")["mpesa_reference"] != "FORGED0001"
    assert player.money() == "1000.00"


def test_scenario_17_a_secret_opens_one_deposit_only(
    system: System, player: Player, waiting: int
) -> None:
    victim = system.player()
    victim.behave(auto_approve=False)
    other = victim.deposit(1000)
    victim.wait_for(other, "prompted")
    body = paid(amount=1000, receipt="FORGED0002", checkout_id=_checkout_id(system, other))

    assert deliver(system, stk_path(system, waiting), body).status_code == 200

    eventually(lambda: verdicts(system, waiting) == ["refused"])
    assert player.see(waiting)["state"] == "prompted"
    assert victim.see(other)["state"] == "prompted"
    assert verdicts(system, other) == []
    player.answer(pin="1234")
    player.wait_for(waiting, "credited")


def test_scenario_18_a_receipt_counts_for_one_deposit(
    system: System, player: Player, waiting: int
) -> None:
    first = player
    second = system.player()
    second.behave(auto_approve=False)
    other = second.deposit(1000)
    second.wait_for(other, "prompted")
    body = paid(amount=1000, receipt="TWICE00001")

    with ThreadPoolExecutor(2) as both:
        paths = [stk_path(system, deposit_id) for deposit_id in (waiting, other)]
        answers = list(both.map(lambda path: deliver(system, path, body).status_code, paths))

    assert answers == [200, 200]
    ends = {
        first.wait_for(waiting, "credited", "review")["state"],
        second.wait_for(other, "credited", "review")["state"],
    }
    assert ends == {"credited", "review"}
    assert {first.money(), second.money()} == {"1000.00", "0.00"}


@pytest.mark.parametrize("step", ["confirmation", "validation"])
def test_the_paybill_hook_needs_its_secret(system: System, waiting: int, step: str) -> None:
    before = _kept(system)
    body = confirmation(
        reference=reference_of(system, waiting), amount="1000.00", receipt="FORGED0003"
    )

    answer = deliver(system, f"/hooks/d/{'a' * 32}/c2b/{step}", body)

    assert answer.status_code == 404
    assert _kept(system) == before


@pytest.mark.parametrize("amount", ["1000.00", "1.00"])
def test_a_forged_confirmation_of_a_prompt_changes_nothing(
    system: System, player: Player, waiting: int, amount: str
) -> None:
    """The confirmation path never changes, so M-Pesa is queried before a credit."""
    body = confirmation(
        reference=reference_of(system, waiting), amount=amount, receipt=f"FAKE{waiting:06d}"
    )

    assert deliver(system, paybill_path(), body).status_code == 200

    sql = "SELECT state FROM mpesa_requests WHERE subject = 'deposit' AND subject_id = %s"
    eventually(lambda: system.rows(sql, waiting) == [("answered",)])
    assert player.see(waiting)["state"] == "prompted"
    player.answer(pin="1234")
    player.wait_for(waiting, "credited")
    assert player.money() == "1000.00"


def test_a_confirmation_for_another_paybill_is_not_ours(
    system: System, player: Player, waiting: int
) -> None:
    body = confirmation(
        reference=reference_of(system, waiting),
        amount="1000.00",
        receipt="OTHER00001",
        BusinessShortCode="600999",
    )

    assert deliver(system, paybill_path(), body).status_code == 200

    sql = "SELECT verdict FROM mpesa_callbacks WHERE body LIKE %s"
    eventually(lambda: system.rows(sql, b"%OTHER00001%") == [("unmatched",)])
    assert player.see(waiting)["state"] == "prompted"


def test_a_body_too_large_for_mpesa_is_not_read(system: System, waiting: int) -> None:
    answer = deliver(system, stk_path(system, waiting), b"x" * (64 * 1024 + 1))

    assert answer.status_code == 413
    assert verdicts(system, waiting) == []


def test_a_thousand_forged_callbacks_credit_nothing(
    system: System, player: Player, waiting: int
) -> None:
    dice = random.Random(7)
    checkout_id = _checkout_id(system, waiting)
    path = stk_path(system, waiting)

    def forge(number: int) -> int:
        body = _mutated(dice, checkout_id, number)
        wrong = f"/hooks/d/{dice.randbytes(32).hex()}/stk"
        return deliver(system, path if number % 4 else wrong, body).status_code

    answers = [forge(number) for number in range(FORGERIES)]

    assert {status for status in answers if status >= 500} == set()
    sql = "SELECT count(*) FROM mpesa_callbacks WHERE judged_at IS NULL"
    eventually(lambda: system.rows(sql) == [(0,)], within=120)
    assert player.see(waiting)["state"] in {"prompted", "review", "failed"}
    assert player.money() == "0.00"


def _mutated(dice: random.Random, checkout_id: str, number: int) -> bytes:
    """Return something near a success that is none: wrong type, amount, id, code, or bytes."""
    good = paid(amount=1000, receipt=f"MUTANT{number:04d}", checkout_id=checkout_id)
    result: dict[str, Any] = good["Body"]["stkCallback"]
    items = result["CallbackMetadata"]["Item"]
    ways: list[tuple[dict[str, Any], str, list[Any]]] = [
        (
            result,
            "ResultCode",
            [True, False, None, "00", "0x0", "", [], {}, 7777, -0.5, "zero", 1e9],
        ),
        (result, "CheckoutRequestID", ["ws_CO_other", "x" * 79, " ", checkout_id + "1"]),
        (items[0], "Value", [1, 999, 1001, -1000, "1000,00", "1e3x", 1000.01, 10**40, "٣"]),
        (good, "Body", [None, [], "x", 0, {"stkCallback": []}, {"stkCallback": {}}]),
        (result, "CallbackMetadata", ["x", 7, [[[]]], {"Item": [{"Name": "Amount", "Value": 1}]}]),
    ]
    place, name, values = dice.choice(ways)
    place[name] = dice.choice(values)
    if name in {"CallbackMetadata", "ResultCode"}:
        # Such a body is believed no further than "ask M-Pesa", which knows of no payment.
        result["ResultDesc"] = f"mutant {number}"
    raw = bytearray(json.dumps(good).encode())
    match dice.randrange(4):
        case 0:
            raw = raw[: dice.randrange(len(raw))]
        case 1:
            raw = bytearray(dice.randbytes(dice.randrange(300)))
        case 2:
            raw = bytearray(b"[" * dice.randrange(60_000))
        case _:
            pass
    return bytes(raw)


def _checkout_id(system: System, deposit_id: int) -> str:
    rows = system.rows("SELECT checkout_request_id FROM deposits WHERE id = %s", deposit_id)
    return str(rows[0][0])


def _kept(system: System) -> int:
    return int(system.rows("SELECT count(*) FROM mpesa_callbacks")[0][0])
