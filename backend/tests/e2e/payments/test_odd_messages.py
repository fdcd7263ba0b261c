"""Messages that M-Pesa should not send and does: no payment is lost by one, and people are told."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.core.redis import get_redis
from tests.e2e.hooks import confirmation, deliver, paybill_path
from tests.e2e.paybill import (
    code_of,
    pay,
    payment,
    read_list,
    register,
    transactions_of,
    wait_for,
    wait_until_decided,
)
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


@pytest.fixture(autouse=True)
def _registered(system: System) -> Iterator[None]:
    register(system)
    system.write("DELETE FROM alarms")
    yield
    system.sims.delete("/_sim/faults")


def _alerts(system: System, kind: str) -> list[Any]:
    return [row[0] for row in system.rows("SELECT subject FROM alarms WHERE kind = %s", kind)]


@pytest.mark.parametrize("spelling", ["0{}", "{}", "254{}", "+254 {}"])
def test_a_verified_phone_typed_as_account_number_is_credited(
    system: System, player: Player, spelling: str
) -> None:
    receipt = pay(system, player, spelling.format(player.phone[3:]), 287)["receipt"]

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert player.money() == "287.00"


def test_a_phone_that_nobody_verified_is_nobodys(system: System, player: Player) -> None:
    stranger = system.player(is_verified=False)
    receipt = pay(system, player, stranger.phone, 289)["receipt"]

    assert wait_for(system, receipt, "suspense")[1] is None
    assert stranger.money() == "0.00"


@pytest.mark.parametrize("name", [b"JOS\xc9", b"JOHN\nDOE", b"JOHN\\u0000DOE"])
def test_odd_bytes_in_a_name_delay_nothing(system: System, player: Player, name: bytes) -> None:
    receipt = pay(system, player, code_of(player), 291, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="291.00", receipt=receipt)
    raw = json.dumps(body | {"FirstName": "NAME"}).encode().replace(b"NAME", name)

    assert deliver(system, paybill_path(), raw).status_code == 200

    wait_for(system, receipt, "credited")
    assert player.money() == "291.00"


def test_a_confirmation_that_is_no_json_is_nobodys_until_the_list_says_more(
    system: System, player: Player
) -> None:
    receipt = pay(system, player, code_of(player), 293, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="293.00", receipt=receipt)
    raw = json.dumps(body).encode().replace(b"AMINA", b'AMINA "THE" ACE')

    assert deliver(system, paybill_path(), raw).status_code == 200

    wait_for(system, receipt, "suspense")
    read_list(system)
    assert wait_for(system, receipt, "credited")[1] == player.id
    assert player.money() == "293.00"


@pytest.mark.parametrize("amount", ["KES 1 297", None, "-297.00", "1e999999999"])
def test_the_amount_of_a_confirmation_without_one_is_asked_for(
    system: System, player: Player, amount: str | None
) -> None:
    receipt = pay(system, player, code_of(player), 297, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="297.00", receipt=receipt)

    assert deliver(system, paybill_path(), body | {"TransAmount": amount}).status_code == 200

    assert wait_for(system, receipt, "credited")[1] == player.id
    assert (player.money(), transactions_of(system, receipt)) == ("297.00", 1)
    assert _alerts(system, "paybill_unreadable") == [f"receipt:{receipt}"]


def test_an_amount_that_nobody_could_read_is_refused_when_m_pesa_knows_no_payment(
    system: System, player: Player
) -> None:
    body = confirmation(reference=code_of(player), amount="?", receipt="FORGED0301")

    assert deliver(system, paybill_path(), body).status_code == 200

    wait_for(system, "FORGED0301", "refused")
    assert (player.money(), transactions_of(system, "FORGED0301")) == ("0.00", 0)


def test_a_thousand_written_with_a_comma_is_a_thousand(system: System, player: Player) -> None:
    receipt = pay(system, player, code_of(player), 1303, confirmation="drop")["receipt"]
    body = confirmation(reference=code_of(player), amount="1,303.00", receipt=receipt)

    assert deliver(system, paybill_path(), body).status_code == 200

    wait_for(system, receipt, "credited")
    assert player.money() == "1303.00"
    assert _alerts(system, "paybill_unreadable") == []


@pytest.mark.parametrize("amount", ["1,500.00", None, "-100.00"])
def test_one_bad_row_of_the_list_keeps_no_other_from_its_owner(
    system: System, player: Player, amount: str | None
) -> None:
    system.fault("pull", "pull_bad_row", **({"code": amount} if amount else {}))
    receipt = pay(system, player, code_of(player), 307, confirmation="drop")["receipt"]

    read_list(system)

    wait_for(system, receipt, "credited")
    assert player.money() == "307.00"
    assert _alerts(system, "pull_row_unreadable") == ["row:UKTZZZ0001"]


@pytest.mark.parametrize("kind", ["pull_found_as_nothing", "pull_other_key"])
def test_a_list_under_another_code_or_name_is_the_list(
    system: System, player: Player, kind: str
) -> None:
    system.fault("pull", kind, times=3)
    receipt = pay(system, player, code_of(player), 311, confirmation="drop")["receipt"]

    read_list(system)

    wait_for(system, receipt, "credited")


def test_a_list_that_cannot_be_read_for_long_rings(system: System) -> None:
    system.fault("pull", "html_503", times=50)
    get_redis().set("pull:succeeded_at", "2026-11-01T00:00:00+00:00")
    get_redis().delete("turn:pull_alert")

    read_list(system)

    eventually(lambda: _alerts(system, "pull_fails") == ["pull"])
    system.sims.delete("/_sim/faults")
    wait_until_decided(system)
    assert payment(system, "UKTZZZ0002") is None
