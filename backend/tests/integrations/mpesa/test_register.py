"""What an operator does once: register our paybill's addresses at M-Pesa."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.cli import register_mpesa as register
from app.domain.payments.paybill.validation import Registered
from app.integrations.mpesa import daraja
from app.integrations.mpesa.client import Daraja
from app.integrations.mpesa.errors import Refused

New = Callable[..., Daraja]


@pytest.fixture
def _one_process(new_daraja: New) -> Iterator[None]:
    new_daraja()
    daraja.cache_clear()
    yield
    daraja().close()
    daraja.cache_clear()


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_our_addresses_are_registered_in_the_version_of_the_app(
    world: httpx.Client, new_daraja: New, version: str
) -> None:
    assert new_daraja(MPESA_C2B_VERSION=version).register_paybill() is Registered.NEW

    (request,) = world.get("/_sim/requests", params={"path": "registerurl"}).json()
    assert f"/c2b/{version}/" in request["path"]


def test_in_production_the_second_time_changes_nothing(
    world: httpx.Client, new_daraja: New
) -> None:
    world.put("/_sim/switches", json={"c2b_register_once": True}).raise_for_status()
    client = new_daraja()

    assert client.register_paybill() is Registered.NEW
    assert client.register_paybill() is Registered.ALREADY


@pytest.mark.parametrize("verb", ["POST", "GET"])
@pytest.mark.parametrize("switch", [{}, {"pull_nested": True}, {"pull_stuck_offset": True}])
def test_the_last_two_days_are_listed(
    world: httpx.Client, new_daraja: New, verb: str, switch: dict[str, bool]
) -> None:
    world.put("/_sim/switches", json=switch).raise_for_status()
    client = new_daraja(MPESA_PULL_VERB=verb)
    new_daraja().register_pull()
    receipts = {
        world.post("/_sim/c2b", json={"msisdn": "254711000001", "amount": amount}).json()["receipt"]
        for amount in range(100, 103)
    }
    now = datetime.now(UTC)  # noqa: TID251  # the simulator's clock is the machine's

    rows = client.pull(since=now - timedelta(hours=1), until=now + timedelta(minutes=1)).rows

    assert {row.receipt for row in rows} == receipts
    assert sorted(int(row.amount) for row in rows) == [100, 101, 102]
    assert all(row.at and abs(row.at - now) < timedelta(minutes=1) for row in rows)


@pytest.mark.usefixtures("_one_process")
def test_the_command_prints_what_it_did() -> None:
    assert register.main(["paybill", "pull"]) == 0
    assert register.main(["pull"]) == 0
    assert register.main([]) == 2
    assert register.main(["something"]) == 2


@pytest.mark.usefixtures("_one_process")
def test_the_command_fails_where_mpesa_refuses(world: httpx.Client) -> None:
    world.put("/_sim/switches", json={"consumer_key": "another"}).raise_for_status()

    assert register.main(["paybill"]) == 1


def test_without_a_number_pull_is_not_registered(new_daraja: New) -> None:
    with pytest.raises(Refused):
        new_daraja(MPESA_PULL_NOMINATED_NUMBER="").register_pull()
