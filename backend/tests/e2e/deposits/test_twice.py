"""The same thing twice: two taps, two prompts, two kinds of callbacks about one payment."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.hooks import (
    callbacks_of,
    confirmation,
    credits_of,
    deliver,
    paybill_path,
    reference_of,
    send_again,
    verdicts,
)
from tests.e2e.paybill import register
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


@pytest.mark.parametrize("first", ["callback", "paybill", "both"])
def test_scenario_19_callback_and_confirmation_credit_once(
    system: System, player: Player, first: str
) -> None:
    player.behave(callbacks="drop")
    deposit_id = player.deposit(500)
    dropped = eventually(lambda: callbacks_of(system, player, state="dropped"))[0]
    receipt = player.prompts()[0]["receipt"]
    body = confirmation(
        reference=reference_of(system, deposit_id), amount="500.00", receipt=receipt
    )

    def callback() -> None:
        assert send_again(system, dropped) == [200]

    def paybill() -> None:
        assert deliver(system, paybill_path(), body).status_code == 200

    news = [callback, paybill] if first != "paybill" else [paybill, callback]
    with ThreadPoolExecutor(2) as both:
        for sent in [both.submit(send) for send in news]:
            sent.result()
            if first != "both":
                player.wait_for(deposit_id, "credited")

    eventually(lambda: len([v for v in verdicts(system, deposit_id) if v]) == 2)
    assert player.see(deposit_id)["mpesa_reference"] == receipt
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"


def test_scenario_19_the_paybill_confirms_our_own_prompt(system: System, player: Player) -> None:
    register(system)
    player.behave(callbacks="drop", c2b_twin=True)

    deposit_id = player.deposit(500)

    player.wait_for(deposit_id, "credited")
    receipt = player.prompts()[0]["receipt"]
    eventually(lambda: player.see(deposit_id)["mpesa_reference"] == receipt)
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"


def test_scenario_20_a_second_prompt_to_the_same_phone_is_refused(player: Player) -> None:
    player.behave(auto_approve=False)
    first = player.deposit(500)

    again = player.post("/payments/deposits", {"amount": 300})

    assert again.status_code == 409
    assert again.json()["code"] == "deposit_still_open"
    assert again.json()["deposit_id"] == first
    player.wait_for(first, "prompted")
    assert len(player.prompts()) == 1
    player.answer(cancel=True)
    player.wait_for(first, "failed")
    second = player.deposit(300)
    player.wait_for(second, "prompted")


def test_scenario_20_of_ten_taps_at_once_one_prompts(player: Player) -> None:
    player.behave(auto_approve=False)  # who pays may be asked again, and a tap can be slow
    with ThreadPoolExecutor(10) as fingers:
        answers = list(
            fingers.map(lambda _: player.post("/payments/deposits", {"amount": 300}), range(10))
        )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [202] + [409] * 9
    eventually(player.prompts)
    player.answer(pin="1234")
    eventually(lambda: player.money() == "300.00")
    assert len(player.prompts()) == 1


def test_scenario_20_a_phone_that_is_busy_with_another_prompt_is_reported(
    system: System, player: Player
) -> None:
    system.fault("stkpush", "subscriber_locked", msisdn=player.phone)

    failed = player.wait_for(player.deposit(500), "failed")

    assert failed["failure"]["code"] == "phone_busy"


def test_scenario_21_a_retry_with_the_same_key_is_the_same_deposit(player: Player) -> None:
    body = {"amount": 500}

    first = player.post("/payments/deposits", body, key="one-intent-only")
    again = player.post("/payments/deposits", body, key="one-intent-only")
    other = player.post("/payments/deposits", {"amount": 600}, key="one-intent-only")

    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 422)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"
    player.wait_for(first.json()["id"], "credited")
    assert len(player.prompts()) == 1
    assert player.money() == "500.00"


def test_scenario_29_money_that_has_not_come_cannot_be_staked(player: Player) -> None:
    player.behave(auto_approve=False)
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "prompted")

    answer = player.post("/matchmaking/queue", {"wager_amount": 100})

    assert answer.status_code == 409
    assert answer.json()["code"] == "insufficient_balance"


def test_another_player_cannot_read_a_deposit(system: System, player: Player) -> None:
    deposit_id = player.deposit(500)
    other = system.player()

    answer = other.request("GET", f"/payments/deposits/{deposit_id}")

    assert answer.status_code == 404
