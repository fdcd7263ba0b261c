"""Refunds to the payer: held first, requested once, posted once (61-63)."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.errors import Conflict, InsufficientBalance
from app.services.payments.refunds import requests as refund_requests
from tests.e2e.paybill import pay, read_list, register, wait_for
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


@pytest.fixture(autouse=True)
def _registered(system: System) -> Iterator[None]:
    register(system)
    yield
    system.switch(reversal_seconds=None)


def _credited(player: Player, amount: int = 500) -> int:
    deposit_id = player.deposit(amount)
    player.wait_for(deposit_id, "credited")
    return deposit_id


def _request(**subject: int) -> int:
    """Request a refund, as a ruling of two admins does."""
    with transaction() as session:
        refund = refund_requests.request(
            session, **subject, reason="paid twice by mistake", actor="test", now=utc_now()
        )
        return refund.id


def _state(system: System, refund_id: int) -> str:
    return str(system.rows("SELECT state FROM refunds WHERE id = %s", refund_id)[0][0])


def _wait(system: System, refund_id: int, *states: str) -> None:
    eventually(lambda: _state(system, refund_id) in states)


def _wallet(player: Player) -> tuple[str, str, str]:
    wallet = player.get("/payments/wallet")
    return wallet["available"], wallet["withdrawing"], wallet["owed"]


def _reversals(system: System) -> int:
    return len(system.sent("/mpesa/reversal/v1/request"))


def _phone(player: Player) -> Any:
    return player.sims.get(f"/_sim/phones/{player.phone}").json()["balance"]


def test_61_a_deposit_goes_back_after_it_was_set_aside(system: System, player: Player) -> None:
    system.switch(reversal_seconds=40)
    deposit_id = _credited(player)
    before = _phone(player)

    refund_id = _request(deposit_id=deposit_id)

    assert _wallet(player) == ("0.00", "500.00", "0.00")
    _wait(system, refund_id, "done")
    player.wait_for(deposit_id, "reversed")
    assert _wallet(player) == ("0.00", "0.00", "0.00")
    assert float(_phone(player)) == float(before) + 500
    with pytest.raises(Conflict):
        _request(deposit_id=deposit_id)


def test_61_money_in_suspense_goes_back_to_its_payer(system: System, player: Player) -> None:
    receipt = pay(system, player, "NOBODY", 300)["receipt"]
    wait_for(system, receipt, "suspense")
    sql = "SELECT id FROM paybill_payments WHERE receipt = %s"

    refund_id = _request(paybill_payment_id=system.rows(sql, receipt)[0][0])

    _wait(system, refund_id, "done")
    wait_for(system, receipt, "returned")


def test_61_what_was_reversed_before_counts_as_reversed_once(
    system: System, player: Player
) -> None:
    deposit_id = _credited(player)
    receipt = player.see(deposit_id)["mpesa_reference"]
    system.fault("reversal", "result_code", code="R000001", msisdn=player.phone)

    refund_id = _request(deposit_id=deposit_id)

    _wait(system, refund_id, "done")
    player.wait_for(deposit_id, "reversed")
    system.sims.post("/_sim/reversals", json={"receipt": receipt})
    read_list(system)
    sql = "SELECT mpesa_reference FROM refunds WHERE id = %s"
    eventually(lambda: system.rows(sql, refund_id)[0][0])
    assert _wallet(player) == ("0.00", "0.00", "0.00")


def test_61_a_refused_reversal_gives_the_wallet_its_money_back(
    system: System, player: Player
) -> None:
    deposit_id = _credited(player)
    system.fault("reversal", "result_code", code="R000002", msisdn=player.phone)

    refund_id = _request(deposit_id=deposit_id)

    _wait(system, refund_id, "released")
    assert _wallet(player) == ("500.00", "0.00", "0.00")
    assert player.see(deposit_id)["state"] == "credited"


def test_61_an_unknown_answer_is_never_sent_twice(system: System, player: Player) -> None:
    deposit_id = _credited(player)
    sent = _reversals(system)
    system.fault("reversal", "hang_after_processing", msisdn=player.phone)
    system.fault("reversal", "result_drop", msisdn=player.phone)

    refund_id = _request(deposit_id=deposit_id)

    _wait(system, refund_id, "done")
    assert _reversals(system) == sent + 1
    assert _wallet(player) == ("0.00", "0.00", "0.00")


def test_61_a_call_that_m_pesa_never_received_waits_for_people(
    system: System, player: Player
) -> None:
    deposit_id = _credited(player)
    sent = _reversals(system)
    system.fault("reversal", "reset_before", msisdn=player.phone)

    refund_id = _request(deposit_id=deposit_id)

    _wait(system, refund_id, "unknown")
    sql = "SELECT count(*) FROM mpesa_requests WHERE subject = 'refund' AND state = 'answered'"
    eventually(lambda: system.rows(f"{sql} AND subject_id = %s", refund_id)[0][0] >= 2)
    assert (_state(system, refund_id), _reversals(system)) == ("unknown", sent + 1)
    assert _wallet(player) == ("0.00", "500.00", "0.00")


def test_62_what_was_spent_is_not_refunded(system: System, player: Player) -> None:
    deposit_id = _credited(player)
    assert player.post("/matchmaking/queue", {"wager_amount": 200}).status_code in {200, 201, 202}
    sent = _reversals(system)

    with pytest.raises(InsufficientBalance):
        _request(deposit_id=deposit_id)

    assert system.rows("SELECT count(*) FROM refunds WHERE deposit_id = %s", deposit_id) == [(0,)]
    assert _reversals(system) == sent
    assert _wallet(player) == ("300.00", "0.00", "0.00")


def test_63_a_result_hours_later_is_booked_once(system: System, player: Player) -> None:
    deposit_id = _credited(player)
    system.fault("reversal", "result_delay", seconds=60, msisdn=player.phone)  # simulated
    refund_id = _request(deposit_id=deposit_id)
    _wait(system, refund_id, "sent", "unknown")
    with system.database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE refunds SET sent_at = sent_at - interval '5 hours' WHERE id = %s", (refund_id,)
        )

    _wait(system, refund_id, "done")

    player.wait_for(deposit_id, "reversed")
    kept = system.sims.get("/_sim/callbacks", params={"kind": "reversal", "limit": 1}).json()[0]
    system.sims.post(f"/_sim/callbacks/{kept['id']}/send", json={"times": 5})
    read_list(system)
    assert _wallet(player) == ("0.00", "0.00", "0.00")
    assert _state(system, refund_id) == "done"
