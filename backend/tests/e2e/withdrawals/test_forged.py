"""Results that lie, and results that were never M-Pesa's: no shilling moves for them."""

from decimal import Decimal

import pytest

from tests.e2e import mpesa_assertions
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

    withdrawal = mpesa_assertions.withdraw(rich, 200)

    mpesa_assertions.wait_for(rich, withdrawal, "review")
    assert mpesa_assertions.review_reason_of(system, withdrawal) == reason
    assert mpesa_assertions.wallet(rich) == ("300.00", "200.00")
    assert f"withdrawal:{withdrawal}" in mpesa_assertions.alarms(system, "withdrawal_review")


def test_52_a_masked_receiver_contradicts_nothing(system: System, rich: Player) -> None:
    rich.behave(b2c_receiver=f"{rich.phone[:5]}*****{rich.phone[-2:]} - AMINA")

    withdrawal = mpesa_assertions.withdraw(rich, 200)

    mpesa_assertions.wait_for(rich, withdrawal, "paid")


def test_53_a_success_after_the_money_was_given_back_is_taken_from_the_wallet(
    system: System, rich: Player
) -> None:
    withdrawal = _given_back(system, rich)

    mpesa_assertions.settle(system, rich, code="0")

    late = mpesa_assertions.wait_for(rich, withdrawal, "paid")
    assert late["status"] == "completed"
    assert mpesa_assertions.steps_of(system, withdrawal) == ["hold", "release", "late"]
    assert mpesa_assertions.wallet(rich) == ("300.00", "0.00")
    assert f"withdrawal:{withdrawal}" in mpesa_assertions.alarms(system, "paid_after_release")


def test_53_what_was_spent_in_between_is_owed_and_repaid_by_the_next_deposit(
    system: System, rich: Player
) -> None:
    withdrawal = _given_back(system, rich)
    rich.behave(b2c_result="deliver")
    mpesa_assertions.wait_for(rich, mpesa_assertions.withdraw(rich, 400), "paid")
    assert mpesa_assertions.wallet(rich) == ("100.00", "0.00")

    mpesa_assertions.settle(system, rich, code="0", which=1)

    mpesa_assertions.wait_for(rich, withdrawal, "paid")
    money = rich.get("/payments/wallet")
    assert (money["available"], money["owed"]) == ("0.00", "100.00")
    rich.wait_for(rich.deposit(300), "credited")
    money = rich.get("/payments/wallet")
    assert (money["available"], money["owed"]) == ("200.00", "0.00")


def test_54_a_forged_failure_gives_nothing_back(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = mpesa_assertions.withdraw(rich, 200)
    mpesa_assertions.wait_for(rich, withdrawal, "sent", "unknown")
    forged = mpesa_assertions.result(mpesa_assertions.originator_of(system, withdrawal), code=2040)

    answer = deliver(system, mpesa_assertions.result_path(system, withdrawal), forged)

    assert answer.status_code == 200, "kept, as everything at a known address"
    eventually(lambda: mpesa_assertions.answers_about(system, withdrawal) >= 1)
    assert mpesa_assertions.see(rich, withdrawal)["status"] == "pending"
    assert mpesa_assertions.wallet(rich) == ("300.00", "200.00")
    mpesa_assertions.settle(system, rich, code="0")
    mpesa_assertions.wait_for(rich, withdrawal, "paid")
    assert mpesa_assertions.steps_of(system, withdrawal) == ["hold", "paid"]


def test_54_a_guessed_address_leaves_no_row(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = mpesa_assertions.withdraw(rich, 200)
    mpesa_assertions.wait_for(rich, withdrawal, "sent", "unknown")
    said = mpesa_assertions.result(mpesa_assertions.originator_of(system, withdrawal), code=2040)

    answers = [
        deliver(system, f"/hooks/d/{'0' * 64}/b2c/{word}", said) for word in ("result", "timeout")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert mpesa_assertions.deliveries(system, withdrawal) == 0


def test_a_forged_success_for_another_payout_is_refused(system: System, rich: Player) -> None:
    rich.behave(b2c_result="stuck")
    withdrawal = mpesa_assertions.withdraw(rich, 200)
    mpesa_assertions.wait_for(rich, withdrawal, "sent", "unknown")
    said = mpesa_assertions.result("WSOMEBODYELSES", receiver=f"{rich.phone} - AMINA")

    deliver(system, mpesa_assertions.result_path(system, withdrawal), said)

    eventually(lambda: "refused" in mpesa_assertions.verdicts(system, withdrawal))
    assert mpesa_assertions.wallet(rich) == ("300.00", "200.00")


def test_a_success_for_what_was_never_sent_moves_nothing_and_raises_an_alert(
    system: System, rich: Player
) -> None:
    withdrawal = int(mpesa_assertions.ask(rich, 200).json()["id"])
    said = mpesa_assertions.result(
        mpesa_assertions.originator_of(system, withdrawal), receiver=f"{rich.phone} - AMINA"
    )

    deliver(system, mpesa_assertions.result_path(system, withdrawal), said)

    eventually(lambda: "contradiction" in mpesa_assertions.verdicts(system, withdrawal))
    assert mpesa_assertions.see(rich, withdrawal)["state"] == "awaiting_code"
    assert f"withdrawal:{withdrawal}" in mpesa_assertions.alarms(system, "withdrawal_contradiction")


def test_two_results_with_one_receipt_pay_once(system: System, rich: Player) -> None:
    """M-Pesa's receipt of one payout is shown again, to have another one settled with it."""
    first = mpesa_assertions.withdraw(rich, 200)
    receipt = mpesa_assertions.wait_for(rich, first, "paid")["mpesa_reference"]
    rich.behave(b2c_result="stuck")
    second = mpesa_assertions.withdraw(rich, 200)
    mpesa_assertions.wait_for(rich, second, "sent", "unknown")
    said = mpesa_assertions.result(
        mpesa_assertions.originator_of(system, second),
        receipt=receipt,
        receiver=f"{rich.phone} - AMINA",
    )

    deliver(system, mpesa_assertions.result_path(system, second), said)

    mpesa_assertions.wait_for(rich, second, "review")
    assert mpesa_assertions.review_reason_of(system, second) == "receipt_used"
    assert mpesa_assertions.received(system, rich) == Decimal(200)


def _given_back(system: System, player: Player) -> int:
    """Return a withdrawal that M-Pesa called expired, and then will pay all the same."""
    player.behave(b2c_result="timeout_only")
    withdrawal = mpesa_assertions.withdraw(player, 200)
    mpesa_assertions.wait_for(player, withdrawal, "released")
    assert mpesa_assertions.wallet(player) == ("500.00", "0.00")
    return withdrawal
