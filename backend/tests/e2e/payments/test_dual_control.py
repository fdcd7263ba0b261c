"""Admins act on a system that runs: what two of them rule happens at M-Pesa and in the wallet."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.paybill import pay, payment, register, wait_for
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

WHY = "The portal and the player's SMS show it so."


class Admins:
    """Two people who see the same things."""

    def __init__(self, system: System) -> None:
        self.one, self.two = system.player(role="admin"), system.player(role="admin")

    def rule(self, kind: str, subject_id: int, action: str, **terms: Any) -> Any:
        """One proposes, the other approves; returns the payment."""
        body = {"subject_kind": kind, "subject_id": subject_id, "action": action, "reason": WHY}
        ruling = self.one.post("/admin/rulings", body | terms)
        assert ruling.status_code == 201, ruling.text
        path = f"/admin/rulings/{ruling.json()['id']}/approve"
        alone = self.one.post(path, {"reason": WHY})
        assert (alone.status_code, alone.json()["code"]) == (403, "same_person")
        done = self.two.post(path, {"reason": WHY})
        assert done.status_code == 200, done.text
        return done.json()["payment"]

    def turn(self, name: str, *, on: bool) -> httpx.Response:
        """Turn a switch."""
        body = {"is_on": on, "reason": WHY}
        return self.one.request("PUT", f"/admin/switches/{name}", json=body)


@pytest.fixture
def admins(system: System) -> Iterator[Admins]:
    """They are signed in, M-Pesa knows our paybill, and everything is on again afterwards."""
    register(system)
    both = Admins(system)
    yield both
    for name in ("deposits", "withdrawals"):
        both.turn(name, on=True)


def _in_suspense(admins: Admins, receipt: str) -> Any:
    found = admins.two.get("/admin/payments/suspense?limit=100")["items"]
    return next(one for one in found if one["receipt"] == receipt)


def test_money_under_a_wrong_number_finds_its_owner(
    system: System, player: Player, admins: Admins
) -> None:
    receipt = pay(system, player, "RENT", 250)["receipt"]
    wait_for(system, receipt, "suspense")
    waiting = _in_suspense(admins, receipt)
    history = admins.two.get(f"/admin/payments/paybill/{waiting['id']}")
    assert receipt in history["callbacks"][0]["body"]
    assert history["questions"], "M-Pesa was asked whether it is true"

    username = player.get("/users/me")["username"]
    ruled = admins.rule("paybill", waiting["id"], "assign", username=username)

    assert ruled["state"] == "credited"
    assert player.money() == "250.00"
    line = player.get("/payments/transactions")["items"][0]
    assert (line["amount"], line["mpesa_reference"]) == ("250.00", receipt)


def test_money_in_suspense_goes_back_to_its_payer(
    system: System, player: Player, admins: Admins
) -> None:
    receipt = pay(system, player, "RENT", 250)["receipt"]
    wait_for(system, receipt, "suspense")
    phone = system.sims.get(f"/_sim/phones/{player.phone}").json()["balance"]

    admins.rule("paybill", _in_suspense(admins, receipt)["id"], "refund")

    eventually(lambda: (payment(system, receipt) or ("",))[0] == "returned")
    back = system.sims.get(f"/_sim/phones/{player.phone}").json()["balance"]
    assert float(back) - float(phone) == 250
    (refund,) = admins.two.get(f"/admin/payments?kind=refund&receipt={receipt}")["items"]
    assert (refund["state"], refund["amount"]) == ("done", "250.00")


def test_pausing_deposits_stops_the_next_prompt_and_no_open_one(
    system: System, admins: Admins
) -> None:
    early, late = system.player(), system.player()
    early.behave(auto_approve=False)
    deposit_id = early.deposit(300)
    early.wait_for(deposit_id, "prompted")

    assert admins.turn("deposits", on=False).json()["is_on"] is False

    refused = late.post("/payments/deposits", {"amount": 300})
    assert (refused.status_code, refused.json()["code"]) == (409, "deposits_paused")
    eventually(early.prompts)
    early.answer(pin="1234")
    early.wait_for(deposit_id, "credited")
    admins.turn("deposits", on=True)
    late.wait_for(late.deposit(300), "credited")
