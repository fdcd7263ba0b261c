"""The demo cast comes once, and never to production.

Rows of docs/security.md: S09.
"""

from collections.abc import Callable

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app import seed
from app.core.database import transaction
from app.core.settings import get_settings
from tests.support.databases import Database
from tests.support.web import sign_in


def cast(owner: Connection) -> list[tuple[str, str, str, bool]]:
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT username, phone, role, is_verified FROM users ORDER BY phone")
        return cursor.fetchall()


def test_the_cast_is_planted_once_and_can_sign_in(
    browser: httpx.Client, owner: Connection, check_ledger: Callable[[], None]
) -> None:
    assert seed.main() == 0
    first = cast(owner)
    assert first == [
        ("amina", "254711000001", "player", True),
        ("brian", "254711000002", "player", True),
        ("chebet", "254711000003", "player", True),
        ("referee", "254711000009", "admin", True),
        ("umpire", "254711000010", "admin", True),
        ("otieno", "254722000004", "player", True),
    ]
    assert seed.main() == 0
    assert cast(owner) == first
    for username, phone, _, _ in first:
        assert sign_in(browser, username, "Karibu-WageWars-1").status_code == 200
        assert sign_in(browser, phone, "Karibu-WageWars-1").status_code == 200
        assert browser.get("/users/me").json()["wallet_balance"] == "0.00"
    check_ledger()


def test_simulated_players_come_beside_it_once_and_say_so(
    browser: httpx.Client, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "demo_players", 2)
    assert seed.main() == 0
    assert seed.main() == 0
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT username, phone FROM users WHERE is_simulated ORDER BY id")
        assert cursor.fetchall() == [
            ("kasarani_kev", "254711000101"),
            ("wanjiru.exe", "254711000102"),
        ]
    assert len(cast(owner)) == 8
    assert sign_in(browser, "wanjiru.exe", "Karibu-WageWars-1").status_code == 200
    assert browser.get("/users/kasarani_kev").json()["is_simulated"] is True
    assert browser.get("/users/amina").json()["is_simulated"] is False


def test_nobody_but_the_owner_of_the_tables_marks_an_account_as_simulated(
    database: Database, new_player: Callable[..., object]
) -> None:
    new_player(username="amina")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction() as session:
        session.execute(text("UPDATE users SET is_simulated = true"))


def test_the_present_owner_of_a_phone_keeps_it(
    database: Database, owner: Connection, new_player: Callable[..., object]
) -> None:
    new_player(username="first", phone="254711000001")
    assert seed.main() == 0
    names = [row[0] for row in cast(owner)]
    assert names == ["first", "brian", "chebet", "referee", "umpire", "otieno"]


def test_production_has_no_demo_cast(
    database: Database, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "environment", "production")
    assert seed.main() == 1
    assert cast(owner) == []
