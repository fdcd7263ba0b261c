"""Deposits from the request to the wallet: the scenarios of daraja.md §8, by their numbers."""

from tests.flows.system import Player, System


def test_scenario_01_a_paid_prompt_is_in_the_wallet_once(system: System, player: Player) -> None:
    deposit_id = player.deposit(500)

    paid = player.wait_for(deposit_id, "credited")

    assert paid["status"] == "completed"
    assert paid["mpesa_reference"] == player.prompts()[0]["receipt"]
    assert player.money() == "500.00"
    assert len(player.prompts()) == 1
