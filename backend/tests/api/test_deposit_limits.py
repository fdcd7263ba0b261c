"""How much may be deposited: for one day in Nairobi, in one wallet, and what of it is tax."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.core.clock import day_in_nairobi, utc_now
from app.core.config import get_settings
from app.core.database import transaction
from app.models.user import User
from app.services import deposit_limits
from tests.fixtures.arena import Arena, refusal
from tests.fixtures.payments import make_deposit, make_paybill
from tests.fixtures.players import make_player


def _settings(patch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        patch.setenv(name, value)
    get_settings.cache_clear()


def test_a_day_has_its_limit(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    _settings(monkeypatch, DEPOSIT_DAILY="1000")
    player = arena.player(money=0)
    user = _user(arena, player.id)
    make_deposit(user, amount=400, state="credited")
    make_deposit(user, amount=100, state="prompted")
    make_deposit(user, amount=900, state="failed")
    make_paybill(amount=200, state="credited", user=user)
    answer = player.post("/payments/deposits", {"amount": 301})
    assert refusal(answer) == (409, "daily_limit_reached")
    assert answer.json()["left_today"] == "300.00"
    assert player.post("/payments/deposits", {"amount": 300}).status_code == 202


def test_the_day_begins_at_midnight_in_nairobi(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settings(monkeypatch, DEPOSIT_DAILY="1000")
    user = make_player()
    midnight = day_in_nairobi(utc_now())
    assert midnight.utcoffset() == timedelta(hours=3)
    make_deposit(user, amount=400, state="failed", created_at=midnight)
    make_deposit(user, amount=300, state="prompted", created_at=midnight - timedelta(seconds=1))
    make_deposit(user, amount=50, state="prompted", created_at=midnight)
    with transaction() as session:
        left = deposit_limits.left_today(session, user_id=user.id, now=utc_now())
        before = midnight - timedelta(seconds=1)
        yesterday = deposit_limits.left_today(session, user_id=user.id, now=before)
    assert left == Decimal(950)
    assert yesterday == Decimal(650)


def test_a_wallet_has_its_limit(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    _settings(monkeypatch, DEPOSIT_WALLET_MAXIMUM="2000")
    player = arena.player(money=1500)
    make_deposit(_user(arena, player.id), amount=200, state="prompted")
    answer = player.post("/payments/deposits", {"amount": 301})
    assert refusal(answer) == (409, "wallet_full")
    assert answer.json()["maximum"] == "300.00"
    assert player.post("/payments/deposits", {"amount": 300}).status_code == 202


def test_the_tax_in_force_stands_with_the_deposit(arena: Arena) -> None:
    arena.sql("INSERT INTO tax_periods (profile, effective_from) VALUES ('gambling', now())")
    player = arena.player(money=0)
    deposit_id = player.post("/payments/deposits", {"amount": 130}).json()["id"]
    found = arena.sql(f"SELECT tax, tax_profile FROM deposits WHERE id = {deposit_id}")
    assert found == [(Decimal("6.50"), "gambling")]


def _user(arena: Arena, user_id: int) -> User:
    with transaction() as session:
        return session.get_one(User, user_id)
