"""Money that leaves for a player's phone, and arrives there once."""

from tests.flows import cash
from tests.flows.player import Player
from tests.flows.system import System


def test_39_a_withdrawal_reaches_the_phone_and_is_booked_once(
    system: System, rich: Player
) -> None:
    asked = cash.ask(rich, 200)
    seen = asked.json()
    assert asked.status_code == 202
    assert (seen["state"], seen["status"]) == ("awaiting_code", "pending")
    assert cash.wallet(rich) == ("300.00", "200.00")
    (text,) = [cash.code_on(rich) and cash.sms_on(rich)[0]]
    assert f"SENDS KES 200 to 0{rich.phone[3:]}" in text, "the SMS names amount and number"

    cash.confirm(rich, seen["id"], cash.code_on(rich))

    paid = cash.wait_for(rich, seen["id"], "paid")
    (payout,) = cash.payouts_to(system, rich)
    assert (paid["status"], paid["mpesa_reference"]) == ("completed", payout["receipt"])
    assert cash.wallet(rich) == ("300.00", "0.00")
    assert cash.received(system, rich) == 200
    assert cash.steps_of(system, seen["id"]) == ["hold", "paid"]
    assert cash.states_of(system, seen["id"]) == ["awaiting_code", "held", "sending", "sent", "paid"]
