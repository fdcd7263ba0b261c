"""Deposits that M-Pesa, or we, refuse: what the player reads, and that no money moves.

Rows of docs/security.md: S34.
"""

from datetime import datetime, timedelta

import pytest

from tests.e2e.player import Player, eventually
from tests.e2e.system import System

PUSH = "/mpesa/stkpush"


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("1032", "cancelled"),
        ("1037", "phone_unreachable"),
        ("1019", "prompt_expired"),
        ("1", "insufficient_funds"),
        ("2001", "wrong_pin"),
        ("8006", "pin_locked"),
    ],
)
def test_scenario_08_each_failure_has_its_own_message(
    system: System, player: Player, code: str, failure: str
) -> None:
    player.behave(result_code=code)

    failed = player.wait_for(player.deposit(500), "failed")

    assert failed["status"] == "failed"
    assert failed["failure"]["code"] == failure
    assert failed["failure"]["next_step"]
    assert failed["message"] == failed["failure"]["message"]
    assert player.money() == "0.00"
    # The phone is free for the next try at once.
    player.behave(result_code=None)
    player.wait_for(player.deposit(500), "credited")


@pytest.mark.parametrize(
    ("code", "state"), [("E3008", "failed"), ("SFC_IC0003", "failed"), ("7777", "review")]
)
def test_scenario_09_an_unknown_code_is_no_success(player: Player, code: str, state: str) -> None:
    player.behave(result_code=code)

    player.wait_for(player.deposit(500), state)

    assert player.money() == "0.00"


@pytest.mark.parametrize("said", [1, 999_999])
def test_scenario_12_another_amount_is_reviewed(system: System, player: Player, said: int) -> None:
    player.behave(callback_amount=said)

    deposit_id = player.deposit(1000)

    player.wait_for(deposit_id, "review")
    assert player.money() == "0.00"
    kept = system.rows("SELECT body FROM mpesa_callbacks WHERE deposit_id = %s", deposit_id)
    assert f'"Amount", "Value": {said}'.encode() in bytes(kept[0][0])


@pytest.mark.parametrize(
    ("kind", "code"),
    [("merchant_does_not_exist", None), ("wrong_credentials", None), ("no_message", "400.002.02")],
)
def test_scenario_22_an_immediate_refusal_is_final(
    system: System, player: Player, kind: str, code: str | None
) -> None:
    system.fault("stkpush", kind, msisdn=player.phone, code=code)

    deposit_id = player.deposit(500)

    assert player.wait_for(deposit_id, "failed")["failure"]["code"] == "temporary_problem"
    assert system.rows("SELECT queries, tries FROM deposits WHERE id = %s", deposit_id) == [(0, 1)]
    assert player.prompts() == []


@pytest.mark.parametrize("kind", ["spike_arrest", "fault_spike_arrest", "fault_spike_arrest_500"])
def test_scenario_23_busy_once_is_tried_again(system: System, player: Player, kind: str) -> None:
    system.fault("stkpush", kind, msisdn=player.phone)

    deposit_id = player.deposit(500)

    player.wait_for(deposit_id, "credited")
    assert len(player.prompts()) == 1
    assert player.money() == "500.00"


def test_scenario_23_busy_for_long_fails_as_busy(system: System, player: Player) -> None:
    system.fault("stkpush", "spike_arrest", msisdn=player.phone, times=9)

    deposit_id = player.deposit(500)

    assert player.wait_for(deposit_id, "failed")["failure"]["code"] == "busy"
    assert len([r for r in system.sent(PUSH) if player.phone in str(r)]) == 3
    assert player.prompts() == []


@pytest.mark.parametrize("kind", ["fault_bad_token", "fault_token_expired"])
def test_scenario_24_a_dead_token_is_replaced_whoever_says_so(
    system: System, player: Player, kind: str
) -> None:
    before = len(system.sent("/oauth/"))
    system.fault("stkpush", kind, msisdn=player.phone)

    player.wait_for(player.deposit(500), "credited")

    assert len(system.sent("/oauth/")) == before + 1
    assert len(player.prompts()) == 1


def test_five_lost_answers_in_a_row_ring(system: System) -> None:
    system.write("DELETE FROM alarms WHERE kind = 'mpesa_answers_lost'")
    system.fault("stkpush", "fault_timeout", times=5)
    for _ in range(5):
        payer = system.player()
        payer.wait_for(payer.deposit(500), "unknown")

    (subject, times) = eventually(
        lambda: system.rows("SELECT subject, times FROM alarms WHERE kind = 'mpesa_answers_lost'")
    )[0]
    assert (subject, times) == ("deposit:push", 1)


@pytest.mark.parametrize("code", ["404.001.03", "400.003.01", "401.002.01", "401.001"])
def test_scenario_24_a_dead_token_is_replaced_once(
    system: System, player: Player, code: str
) -> None:
    system.fault("stkpush", f"bad_token_{code}", msisdn=player.phone)
    minted = len(system.sent("/oauth/v1/generate"))

    player.wait_for(player.deposit(500), "credited")

    assert len(system.sent("/oauth/v1/generate")) == minted + 1
    assert len(player.prompts()) == 1


def test_scenario_24_an_app_without_the_product_needs_an_operator(
    system: System, player: Player
) -> None:
    player.wait_for(player.deposit(100), "credited")
    system.fault("stkpush", "no_apiproduct", msisdn=player.phone)
    minted = len(system.sent("/oauth/v1/generate"))

    failed = player.wait_for(player.deposit(500), "failed")

    assert failed["failure"]["code"] == "temporary_problem"
    assert len(system.sent("/oauth/v1/generate")) == minted


@pytest.mark.parametrize("amount", [0, -5, 1.5, "1.50", 250_001, "1e3", "NaN", "", None, True, 9])
def test_scenario_27_an_impossible_amount_is_refused_before_any_call(
    system: System, player: Player, amount: object
) -> None:
    answer = player.post("/payments/deposits", {"amount": amount})

    assert answer.status_code == 422
    assert answer.json()["code"] in {"amount_not_allowed", "invalid_request"}
    assert player.get("/payments/deposits")["items"] == []
    assert player.prompts() == []


@pytest.mark.parametrize(
    ("spelling", "number"),
    [("0712{}", "254712{}"), ("+254 712 {}", "254712{}"), ("254112{}", "254112{}")],
)
def test_scenario_28_any_spelling_of_a_phone_gets_its_prompt(
    system: System, spelling: str, number: str
) -> None:
    ending = f"{system.next_number():06d}"
    player = system.sign_up(f"speller{ending}", spelling.format(ending))

    player.wait_for(player.deposit(500), "credited")

    assert player.phone == number.format(ending)
    assert player.prompts()[0]["status"] == "approved"


def test_scenario_28_another_network_is_refused_by_mpesa(system: System) -> None:
    player = system.player(phone=f"254733{system.next_number():06d}")

    failed = player.wait_for(player.deposit(500), "failed")

    assert failed["failure"]["code"] == "phone_not_supported"


def test_scenario_28_no_phone_at_all_is_refused_by_us(system: System) -> None:
    with pytest.raises(AssertionError, match=r"phone_invalid|invalid_request"):
        system.sign_up(f"nophone{system.next_number()}", "12345")


def test_an_unanswered_prompt_ends(system: System, player: Player) -> None:
    system.switch(prompt_seconds=20)
    player.behave(auto_approve=False)

    deposit_id = player.deposit(500)

    prompted = player.wait_for(deposit_id, "prompted")
    # M-Pesa's prompt is gone after a minute (daraja.md), whatever our own rule for a second one.
    open_for = datetime.fromisoformat(prompted["prompt_expires_at"]) - datetime.fromisoformat(
        prompted["created_at"]
    )
    assert timedelta(seconds=55) < open_for < timedelta(seconds=75)
    eventually(lambda: player.see(deposit_id)["state"] == "failed")
    assert player.see(deposit_id)["failure"]["code"] == "phone_unreachable"
