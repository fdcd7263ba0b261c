"""No payout to a number whose SIM card is new, and none without knowing.

Rows of docs/security.md: S15.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from redis import Redis
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.integrations.mpesa import daraja
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments.withdrawals import requests
from app.services.platform import alerts
from app.workers.tasks.withdrawals import send_payout
from simulators.serving import serving
from simulators.settings import SimSettings
from tests.support.payments import make_withdrawal

SWAP = "/imsi/v2/checkATI"
B2C = "/mpesa/b2c/v3/paymentrequest"


@pytest.fixture
def mpesa(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A simulated Daraja; the check is on."""
    daraja.cache_clear()
    with serving(SimSettings(speed=20)) as url, httpx.Client(base_url=url) as control:
        monkeypatch.setenv("MPESA_BASE_URL", f"{url}/daraja")
        monkeypatch.setenv("MPESA_CERTIFICATE", f"{url}/_sim/certificate")
        monkeypatch.setenv("WITHDRAWAL_SIM_SWAP_CHECK", "true")
        get_settings.cache_clear()
        yield control
        daraja().close()
    daraja.cache_clear()
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def withdrawal(new_player: Callable[..., User]) -> Withdrawal:
    """One that its player has confirmed."""
    return make_withdrawal(new_player(money=500), state="held", confirmed_at=utc_now())


def calls(mpesa: httpx.Client, path: str) -> int:
    return len(mpesa.get("/_sim/requests", params={"path": path}).json())


def card(mpesa: httpx.Client, row: Withdrawal, **habits: Any) -> None:
    mpesa.put(f"/_sim/phones/{row.phone}", json=habits).raise_for_status()


def seen(row: Withdrawal) -> tuple[Withdrawal, User]:
    with transaction() as session:
        found = session.scalars(select(Withdrawal).where(Withdrawal.id == row.id)).one()
        player = session.get_one(User, row.user_id)
        session.expunge_all()
    return found, player


@pytest.mark.parametrize("hours", [None, 73])
def test_an_old_sim_card_is_paid(
    mpesa: httpx.Client, withdrawal: Withdrawal, hours: int | None
) -> None:
    card(mpesa, withdrawal, sim_swapped_hours_ago=hours)
    send_payout(withdrawal.id)
    assert seen(withdrawal)[0].state == "sent"
    assert (calls(mpesa, SWAP), calls(mpesa, B2C)) == (1, 1)


def test_a_card_that_was_swapped_within_three_days_is_not_paid_and_money_waits(
    mpesa: httpx.Client, withdrawal: Withdrawal
) -> None:
    card(mpesa, withdrawal, sim_swapped_hours_ago=70)
    send_payout(withdrawal.id)
    row, player = seen(withdrawal)
    assert (row.state, row.failure) == ("released", "sim_is_new")
    assert calls(mpesa, B2C) == 0
    assert player.payouts_after is not None
    left = player.payouts_after - utc_now()
    assert timedelta(hours=1.9) < left < timedelta(hours=2.1), "72 hours after the swap"


def test_without_an_answer_nothing_is_paid_and_people_are_told(
    mpesa: httpx.Client, withdrawal: Withdrawal
) -> None:
    card(mpesa, withdrawal, sim_check_fails=True)
    send_payout(withdrawal.id)
    row, player = seen(withdrawal)
    assert (row.state, calls(mpesa, B2C)) == ("held", 0)
    with transaction() as session:
        assert alerts.count_open(session) == {}
        session.get_one(Withdrawal, row.id).confirmed_at = utc_now() - timedelta(minutes=11)
    send_payout(withdrawal.id)
    with transaction() as session:
        assert alerts.count_open(session) == {"sim_check_silent": 1}
        requests.cancel(session, player=player, withdrawal_id=row.id, now=utc_now())
    assert seen(withdrawal)[0].state == "released", "the player need not wait for M-Pesa"
    card(mpesa, withdrawal, sim_check_fails=False)
    send_payout(withdrawal.id)
    assert calls(mpesa, B2C) == 0


def test_without_a_contract_nobody_is_asked(
    mpesa: httpx.Client, withdrawal: Withdrawal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WITHDRAWAL_SIM_SWAP_CHECK", "false")
    get_settings.cache_clear()
    card(mpesa, withdrawal, sim_swapped_hours_ago=1)
    send_payout(withdrawal.id)
    assert (calls(mpesa, SWAP), calls(mpesa, B2C)) == (0, 1)
