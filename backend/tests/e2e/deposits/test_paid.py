"""Deposits that are paid, in all the shapes in which M-Pesa says so (daraja.md §8).

Rows of docs/security.md: S52.
"""

from typing import Any

import pytest

from tests.e2e.hooks import callbacks_of, credits_of, events, send_again, verdicts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def test_scenario_01_a_paid_prompt_is_in_the_wallet_once(system: System, player: Player) -> None:
    deposit_id = player.deposit(500)

    paid = player.wait_for(deposit_id, "credited")

    assert paid["status"] == "completed"
    assert paid["mpesa_reference"] == player.prompts()[0]["receipt"]
    assert paid["message"] == "KES 500 is in your wallet."
    assert player.money() == "500.00"
    assert len(player.prompts()) == 1
    line = player.get("/payments/transactions")["items"][0]
    assert (line["type"], line["amount"], line["balance_after"]) == ("deposit", "500.00", "500.00")
    assert line["mpesa_reference"] == paid["mpesa_reference"]


def test_scenario_02_the_same_callback_again_credits_nothing(
    system: System, player: Player
) -> None:
    player.behave(callbacks="duplicate", callback_copies=2)
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "credited")
    sent = eventually(lambda: callbacks_of(system, player, state="sent"))

    assert send_again(system, sent[0], times=10) == [200] * 10

    assert verdicts(system, deposit_id) == ["credited"]
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"
    assert _deliveries(system, deposit_id) == 12


def test_fifty_deliveries_at_once_credit_once(system: System, player: Player) -> None:
    player.behave(callbacks="drop")
    deposit_id = player.deposit(500)
    dropped = eventually(lambda: callbacks_of(system, player, state="dropped"))

    assert send_again(system, dropped[0], times=50) == [200] * 50

    player.wait_for(deposit_id, "credited")
    assert _deliveries(system, deposit_id) == 50
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"


def test_scenario_03_a_callback_may_come_before_the_answer(system: System, player: Player) -> None:
    player.behave(callbacks="before_response")

    deposit_id = player.deposit(500)

    player.wait_for(deposit_id, "credited")
    eventually(lambda: [step for step in events(system, deposit_id) if step[1] == "push"])
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"
    known = system.rows("SELECT checkout_request_id FROM deposits WHERE id = %s", deposit_id)
    assert known[0][0] == player.prompts()[0]["checkout_request_id"]


def test_scenario_10_a_late_pin_after_a_failure_still_counts(
    system: System, player: Player
) -> None:
    player.behave(cancels=True, late_success=True, late_success_after_seconds=20)
    deposit_id = player.deposit(500)
    assert player.wait_for(deposit_id, "failed")["failure"]["code"] == "cancelled"

    late = player.wait_for(deposit_id, "credited")

    assert late["failure"] is None
    assert player.money() == "500.00"
    states = [state for state, _, _ in events(system, deposit_id)]
    assert states[-2:] == ["failed", "credited"]


@pytest.mark.parametrize("form", ["decimals", "integer", "string"])
def test_scenario_13_an_amount_may_be_spelled_in_three_ways(player: Player, form: str) -> None:
    player.behave(amount_form=form)

    player.wait_for(player.deposit(1000), "credited")

    assert player.money() == "1000.00"


def test_scenario_13_a_fraction_more_is_another_amount(system: System, player: Player) -> None:
    player.behave(callback_amount=1000.50)

    deposit_id = player.deposit(1000)

    assert player.wait_for(deposit_id, "review")["status"] == "pending"
    assert player.money() == "0.00"


@pytest.mark.parametrize(
    "profile",
    [
        {"reorder_items": True, "balance_form": "no_value"},
        {"reorder_items": True, "balance_form": "java"},
        {"balance_form": "absent"},
    ],
)
def test_scenario_14_items_are_read_by_name(player: Player, profile: dict[str, Any]) -> None:
    player.behave(**profile)

    paid = player.wait_for(player.deposit(500), "credited")

    assert paid["mpesa_reference"] == player.prompts()[0]["receipt"]
    assert player.money() == "500.00"


def test_scenario_14_a_success_without_amount_is_believed_once_mpesa_confirms_it(
    system: System, player: Player
) -> None:
    player.behave(omit_metadata=True)

    deposit_id = player.deposit(500)
    paid = player.wait_for(deposit_id, "credited")

    assert paid["mpesa_reference"] is None
    assert player.money() == "500.00"
    assert [source for _, source, _ in events(system, deposit_id)][-2:] == ["callback", "query"]


def test_scenario_14_a_success_without_amount_that_mpesa_denies_is_reviewed(
    player: Player,
) -> None:
    player.behave(omit_metadata=True, query_code="1032")

    player.wait_for(player.deposit(500), "review")

    assert player.money() == "0.00"


@pytest.mark.parametrize("form", ["string", "masked", "hashed", "absent"])
def test_scenario_15_the_payer_may_be_hidden(player: Player, form: str) -> None:
    player.behave(phone_form=form)

    player.wait_for(player.deposit(500), "credited")

    assert player.money() == "500.00"


def test_a_large_deposit_counts_only_when_mpesa_confirms_it(system: System, player: Player) -> None:
    player.behave(balance=200_000)
    deposit_id = player.deposit(50_000)

    paid = player.wait_for(deposit_id, "credited")

    assert paid["mpesa_reference"] == player.prompts()[0]["receipt"]
    assert player.money() == "50000.00"
    assert [source for _, source, _ in events(system, deposit_id)][-2:] == ["callback", "query"]


def test_a_large_deposit_that_mpesa_denies_is_reviewed(player: Player) -> None:
    player.behave(balance=200_000, query_code="1032")

    player.wait_for(player.deposit(50_000), "review")

    assert player.money() == "0.00"


def _deliveries(system: System, deposit_id: int) -> int:
    rows = system.rows(
        "SELECT sum(deliveries) FROM mpesa_callbacks WHERE deposit_id = %s", deposit_id
    )
    return int(rows[0][0])
