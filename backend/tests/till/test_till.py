"""A till's confirmation names nobody: whatever comes first, one payment is one credit."""

from decimal import Decimal
from typing import Any

from app.core.settings import get_settings
from tests.e2e.hooks import callbacks_of, confirmation, deliver, paybill_path, send_again
from tests.e2e.paybill import pay, payment, read_list, wait_for, wait_until_decided
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def _at_the_till(receipt: str, amount: str) -> dict[str, Any]:
    """Return the confirmation that M-Pesa sends of a payment to a till."""
    return confirmation(
        reference="",
        amount=amount,
        receipt=receipt,
        TransactionType="Buy Goods",
        BusinessShortCode=get_settings().mpesa.till,
    )


def _confirm(system: System, receipt: str, amount: str) -> None:
    assert deliver(system, paybill_path(), _at_the_till(receipt, amount)).status_code == 200
    wait_until_decided(system)


def _paid(player: Player) -> str:
    """Return the receipt of the player's newest prompt once it is paid."""
    return str(eventually(lambda: player.prompts() and player.prompts()[0]["receipt"]))


def _suspense(system: System) -> Decimal:
    sql = "SELECT sum(derived) FROM derived_balances WHERE kind = 'mpesa_suspense'"
    return Decimal(system.rows(sql)[0][0])


def _asked_about(system: System, receipt: str) -> bool:
    sql = "SELECT 1 FROM mpesa_requests WHERE asked_receipt = %s AND answered_at IS NOT NULL"
    return bool(system.rows(sql, receipt))


def test_a_confirmation_before_the_prompt_is_settled_is_no_second_payment(
    system: System, player: Player
) -> None:
    player.behave(callbacks="drop", c2b_twin=True)
    system.switch(c2b_twin_seconds=0.0)
    system.fault("query", "still_processing", times=4)
    deposit_id = player.deposit(409)
    receipt = _paid(player)
    eventually(lambda: _asked_about(system, receipt))
    assert payment(system, receipt) == ("received", None, "maybe_a_prompts")

    player.wait_for(deposit_id, "credited")
    read_list(system)

    state, owner, _ = wait_for(system, receipt, "refused")
    assert (state, owner) == ("refused", None)
    assert player.see(deposit_id)["mpesa_reference"] == receipt
    assert player.money() == "409.00"
    assert _suspense(system) == 0


def test_a_callback_after_the_confirmation_is_credited_as_always(
    system: System, player: Player
) -> None:
    player.behave(callbacks="delay", callback_delay_seconds=120.0, c2b_twin=True)
    system.fault("query", "still_processing", times=500)
    deposit_id = player.deposit(411)
    receipt = _paid(player)
    eventually(lambda: _asked_about(system, receipt))
    assert payment(system, receipt) == ("received", None, "maybe_a_prompts")

    seen = player.wait_for(deposit_id, "credited")

    assert seen["mpesa_reference"] == receipt
    assert wait_for(system, receipt, "refused")[2] == "receipt_used"
    assert player.money() == "411.00"


def test_a_confirmation_after_the_credit_waits_for_the_list(system: System, player: Player) -> None:
    player.behave(callbacks="drop")
    deposit_id = player.deposit(413)
    player.wait_for(deposit_id, "credited")
    receipt = player.prompts()[0]["receipt"]
    _confirm(system, receipt, "413.00")
    eventually(lambda: _asked_about(system, receipt))
    assert payment(system, receipt) == ("received", None, "maybe_a_prompts")

    read_list(system)

    wait_for(system, receipt, "refused")
    assert player.see(deposit_id)["mpesa_reference"] == receipt
    assert player.money() == "413.00"


def test_a_payment_that_is_no_prompts_goes_to_suspense_when_the_prompts_have_ended(
    system: System, player: Player
) -> None:
    player.behave(auto_approve=False)
    deposit_id = player.deposit(417)
    player.wait_for(deposit_id, "prompted")
    receipt = pay(system, system.player(), "", 417, shortcode=get_settings().mpesa.till)["receipt"]
    eventually(lambda: _asked_about(system, receipt))
    assert payment(system, receipt) == ("received", None, "maybe_a_prompts")

    player.answer(cancel=True)

    player.wait_for(deposit_id, "failed")
    wait_for(system, receipt, "suspense")


def test_money_in_suspense_is_the_players_when_their_late_callback_names_its_receipt(
    system: System, player: Player
) -> None:
    player.behave(cancels=True, late_success=True, late_success_after_seconds=60.0)
    deposit_id = player.deposit(419)
    player.wait_for(deposit_id, "failed")
    player.behave(callbacks="drop")
    receipt = _paid(player)
    before = _suspense(system)
    _confirm(system, receipt, "419.00")
    wait_for(system, receipt, "suspense")

    late = eventually(lambda: callbacks_of(system, player, state="dropped"))[0]
    assert send_again(system, late, times=3) == [200, 200, 200]
    wait_until_decided(system)

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert player.money() == "419.00"
    assert player.see(deposit_id)["state"] == "failed"
    assert _suspense(system) == before


def test_the_list_says_whose_the_money_in_suspense_is(system: System, player: Player) -> None:
    """The confirmation's reference was lost on the way; the list has it."""
    code = str(player.get("/payments/paybill")["account"])
    before = _suspense(system)
    receipt = pay(system, player, code, 421, confirmation="drop")["receipt"]
    _confirm(system, receipt, "421.00")
    wait_for(system, receipt, "suspense")
    assert _suspense(system) == before + 421

    read_list(system)

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert player.money() == "421.00"
    assert _suspense(system) == before
