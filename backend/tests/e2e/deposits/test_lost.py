"""Deposits of which something got lost: an answer, a callback, a connection (daraja.md §8)."""

from datetime import timedelta
from functools import partial

import pytest

from app.core.clock import utc_now
from app.core.jobs import Job
from app.services.payments.deposits import sweep as deposit_sweeps
from app.workers.sweep import sweep_rows
from tests.e2e.hooks import (
    callbacks_of,
    confirmation,
    credits_of,
    deliver,
    events,
    paid,
    paybill_path,
    reference_of,
    send_again,
    stk_path,
    verdicts,
)
from tests.e2e.paybill import pay
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

PUSH = "/mpesa/stkpush"
HANG = 100  # simulated seconds, longer than we wait


def test_scenario_04_a_payment_counts_although_the_answer_to_the_push_was_lost(
    system: System, player: Player
) -> None:
    player.behave(auto_approve=False)
    system.fault("stkpush", "hang_after_processing", msisdn=player.phone, seconds=HANG)

    deposit_id = player.deposit(500)

    player.wait_for(deposit_id, "unknown")
    player.answer(pin="1234")
    player.wait_for(deposit_id, "credited")
    assert len(player.prompts()) == 1
    assert player.money() == "500.00"


def test_scenario_05_nothing_is_sent_twice_when_the_outcome_is_unknown(
    system: System, player: Player
) -> None:
    system.fault("stkpush", "hang", msisdn=player.phone, seconds=HANG)
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "unknown")

    _let_a_day_pass()

    expired = player.wait_for(deposit_id, "expired")
    assert expired["failure"]["code"] == "nothing_heard"
    assert _pushes(system, player) == 1
    assert player.prompts() == []
    assert player.money() == "0.00"


@pytest.mark.parametrize("news", ["callback", "paybill"])
def test_scenario_05_money_that_turns_up_later_counts_once(
    system: System, player: Player, news: str
) -> None:
    system.fault("stkpush", "reset_before", msisdn=player.phone)
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "unknown")
    _let_a_day_pass()
    player.wait_for(deposit_id, "expired")
    receipt = f"LATE{deposit_id:06d}"

    if news == "callback":
        body = paid(amount=500, receipt=receipt, checkout_id=f"ws_CO_late_{deposit_id}")
        path = stk_path(system, deposit_id)
    else:
        # Paid from the menu under the reference of the prompt, which M-Pesa confirms when asked.
        reference = reference_of(system, deposit_id)
        receipt = pay(system, player, reference, 500, confirmation="drop")["receipt"]
        body = confirmation(reference=reference, amount="500.00", receipt=receipt)
        path = paybill_path()
    assert deliver(system, path, body).status_code == 200

    assert player.wait_for(deposit_id, "credited")["mpesa_reference"] == receipt
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"


def test_scenario_06_without_a_callback_we_query_and_the_receipt_comes_later(
    system: System, player: Player
) -> None:
    player.behave(callbacks="drop")
    system.fault("query", "query_code", msisdn=player.phone, code="4999", times=2)

    deposit_id = player.deposit(500)

    assert player.wait_for(deposit_id, "credited")["mpesa_reference"] is None
    assert _queries(system, deposit_id) == 3
    late = callbacks_of(system, player, state="dropped")[0]
    assert send_again(system, late) == [200]
    receipt = player.prompts()[0]["receipt"]
    eventually(lambda: player.see(deposit_id)["mpesa_reference"] == receipt)
    line = player.get("/payments/transactions")["items"][0]
    assert line["mpesa_reference"] == receipt
    assert credits_of(system, deposit_id) == 1
    assert player.money() == "500.00"


def test_scenario_07_answers_that_mean_nothing_change_nothing(
    system: System, player: Player
) -> None:
    player.behave(callbacks="drop", cancels=True)
    system.fault("query", "still_processing", msisdn=player.phone)
    system.fault("query", "error_in_200", msisdn=player.phone)

    deposit_id = player.deposit(500)

    failed = player.wait_for(deposit_id, "failed")
    assert failed["failure"]["code"] == "cancelled"
    assert _queries(system, deposit_id) == 3
    assert player.money() == "0.00"


def test_scenario_11_a_success_is_final(system: System, player: Player) -> None:
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "credited")
    player.behave(query_code="1032")

    system.do(Job.QUERY_DEPOSIT, deposit_id=deposit_id)

    eventually(lambda: events(system, deposit_id)[-1][2].get("verdict") == "contradiction")
    assert player.see(deposit_id)["state"] == "credited"
    assert player.money() == "500.00"


def test_scenario_11_a_failure_callback_after_success_changes_nothing(
    system: System, player: Player
) -> None:
    deposit_id = player.deposit(500)
    player.wait_for(deposit_id, "credited")

    body = b'{"Body": {"stkCallback": {"ResultCode": 1032, "ResultDesc": "x"}}}'
    assert deliver(system, stk_path(system, deposit_id), body).status_code == 200

    eventually(lambda: verdicts(system, deposit_id) == ["credited", "contradiction"])
    assert player.see(deposit_id)["state"] == "credited"
    assert player.money() == "500.00"


@pytest.mark.parametrize("kind", ["truncated_json", "reset_after_processing"])
def test_scenario_26_a_broken_answer_after_the_prompt_went_out(
    system: System, player: Player, kind: str
) -> None:
    player.behave(auto_approve=False)
    system.fault("stkpush", kind, msisdn=player.phone)

    deposit_id = player.deposit(500)

    player.wait_for(deposit_id, "unknown")
    player.answer(pin="1234")
    player.wait_for(deposit_id, "credited")
    assert _pushes(system, player) == 1
    assert player.money() == "500.00"


def test_scenario_26_a_page_of_html_proves_nothing(system: System, player: Player) -> None:
    system.fault("stkpush", "html_503", msisdn=player.phone)

    deposit_id = player.deposit(500)

    seen = player.wait_for(deposit_id, "unknown")
    assert seen["status"] == "pending"
    assert _pushes(system, player) == 1
    assert player.money() == "0.00"


def _let_a_day_pass() -> None:
    tomorrow = utc_now() + timedelta(hours=25)
    sweep_rows(
        "deposit",
        now=tomorrow,
        find=partial(deposit_sweeps.find_overdue, now=tomorrow, rows=1_000),
        apply=deposit_sweeps.advance,
    )


def _pushes(system: System, player: Player) -> int:
    return len([request for request in system.sent(PUSH) if player.phone in str(request)])


def _queries(system: System, deposit_id: int) -> int:
    rows = system.rows("SELECT queries FROM deposits WHERE id = %s", deposit_id)
    return int(rows[0][0])
