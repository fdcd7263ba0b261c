"""SMS cost money: who makes us send many is limited, and staff is told.

Rows of docs/security.md: S12.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.auth import number_runs
from app.domain.auth.purposes import Purpose
from app.domain.errors import Unavailable
from app.models.user import User
from app.services.auth import otp, sms_watch
from app.services.platform import alerts

NOW = utc_now()


def watch(now: datetime = NOW) -> dict[str, int]:
    with transaction() as session:
        sms_watch.watch(session, now=now)
        return alerts.count_open(session)


@pytest.fixture
def send(new_player: Callable[..., User], owner: Connection) -> Callable[[int], None]:
    """`send(30)` lets so many newcomers ask for a code, ten minutes ago."""

    numbers = count(254_712_000_000, 1_000)  # far from one another, as people's are

    def ask(newcomers: int) -> None:
        for _ in range(newcomers):
            player = new_player(is_verified=False, phone=str(next(numbers)))
            with transaction() as session:
                otp.issue(
                    session,
                    user=player,
                    purpose=Purpose.VERIFY_PHONE,
                    now=NOW - timedelta(minutes=10),
                )

    return ask


def test_codes_that_nobody_types_raise_an_alert(
    send: Callable[[int], None], owner: Connection
) -> None:
    send(29)
    assert watch() == {}, "too few to tell"
    send(2)
    assert watch() == {"sms_not_used": 1}


def test_codes_that_players_type_raise_none(send: Callable[[int], None], owner: Connection) -> None:
    send(31)
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE sms_codes SET used_at = now() WHERE id % 3 > 0")
    assert watch() == {}


def test_strangers_make_us_send_so_many_a_day_and_no_more(
    send: Callable[[int], None], new_player: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGIN_SMS_DAILY_BUDGET", "10")
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    get_settings.cache_clear()
    send(7)
    assert watch() == {}
    send(3)
    assert watch() == {"sms_budget": 1}
    with pytest.raises(Unavailable):
        send(1)
    known = new_player()
    with transaction() as session:
        asker = otp.Asker("a-ticket", is_known=True)
        purpose = Purpose.RESET_PASSWORD
        otp.issue(session, user=known, purpose=purpose, asker=asker, now=NOW)


def test_codes_for_numbers_in_a_row_raise_an_alert(
    new_player: Callable[..., User], owner: Connection
) -> None:
    first = 254_712_500_000
    for step in range(6):
        if step == 5:
            assert watch() == {}, "five neighbours may be chance"
        player = new_player(is_verified=False, phone=str(first + step * 100))
        with transaction() as session:
            otp.issue(session, user=player, purpose=Purpose.VERIFY_PHONE, now=NOW)
    assert watch() == {"sms_numbers_in_a_row": 1}
    with transaction() as session:
        assert alerts.count_open(session) == {"sms_numbers_in_a_row": 1}


def test_numbers_that_people_chose_are_no_row() -> None:
    chosen = random.Random(7)
    numbers = [f"2547{chosen.randrange(30_000_000):08d}" for _ in range(5_000)]
    assert number_runs.longest_run(numbers) < number_runs.SUSPICIOUS
    assert number_runs.longest_run([]) == 0
    assert number_runs.longest_run(["254712000001"] * 9) == 1, "one number is no row"
