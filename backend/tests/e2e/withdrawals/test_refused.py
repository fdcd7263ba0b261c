"""Payouts that M-Pesa does not make: the money is back once that is proven, and never before."""

import time

import pytest

from tests.e2e import payouts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def test_46_a_notice_and_then_a_failure_gives_the_money_back_once(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="timeout_then_failure", b2c_delay_seconds=20)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "unknown")
    payouts.wait_for(rich, withdrawal, "released")
    assert payouts.steps_of(system, withdrawal) == ["hold", "release"]
    assert payouts.wallet(rich) == ("500.00", "0.00")
    assert payouts.received(system, rich) == 0


def test_48_an_empty_float_pauses_payouts_and_loses_nothing(system: System, rich: Player) -> None:
    other = system.player(money=500)
    waiting = _waits(system, other)
    rich.behave(status_silent=True)
    system.fund(0)

    withdrawal = payouts.withdraw(rich, 200)

    eventually(lambda: not payouts.payouts_are_on(system))
    delayed = payouts.wait_for(rich, withdrawal, "unknown")
    assert "delayed by a problem on our side" in delayed["message"]
    assert payouts.wallet(rich) == ("300.00", "200.00"), "set aside"
    assert "code:1" in payouts.alerts(system, "payouts_paused")
    refused = payouts.request(other, 100)
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawals_paused")
    assert payouts.seen(other, waiting)["state"] == "held", "who has confirmed waits"

    system.fund(1_000_000)
    rich.behave(status_silent=False)
    payouts.switch_payouts(system, is_on=True)

    payouts.wait_for(other, waiting, "paid")
    released = payouts.wait_for(rich, withdrawal, "released")
    assert released["failure"]["code"] == "temporary_problem", "nobody blames the player"
    assert payouts.wallet(rich) == ("500.00", "0.00")


@pytest.mark.parametrize("code", ["2001", "8006", "21", "11"])
def test_49_a_refused_operator_pauses_all_and_is_not_hammered(
    system: System, rich: Player, code: str
) -> None:
    players = [system.player(money=100) for _ in range(3)]
    waiting = [_waits(system, player) for player in players]
    rich.behave(b2c_result_code=code, status_silent=True)

    withdrawal = payouts.withdraw(rich, 200)

    eventually(lambda: not payouts.payouts_are_on(system))
    assert f"code:{code}" in payouts.alerts(system, "payouts_paused")
    started = time.monotonic()
    calls = len(system.sent("/mpesa/b2c/v3/paymentrequest"))
    questions = len(system.sent("/mpesa/transactionstatus/v1/query"))
    time.sleep(2)  # five rounds of the sweeps
    assert len(system.sent("/mpesa/b2c/v3/paymentrequest")) == calls
    asked = len(system.sent("/mpesa/transactionstatus/v1/query")) - questions
    # Only a refused operator is asked about less often: code 11 is the paybill's trouble.
    patience = 2 if code == "11" else 300
    most = 2 + (time.monotonic() - started) // patience
    assert asked <= most, "a few more tries would lock our operator"
    assert payouts.seen(rich, withdrawal)["status"] == "pending"
    assert {payouts.seen(p, w)["state"] for p, w in zip(players, waiting, strict=True)} == {"held"}
    rich.behave(status_silent=False)
    payouts.switch_payouts(system, is_on=True)
    for player, one in zip(players, waiting, strict=True):
        payouts.wait_for(player, one, "paid")
    payouts.wait_for(rich, withdrawal, "released")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("2040", "not_on_mpesa"),
        ("SFC_IC0003", "not_on_mpesa"),
        ("4", "daily_limit"),
        ("8", "phone_is_full"),
        ("2", "amount_too_small"),
        ("3", "amount_too_large"),
    ],
)
def test_50_a_failure_of_the_receiver_gives_the_money_back_with_a_reason(
    system: System, rich: Player, code: str, why: str
) -> None:
    rich.behave(b2c_result_code=code)

    withdrawal = payouts.withdraw(rich, 200)

    failed = payouts.wait_for(rich, withdrawal, "released")
    assert (failed["status"], failed["failure"]["code"]) == ("failed", why)
    assert failed["failure"]["message"] == failed["message"]
    assert failed["failure"]["next_step"]
    assert payouts.steps_of(system, withdrawal) == ["hold", "release"]
    assert payouts.wallet(rich) == ("500.00", "0.00")


def test_51_an_unknown_code_keeps_the_money_set_aside_for_people(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result_code="7777", status_silent=True)

    withdrawal = payouts.withdraw(rich, 200)

    review = payouts.wait_for(rich, withdrawal, "review")
    assert review["status"] == "pending"
    assert payouts.wallet(rich) == ("300.00", "200.00")
    assert f"withdrawal:{withdrawal}" in payouts.alerts(system, "withdrawal_review")


def test_51_what_an_unknown_code_hid_is_found_by_inquiry(system: System, rich: Player) -> None:
    rich.behave(b2c_result_code="7777", b2c_moves_money=True)

    withdrawal = payouts.withdraw(rich, 200)

    paid = payouts.wait_for(rich, withdrawal, "paid")
    assert paid["mpesa_reference"] == payouts.payouts_to(system, rich)[0]["receipt"]
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]


def test_57_many_failures_that_share_a_generic_id_are_all_applied(system: System) -> None:
    players = [system.player(money=100) for _ in range(4)]
    for player in players:
        player.behave(b2c_result_code="2040", failure_id="generic")

    failed = [payouts.withdraw(player, 50) for player in players]

    for player, withdrawal in zip(players, failed, strict=True):
        payouts.wait_for(player, withdrawal, "released")
        assert "unjudgeable" not in payouts.verdicts(system, withdrawal)
        assert payouts.wallet(player) == ("100.00", "0.00")


@pytest.mark.parametrize("status", ["Declined", "Cancelled", "Expired"])
def test_60_an_answer_that_worked_about_a_payment_that_did_not_is_no_payment(
    system: System, rich: Player, status: str
) -> None:
    rich.behave(b2c_result_code="17", b2c_result="drop", b2c_failed_status=status)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "released")
    assert payouts.steps_of(system, withdrawal) == ["hold", "release"]
    assert payouts.wallet(rich) == ("500.00", "0.00")


def _waits(system: System, player: Player) -> int:
    """Return a confirmed withdrawal that no worker has a job for yet."""
    withdrawal = int(payouts.request(player, 100).json()["id"])
    system.write(
        "UPDATE withdrawals SET state = 'held', confirmed_at = now(),"
        " due_at = now() + interval '4 s' WHERE id = %s",
        withdrawal,
    )
    return withdrawal
