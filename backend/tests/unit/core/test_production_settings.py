"""Production does not start with unsafe settings."""

import secrets

import pytest
from pydantic import ValidationError

from app.core.settings import Settings
from app.core.settings.mpesa import MpesaSettings
from tests.support.certificates import certificate

GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://wagewars@db/wagewars",
    "REDIS_URL": "redis://redis/0",
    "PUBLIC_WEB_URL": "https://wagewars.example",
    "CORS_ORIGINS": "https://wagewars.example, https://www.wagewars.example",
    "MPESA_ENVIRONMENT": "production",
    "MPESA_BASE_URL": "https://api.safaricom.co.ke",
    "MPESA_CALLBACK_BASE_URL": "https://hooks.wagewars.example",
    "MPESA_SHORTCODE": "888222",
    "MPESA_CONSUMER_KEY": "a-consumer-key",
    "MPESA_CONSUMER_SECRET": "a-consumer-secret",
    "MPESA_PASSKEY": "a-passkey",
    "MPESA_INITIATOR_NAME": "wagewars",
    "MPESA_INITIATOR_PASSWORD": "Shujaa#2026",
    "MPESA_INITIATOR_PASSWORD_SET_ON": "2026-11-01",
    "MPESA_CERTIFICATE": certificate(),
    "SMS_BASE_URL": "https://sms.example",
    "EVIDENCE_STORE": "s3",
    "EVIDENCE_S3_BUCKET": "wagewars-evidence",
    "EVIDENCE_S3_ACCESS_KEY": "an-access-key",
    "EVIDENCE_S3_SECRET_KEY": "a-store-secret",
}


def start(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    drawn = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "RECEIPT_SIGNING_KEY": secrets.token_hex(32),
    }
    for name, value in (GOOD | drawn | changes).items():
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


def test_it_refuses_a_signing_key_that_somebody_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("0123456789abcdef" * 4, "f" * 64, "short", "G" * 64):
        with pytest.raises(ValidationError) as refusal:
            start(monkeypatch, RECEIPT_SIGNING_KEY=key)
        assert key not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"PUBLIC_WEB_URL": "http://wagewars.example"},
        {"CORS_ORIGINS": "*"},
        {"CORS_ORIGINS": "https://wagewars.example,http://wagewars.example"},
        {"SMS_BASE_URL": "http://sms.example"},
        {"RATE_LOGIN_PER_ADDRESS": "often"},
        {"EVIDENCE_STORE": "local"},
        {"EVIDENCE_S3_BUCKET": ""},
        {"EVIDENCE_S3_SECRET_KEY": ""},
        {"EVIDENCE_S3_ENDPOINT": "http://store.example"},
    ],
)
def test_it_refuses_an_unsafe_setting(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        start(monkeypatch, **change)


def test_a_folder_keeps_evidence_in_production_only_if_somebody_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start(monkeypatch, EVIDENCE_STORE="local", EVIDENCE_LOCAL_IN_PRODUCTION="true")


@pytest.mark.parametrize(
    "change",
    [
        {"MPESA_ENVIRONMENT": ""},
        {"MPESA_ENVIRONMENT": "prod"},
        {"MPESA_ENVIRONMENT": "simulator"},
        {"MPESA_ENVIRONMENT": "sandbox"},
        {"MPESA_BASE_URL": "http://api.safaricom.co.ke"},
        {"MPESA_BASE_URL": "https://sandbox.safaricom.co.ke"},
        {"MPESA_BASE_URL": "http://localhost:9000/daraja"},
        {"MPESA_SHORTCODE": "174379"},
        {"MPESA_B2C_SHORTCODE": "174379"},
        {"MPESA_PASSKEY": "wagewars-simulator-passkey"},
        {"MPESA_C2B_TOKEN": "simulator-only-c2b-word-0123456789abcdef"},
        {"MPESA_CALLBACK_BASE_URL": "http://hooks.wagewars.com"},
        {"MPESA_CALLBACK_BASE_URL": "https://wagewars.com/mpesa"},
        {"MPESA_CALLBACK_BASE_URL": "https://safaricom.wagewars.com"},
        {"MPESA_CALLBACK_BASE_URL": "https://executive.wagewars.com"},
        {"MPESA_CALLBACK_BASE_URL": "https://wagewars.ngrok.io"},
        {"MPESA_CALLBACK_BASE_URL": "https://localhost"},
        {"MPESA_INITIATOR_NAME": ""},
        {"MPESA_INITIATOR_NAME": "testapi"},
        {"MPESA_INITIATOR_PASSWORD": ""},
        {"MPESA_INITIATOR_PASSWORD": "Simulator#2026"},
        {"MPESA_INITIATOR_PASSWORD_SET_ON": ""},
        {"MPESA_CERTIFICATE": ""},
        {"MPESA_CERTIFICATE": "no/such/file.cer"},
        {"MPESA_CERTIFICATE": "http://localhost:9000/_sim/certificate"},
        {"MPESA_CERTIFICATE": "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----"},
    ],
)
def test_70_it_refuses_play_money(monkeypatch: pytest.MonkeyPatch, change: dict[str, str]) -> None:
    start(monkeypatch)
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, **change)
    assert "Shujaa#2026" not in str(refusal.value)


def test_70_there_is_no_default_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MPESA_ENVIRONMENT")
    with pytest.raises(ValidationError, match="environment"):
        MpesaSettings()


def test_a_laptop_may_do_all_that(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = start(
        monkeypatch,
        ENVIRONMENT="development",
        SECRET_KEY="x" * 32,
        PUBLIC_WEB_URL="http://localhost:3000",
        MPESA_ENVIRONMENT="simulator",
        MPESA_BASE_URL="http://localhost:9000/daraja",
        MPESA_CERTIFICATE="http://localhost:9000/_sim/certificate",
    )
    assert not settings.is_production


def test_the_cookie_is_bound_to_our_host_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi import Response

    from app.api import refresh_cookie
    from app.core.settings import get_settings

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


def test_activision_is_off_until_somebody_switches_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch).cod.enabled is False


@pytest.mark.parametrize(
    "change",
    [
        {"COD_API_KEY": ""},
        {"COD_API_KEY": "wagewars-simulator-sso"},
        {"COD_API_BASE_URL": "http://my.callofduty.example"},
    ],
)
def test_activision_is_asked_with_a_real_key_and_in_private(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    good = {
        "COD_API_ENABLED": "true",
        "COD_API_KEY": "a-cookie",
        "COD_API_BASE_URL": "https://my.callofduty.example/api",
    }
    assert start(monkeypatch, **good).cod.enabled
    with pytest.raises(ValidationError, match="COD_API"):
        start(monkeypatch, **{**good, **change})
