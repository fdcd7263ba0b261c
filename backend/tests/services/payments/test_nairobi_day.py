"""Days and timestamps are Nairobi's, whatever time zone the machine has (scenario 65)."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from app.core.clock import NAIROBI
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.reconciliation.comparison import bounds_of, day_of
from app.integrations.mpesa import wire
from app.models.user import User
from app.services.payments import quotes
from app.services.payments.deposits import requests as deposit_requests

pytestmark = pytest.mark.usefixtures("celery")

# A night on which Berlin changes its time, and one on which New York does.
MIDNIGHTS = [
    datetime(2026, 10, 25, tzinfo=NAIROBI),
    datetime(2026, 11, 1, tzinfo=NAIROBI),
    datetime(2027, 3, 28, tzinfo=NAIROBI),
]


@pytest.fixture(params=["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
def _elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def left(player: User, now: datetime) -> Decimal:
    with transaction() as session:
        mine = session.get_one(User, player.id)
        quote = quotes.quote_deposit(session, player=mine, amount=Decimal(100), now=now)
        return quote.left_today


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("midnight", MIDNIGHTS)
def test_65_the_days_limit_begins_anew_at_midnight_in_nairobi(
    new_player: Callable[..., User], midnight: datetime
) -> None:
    player = new_player()
    everything = get_settings().deposit.daily
    second = timedelta(seconds=1)
    with transaction() as session:
        mine = session.get_one(User, player.id)
        deposit_requests.request(
            session, player=mine, amount=Decimal(300), now=midnight - 2 * second
        )

    assert left(player, midnight - second) == everything - 300
    assert left(player, midnight) == everything
    # The same instant in another zone.
    assert left(player, (midnight - second).astimezone()) == everything - 300


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("midnight", MIDNIGHTS)
def test_65_a_password_carries_nairobis_time(midnight: datetime) -> None:
    moment = midnight.astimezone()

    body = wire.password(get_settings().mpesa, now=moment)

    assert body["Timestamp"] == f"{midnight:%Y%m%d}000000"


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("midnight", MIDNIGHTS)
def test_65_a_day_of_the_accounts_is_nairobis(midnight: datetime) -> None:
    assert day_of(midnight.astimezone()) == midnight.date()
    assert day_of((midnight - timedelta(seconds=1)).astimezone()) < midnight.date()
    assert bounds_of(midnight.date()) == (midnight, midnight + timedelta(days=1))
