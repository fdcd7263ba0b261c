"""Production does not start with a door open."""

import secrets

import pytest
from pydantic import ValidationError

from app.core.config import Settings

GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://wagewars@db/wagewars",
    "REDIS_URL": "redis://redis/0",
    "PUBLIC_WEB_URL": "https://wagewars.example",
    "CORS_ORIGINS": "https://wagewars.example, https://www.wagewars.example",
    "MPESA_ENVIRONMENT": "production",
    "MPESA_BASE_URL": "https://daraja.example",
    "MPESA_CALLBACK_BASE_URL": "https://hooks.wagewars.example",
    "SMS_BASE_URL": "https://sms.example",
}


def start(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    for name, value in (GOOD | {"SECRET_KEY": secrets.token_urlsafe(48)} | changes).items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_it_starts_with_a_drawn_key(monkeypatch: pytest.MonkeyPatch, make: object) -> None:
    assert callable(make)
    for length in (24, 32, 48, 64):
        for _ in range(200):
            assert start(monkeypatch, SECRET_KEY=make(length)).is_production


@pytest.mark.parametrize(
    "key",
    [
        "zu-kurz",
        "x" * 64,
        "0123456789" * 4,
        "abcdefghijklmnop" * 4,
        "change-me-change-me-change-me-change-me-please",
        "my-very-long-development-key-for-my-laptop-1",
        "WageWarsWageWarsWageWars-2026-production-key",
        "a-test-key-that-signs-nothing-of-value" * 2 + "secret",
        "deadbeef" * 8,
    ],
)
def test_it_refuses_a_key_that_somebody_typed(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, SECRET_KEY=key)
    assert key not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"PUBLIC_WEB_URL": "http://wagewars.example"},
        {"CORS_ORIGINS": "*"},
        {"CORS_ORIGINS": "https://wagewars.example,http://wagewars.example"},
        {"SMS_BASE_URL": "http://sms.example"},
        {"MPESA_ENVIRONMENT": "simulator"},
        {"MPESA_BASE_URL": "http://daraja.example"},
        {"MPESA_CALLBACK_BASE_URL": "http://hooks.example"},
        {"RATE_LOGIN_PER_ADDRESS": "often"},
    ],
)
def test_it_refuses_an_open_door(monkeypatch: pytest.MonkeyPatch, change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        start(monkeypatch, **change)


def test_a_laptop_may_do_all_that(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = start(
        monkeypatch,
        ENVIRONMENT="development",
        SECRET_KEY="x" * 32,
        PUBLIC_WEB_URL="http://localhost:3000",
        MPESA_ENVIRONMENT="simulator",
    )
    assert not settings.is_production


def test_the_cookie_is_bound_to_our_host_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi import Response

    from app.api import refresh_cookie
    from app.core.config import get_settings

    start(monkeypatch)
    get_settings.cache_clear()
    response = Response()
    refresh_cookie.write(response, "word")
    monkeypatch.undo()
    get_settings.cache_clear()
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-refresh=word; ")
    for word in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
