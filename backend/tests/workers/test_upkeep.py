"""Upkeep: stale rows are deleted, and a broken ledger raises an alert.

Rows of docs/security.md: S65.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.reconciliation.comparison import day_of
from app.models.user import User
from app.services.platform import alerts
from app.workers.tasks import maintenance
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in


def test_stale_rows_are_deleted_and_the_rest_kept(
    new_player: Callable[..., User], browser: httpx.Client, owner: Connection
) -> None:
    player = new_player(username="amina")
    for _ in range(3):
        sign_in(browser, "amina", PASSWORD)
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotent_answers (user_id, key, fingerprint, status, body, created_at)"
            " SELECT %s, 'key-of-day-' || d, ''::bytea, 200, '{}', now() - d * interval '1 day'"
            " FROM generate_series(1, 9) d",
            (player.id,),
        )
        cursor.execute("SELECT id FROM login_sessions ORDER BY id")
        live, ended, expired = (number for (number,) in cursor.fetchall())
        cursor.execute(
            "UPDATE login_sessions SET ended_at = now() - interval '2 days' WHERE id = %s", (ended,)
        )
        cursor.execute("UPDATE login_sessions SET expires_at = now() WHERE id = %s", (expired,))

    maintenance.delete_stale()

    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT session_id FROM refresh_tokens")
        assert cursor.fetchall() == [(live,)]
        cursor.execute("SELECT count(*) FROM idempotent_answers")
        assert cursor.fetchone() == (6,)


def test_a_sound_ledger_raises_no_alert(
    new_player: Callable[..., User], caplog: pytest.LogCaptureFixture
) -> None:
    new_player(money=500)
    maintenance.check_ledger()
    assert "ledger broken" not in caplog.text


def test_a_drifted_wallet_raises_an_alert(
    new_player: Callable[..., User], owner: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    player = new_player(money=500)
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts SET balance = balance + 1 WHERE code = %s",
            (f"user_wallet:{player.id}",),
        )
    with caplog.at_level(logging.ERROR):
        maintenance.check_ledger()
    assert f"ledger broken: sum 0.00, drifted ['user_wallet:{player.id}']" in caplog.text


@pytest.mark.parametrize(("age", "is_raised"), [(10, False), (75, False), (76, True), (100, True)])
def test_an_expiring_operator_password_raises_an_alert(
    database: object, monkeypatch: pytest.MonkeyPatch, *, age: int, is_raised: bool
) -> None:
    set_on = day_of(utc_now()) - timedelta(days=age)
    monkeypatch.setenv("MPESA_INITIATOR_PASSWORD_SET_ON", set_on.isoformat())
    get_settings.cache_clear()

    maintenance.check_operator()
    maintenance.check_operator()  # the next hour: once a day is enough

    with transaction() as session:
        found = alerts.list_newest(session, cleared=False, rows=9)
    assert [(alert.kind, alert.times) for alert in found] == [
        ("operator_password_is_old", 1)
    ] * is_raised
