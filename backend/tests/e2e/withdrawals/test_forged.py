"""Results that lie, and results that were never M-Pesa's: no shilling moves for them."""

from decimal import Decimal

import pytest

from tests.e2e import payouts
from tests.e2e.hooks import deliver
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"b2c_amount": 150}, "amount_differs"),
        ({"b2c_receiver": "254711111111 - SOMEBODY ELSE"}, "receiver_differs"),
    ],
    ids=["amount", "receiver"],
)
def test_52_a_result_about_another_amount_or_person_is_for_two_people_to_decide(
    system: System, rich: Player, lie: dict[str, object], reason: str
) -> None:
    rich.behave(**lie)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "review")
    assert payouts.review_reason_of(system, withdrawal) == reason
    assert payouts.wallet(rich) == ("300.00", "200.00")
    assert f"withdrawal:{withdrawal}" in payouts.alerts(system, "withdrawal_review")


def test_52_a_masked_receiver_contradicts_nothing(system: System, rich: Player) -> None:
    rich.behave(b2c_receiver=f"{rich.phone[:5]}*****{rich.phone[-2:]} - AMINA")

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")


def test_53_a_success_after_the_money_was_given_back_is_taken_from_the_wallet(
    system: System, rich: Player
) -> None:
    withdrawal = _given_back(system, rich)

    payouts.settle(system, rich, code="0")

    late = payouts.wait_for(rich, withdrawal, "paid")
    assert late["status"] == "completed"
    assert payouts.steps_of(system, withdrawal) == ["hold", "release", "late"]
    assert payouts.wallet(rich) == ("300.00", "0.00")
    assert f"withdrawal:{withdrawal}" in payouts.alerts(system, "paid_after_release")


def test_53_what_was_spent_in_between_is_owed_and_repaid_by_the_next_deposit(
    system: System, rich: Player
) -> None:
    withdrawal = _given_back(system, rich)
    rich.behave(b2c_result="deliver")
    payouts.wait_for(rich, payouts.withdraw(rich, 400), "paid")
    assert payouts.wallet(rich) == ("100.00", "0.00")

    payouts.settle(system, rich, code="0", which=1)

    payouts.wait_for(rich, withdrawal, "paid")
    money = rich.get("/payments/wallet")
    assert (money["available"], money["owed"]) == ("0.00", "100.00")
    rich.wait_for(rich.deposit(300), "credited")
    money = rich.get("/payments/wallet")
    assert (money["available"], money["owed"]) == ("200.00", "0.00")


def test_54_a_forged_failure_gives_nothing_back(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, withdrawal, "sent", "unknown")
    forged = payouts.result(payouts.originator_of(system, withdrawal), code=2040)

    answer = deliver(system, payouts.result_path(system, withdrawal), forged)

    assert answer.status_code == 200, "kept, as everything at a known address"
    eventually(lambda: payouts.inquiry_answers(system, withdrawal) >= 1)
    assert payouts.seen(rich, withdrawal)["status"] == "pending"
    assert payouts.wallet(rich) == ("300.00", "200.00")
    payouts.settle(system, rich, code="0")
    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]


def test_54_a_guessed_address_leaves_no_row(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, withdrawal, "sent", "unknown")
    said = payouts.result(payouts.originator_of(system, withdrawal), code=2040)

    answers = [
        deliver(system, f"/hooks/d/{'0' * 64}/b2c/{word}", said) for word in ("result", "timeout")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert payouts.deliveries(system, withdrawal) == 0


def test_a_forged_success_for_another_payout_is_refused(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, withdrawal, "sent", "unknown")
    said = payouts.result("WSOMEBODYELSES", receiver=f"{rich.phone} - AMINA")

    deliver(system, payouts.result_path(system, withdrawal), said)

    eventually(lambda: "refused" in payouts.verdicts(system, withdrawal))
    assert payouts.wallet(rich) == ("300.00", "200.00")


def test_a_success_for_what_was_never_sent_moves_nothing_and_raises_an_alert(
    system: System, rich: Player
) -> None:
    withdrawal = int(payouts.request(rich, 200).json()["id"])
    said = payouts.result(
        payouts.originator_of(system, withdrawal), receiver=f"{rich.phone} - AMINA"
    )

    deliver(system, payouts.result_path(system, withdrawal), said)

    eventually(lambda: "contradiction" in payouts.verdicts(system, withdrawal))
    assert payouts.seen(rich, withdrawal)["state"] == "awaiting_code"
    assert f"withdrawal:{withdrawal}" in payouts.alerts(system, "withdrawal_contradiction")


def test_two_results_with_one_receipt_pay_once(system: System, rich: Player) -> None:
    """M-Pesa's receipt of one payout is shown again, to have another one settled with it."""
    first = payouts.withdraw(rich, 200)
    receipt = payouts.wait_for(rich, first, "paid")["mpesa_reference"]
    rich.behave(b2c_result="stuck")
    second = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, second, "sent", "unknown")
    said = payouts.result(
        payouts.originator_of(system, second), receipt=receipt, receiver=f"{rich.phone} - AMINA"
    )

    deliver(system, payouts.result_path(system, second), said)

    payouts.wait_for(rich, second, "review")
    assert payouts.review_reason_of(system, second) == "receipt_used"
    assert payouts.received(system, rich) == Decimal(200)


def _given_back(system: System, player: Player) -> int:
    """Return a withdrawal that M-Pesa called expired, and then will pay all the same."""
    player.behave(b2c_result="timeout_only")
    withdrawal = payouts.withdraw(player, 200)
    payouts.wait_for(player, withdrawal, "released")
    assert payouts.wallet(player) == ("500.00", "0.00")
    return withdrawal
