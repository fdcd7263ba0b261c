"""Money that leaves for a player's phone, and arrives there once."""

import pytest

from tests.e2e import payouts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def test_39_a_withdrawal_reaches_the_phone_and_is_booked_once(system: System, rich: Player) -> None:
    asked = payouts.request(rich, 200)
    seen = asked.json()
    assert asked.status_code == 202
    assert (seen["state"], seen["status"]) == ("awaiting_code", "pending")
    assert payouts.wallet(rich) == ("300.00", "200.00")
    code = payouts.code_on(rich)
    assert f"{code} SENDS KES 200 to 0{rich.phone[3:]}" in payouts.sms_on(rich)[0]

    payouts.confirm(rich, seen["id"], code)

    paid = payouts.wait_for(rich, seen["id"], "paid")
    (payout,) = payouts.payouts_to(system, rich)
    assert (paid["status"], paid["mpesa_reference"]) == ("completed", payout["receipt"])
    assert payouts.wallet(rich) == ("300.00", "0.00")
    assert payouts.received(system, rich) == 200
    assert payouts.steps_of(system, seen["id"]) == ["hold", "paid"]
    assert payouts.states_of(system, seen["id"]) == [
        "awaiting_code",
        "held",
        "sending",
        "sent",
        "paid",
    ]


def test_40_the_same_result_twice_and_twenty_times_at_once_pays_once(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="duplicate")
    withdrawal = payouts.withdraw(rich, 200)
    payouts.wait_for(rich, withdrawal, "paid")
    callback = payouts.callbacks_of(system, withdrawal)[0]

    system.sims.post(f"/_sim/callbacks/{callback['id']}/send", json={"times": 20})

    eventually(lambda: payouts.deliveries(system, withdrawal) >= 21)
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]
    assert payouts.wallet(rich) == ("300.00", "0.00")


def test_45_a_notice_that_it_waits_in_a_queue_releases_nothing(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="timeout_then_success", b2c_delay_seconds=60)
    withdrawal = payouts.withdraw(rich, 200)

    unknown = payouts.wait_for(rich, withdrawal, "unknown")

    assert "Your money is safe" in unknown["message"]
    assert payouts.wallet(rich) == ("300.00", "200.00"), "set aside until M-Pesa has said more"
    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]
    assert payouts.received(system, rich) == 200


@pytest.mark.parametrize(
    "habit",
    [
        {"result_shape": "object"},
        {"result_shape": "array"},
        {"result_shape": "missing"},
        {"result_code_form": "string"},
        {"result_code_form": "number", "reference_shape": "empty"},
        {"reference_shape": "array"},
    ],
    ids=str,
)
def test_58_whatever_shape_a_result_has_the_outcome_is_the_same(
    system: System, rich: Player, habit: dict[str, str]
) -> None:
    rich.behave(**habit)

    withdrawal = payouts.withdraw(rich, 200)

    paid = payouts.wait_for(rich, withdrawal, "paid")
    assert paid["mpesa_reference"] == payouts.payouts_to(system, rich)[0]["receipt"]
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]


def test_a_result_that_is_faster_than_the_answer_to_our_call_counts(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="before_response")

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]
    assert len(payouts.calls_for(system, withdrawal)) == 1


def test_a_result_that_never_comes_is_inquired_about(system: System, rich: Player) -> None:
    rich.behave(b2c_result="drop")

    withdrawal = payouts.withdraw(rich, 200)

    paid = payouts.wait_for(rich, withdrawal, "paid")
    assert paid["mpesa_reference"] == payouts.payouts_to(system, rich)[0]["receipt"]
    assert payouts.inquiries_of(system, withdrawal) >= 1
