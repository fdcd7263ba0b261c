"""Payments that M-Pesa reverses by itself, and what is only in its list (30, 67, 69)."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

import pytest

from tests.e2e.hooks import confirmation, credits_of, deliver, paid, paybill_path, stk_path
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
    yield
    system.switch(reversed_status="Cancelled")


def _credited(player: Player, amount: int = 500) -> tuple[int, str]:
    deposit_id = player.deposit(amount)
    seen = player.wait_for(deposit_id, "credited")
    return deposit_id, str(seen["mpesa_reference"])


def _take_back(system: System, receipt: str) -> None:
    answer = system.sims.post("/_sim/reversals", json={"receipt": receipt})
    assert answer.status_code in {200, 201}, answer.text


def _wallet(player: Player) -> tuple[str, str]:
    wallet = player.get("/payments/wallet")
    return wallet["available"], wallet["owed"]


def test_30_a_deposit_that_m_pesa_took_back_leaves_the_wallet(
    system: System, player: Player
) -> None:
    deposit_id, receipt = _credited(player)

    _take_back(system, receipt)
    read_list(system)

    player.wait_for(deposit_id, "reversed")
    assert _wallet(player) == ("0.00", "0.00")
    late = paid(amount=500, receipt=receipt)
    assert deliver(system, stk_path(system, deposit_id), late).status_code == 200
    read_list(system)
    wait_until_decided(system)
    assert player.see(deposit_id)["state"] == "reversed"
    assert (_wallet(player), credits_of(system, deposit_id)) == (("0.00", "0.00"), 1)
    sql = "SELECT count(*) FROM alarms WHERE kind = 'deposit_reversed' AND subject = %s"
    assert system.rows(sql, f"deposit:{deposit_id}") == [(1,)]


def test_30_reversed_money_that_was_spent_is_owed_and_blocks_withdrawals(
    system: System, player: Player
) -> None:
    deposit_id, receipt = _credited(player)
    assert player.post("/matchmaking/queue", {"wager_amount": 200}).status_code in {200, 201, 202}

    _take_back(system, receipt)
    read_list(system)

    player.wait_for(deposit_id, "reversed")
    assert _wallet(player) == ("0.00", "200.00")
    refused = player.post("/payments/withdrawals", {"amount": 50})
    assert (refused.status_code, refused.json()["code"]) == (409, "money_owed")

    _credited(player, 150)
    assert _wallet(player) == ("0.00", "50.00")
    paid_in = pay(system, player, code_of(player), 100)["receipt"]
    wait_for(system, paid_in, "credited")
    assert _wallet(player) == ("50.00", "0.00")


def test_30_a_reversed_payment_from_the_menu_is_taken_from_its_player(
    system: System, player: Player
) -> None:
    receipt = pay(system, player, code_of(player), 300)["receipt"]
    wait_for(system, receipt, "credited")

    _take_back(system, receipt)
    read_list(system)

    wait_for(system, receipt, "reversed")
    assert _wallet(player) == ("0.00", "0.00")


def test_30_reversed_money_leaves_suspense(system: System, player: Player) -> None:
    receipt = pay(system, player, "NOBODY", 300)["receipt"]
    wait_for(system, receipt, "suspense")

    _take_back(system, receipt)
    read_list(system)

    wait_for(system, receipt, "returned")


def test_30_a_payment_reversed_before_its_callback_leaves_nothing(
    system: System, player: Player
) -> None:
    receipt = pay(system, player, code_of(player), 300, confirmation="drop")["receipt"]
    _take_back(system, receipt)

    read_list(system)

    wait_for(system, receipt, "reversed")
    assert _wallet(player) == ("0.00", "0.00")


@pytest.mark.parametrize("submit", ["answered", "lost"])
def test_67_what_was_sent_while_we_were_away_is_found_by_inquiry(
    system: System, submit: str
) -> None:
    """Twenty payments of which no callback reached us; ten of them without M-Pesa's ids."""
    players = [system.player() for _ in range(10)]
    for player in players:
        player.behave(callbacks="drop")
        if submit == "lost":
            system.fault("stkpush", "reset_after_processing", msisdn=player.phone)
    deposits = [(player, player.deposit(100)) for player in players]
    menu = [
        pay(system, player, code_of(player), 50, confirmation="drop")["receipt"]
        for player in players
    ]
    eventually(lambda: all(p["status"] == "approved" for pl in players for p in pl.prompts()))

    def is_credited(player: Player, deposit_id: int) -> bool:
        # Lost calls have opened the circuit breaker: the list is read when it lets one by.
        read_list(system)
        return bool(player.see(deposit_id)["state"] == "credited")

    for player, deposit_id in deposits:
        eventually(partial(is_credited, player, deposit_id))
        prompt = player.prompts()[0]

        def receipt_is_there(
            player: Player = player, deposit_id: int = deposit_id, prompt: dict[str, str] = prompt
        ) -> bool:
            return bool(player.see(deposit_id)["mpesa_reference"] == prompt["receipt"])

        read_list(system)
        eventually(receipt_is_there)
    for receipt in menu:
        wait_for(system, receipt, "credited")
    assert {player.money() for player in players} == {"150.00"}


def test_69_a_message_from_last_month_has_no_effect(system: System, player: Player) -> None:
    deposit_id, receipt = _credited(player)
    menu = pay(system, player, code_of(player), 50)["receipt"]
    wait_for(system, menu, "credited")
    with system.database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deposits DISABLE TRIGGER terms")
        cursor.execute(
            "UPDATE deposits SET created_at = created_at - interval '31 days' WHERE id = %s",
            (deposit_id,),
        )
        cursor.execute("ALTER TABLE deposits ENABLE TRIGGER terms")
    before = player.money()

    old = paid(amount=500, receipt=receipt)
    again = confirmation(reference=code_of(player), amount="50.00", receipt=menu)
    other = confirmation(
        reference=code_of(player), amount="50.00", receipt=menu, TransTime="20261022102115"
    )
    for path, body in (
        (stk_path(system, deposit_id), old),
        (paybill_path(), again),
        (paybill_path(), other),
    ):
        assert deliver(system, path, body).status_code == 200

    wait_until_decided(system)
    assert player.money() == before == "550.00"
    assert (transactions_of(system, receipt), transactions_of(system, menu)) == (1, 1)
    assert payment(system, menu) == ("credited", player.id, None)
    assert Decimal(player.get("/payments/wallet")["owed"]) == 0
