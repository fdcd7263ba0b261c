"""Production does not start with unsafe settings.

Rows of docs/security.md: S19, S28, S53, S56.
"""

import secrets
from hashlib import sha256

import pytest
from pydantic import ValidationError

from app.core.settings import Settings
from app.core.settings.keys import is_guessable
from app.core.settings.mpesa import SANDBOX_PASSKEY, MpesaSettings
from tests.support.production import start


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_it_starts_with_a_drawn_key(monkeypatch: pytest.MonkeyPatch, make: object) -> None:
    assert callable(make)
    for length in (24, 32, 48, 64):
        assert start(monkeypatch, SECRET_KEY=make(length)).is_production
        assert not any(is_guessable(make(length)) for _ in range(200))


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
        "the quick brown fox jumps over the lazy dog 1",
        "the-quick-brown-fox-jumps-over-the-lazy-dog-1",
        "Thequickbrownfoxjumpsoverthelazydog1",
        sha256(b"").hexdigest(),
        sha256(b"secret").hexdigest(),
    ],
)
def test_it_refuses_a_key_that_somebody_typed(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, SECRET_KEY=key)
    assert key not in str(refusal.value)


def test_it_refuses_a_signing_key_that_somebody_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = (sha256(b"").hexdigest(), sha256(b"wagewars").hexdigest())
    for key in ("0123456789abcdef" * 4, "f" * 64, "short", "G" * 64, *drawn):
        with pytest.raises(ValidationError) as refusal:
            start(monkeypatch, RECEIPT_SIGNING_KEY=key)
        assert key not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"DEMO_PLAYERS": "16"},
        {"PUBLIC_WEB_URL": "http://wagewars.example"},
        {"CORS_ORIGINS": "*"},
        {"CORS_ORIGINS": "https://wagewars.example,http://wagewars.example"},
        {"SMS_BASE_URL": "http://sms.example"},
        {"IDENTITY_BASE_URL": "http://identity.example"},
        {"IDENTITY_API_KEY": "wagewars-simulator-identity-key"},
        {"PROTECTION_CHASE_LOSSES": "0"},
        {"RATE_LOGIN_PER_ADDRESS": "often"},
        {"EVIDENCE_STORE": "local"},
        {"EVIDENCE_S3_BUCKET": ""},
        {"EVIDENCE_S3_SECRET_KEY": ""},
        {"EVIDENCE_S3_ENDPOINT": "http://store.example"},
        {"SECRET_KEY": ""},
        {"KEYS_TOKENS": "x" * 40},
        {"KEYS_PASSWORDS": f"{secrets.token_hex(32)},the-old-wagewars-pepper-of-2025-1"},
        {"METRICS_TOKEN": "prometheus"},
        {"PUSH_VAPID_KEYS": ""},
        {"PUSH_VAPID_KEYS": "A" * 42 + "Q"},
        {"PUSH_VAPID_KEYS": secrets.token_hex(32)},
        {"PUSH_LOCAL_SERVICE": "http://127.0.0.1:9000"},
        {"DATABASE_URL": "postgresql://postgres:x@db.example/wagewars?sslmode=verify-full"},
        {"DATABASE_URL": "postgresql://wagewars:x@db.example/wagewars?sslmode=verify-full"},
        {"DATABASE_URL": "postgresql://wagewars_service:x@db.example/wagewars?sslmode=disable"},
        {"DATABASE_URL": "postgresql://wagewars_service:x@db.example/wagewars?sslmode=prefer"},
        {"DATABASE_URL": "postgresql://wagewars_service:x@db.example/wagewars"},
        {"REDIS_URL": "redis://redis/0"},
        {"REDIS_URL": "redis://:short@redis/0"},
        {"SMS_USERNAME": "sandbox"},
        {"SMS_API_KEY": "wagewars-simulator-sms-key"},
        {"SMS_HOOK_TOKEN": "a" * 40},
        {"SMS_HOOK_TOKEN": "simulator-only-sms-word-0123456789abcdef"},
        {"SMS_BASE_URL": "https://api.sandbox.africastalking.com/version1"},
        {"PUBLIC_WEB_URL": "https://localhost"},
        {"PUBLIC_WEB_URL": "https://"},
        {"PUBLIC_WEB_URL": "https://10.0.0.4"},
        {"PUBLIC_WEB_URL": "https://["},
        {"PASSKEY_RP_ID": "wagewars-login.example"},
        {"PASSKEY_RP_ID": "play.wagewars.example"},
        {"STAFF_CONSOLE_ORIGIN": "http://staff.wagewars.example"},
        {"STAFF_CONSOLE_ORIGIN": "https://wagewars.example"},
        {
            "STAFF_CONSOLE_ORIGIN": "https://staff.wagewars.example",
            "STAFF_PASSKEY_RP_ID": "wagewars.example",
        },
        {"CORS_ORIGINS": "null"},
        {"CORS_ORIGINS": "https://*.wagewars.example"},
        {"CORS_ORIGINS": "https://wagewars.example/"},
        {"LOGIN_BCRYPT_ROUNDS": "4"},
        {"LOGIN_ACCESS_SECONDS": "31536000"},
        {"LOGIN_CODE_TRIES": "1000000"},
        {"LOGIN_CODE_SECONDS": "86400"},
        {"LOGIN_GRACE_SECONDS": "86400"},
        {"LOGIN_MINIMUM_AGE_YEARS": "1"},
        {"RATE_ADDRESS_FACTOR": "1000"},
        {"RATE_LOGIN_PER_ADDRESS": "1000000 per minute"},
        {"RATE_LOGIN_PER_ACCOUNT": "1000 per minute"},
        {"WITHDRAWAL_COOL_OFF_SECONDS": "1"},
        {"WITHDRAWAL_CODE_TRIES": "1000000"},
        {"DEPOSIT_CONFIRM_ABOVE": "250000"},
        {"MATCH_DUAL_CONTROL_MIN_POT": "100000000"},
        {"MATCHMAKING_REMATCH_SECONDS": "0"},
        {"MATCHMAKING_MEETINGS_A_DAY": "1000"},
        {"LOG_LEVEL": "DEBUG"},
        {"BODY_SECONDS": "86400"},
        {"DATABASE_ROLE": "postgres"},
        {"LOGIN_CODE_TRYS": "5"},
        {"FORWARDED_ALLOW_IPS": "*"},
    ],
)
def test_it_refuses_an_unsafe_setting(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    start(monkeypatch)
    with pytest.raises(ValidationError):
        start(monkeypatch, **change)


def test_every_bound_lets_the_default_in(monkeypatch: pytest.MonkeyPatch) -> None:
    start(monkeypatch)
    for name in ("LOGIN_BCRYPT_ROUNDS", "LOG_LEVEL"):
        monkeypatch.delenv(name)
    assert Settings().is_production


def test_it_names_all_that_is_wrong_at_once_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, LOGIN_CODE_TRIES="77777", REDIS_URL="redis://:bad@redis/0")
    assert "LOGIN_CODE_TRIES of 1 or more, and of 10 at most" in str(refusal.value)
    assert "REDIS_URL" in str(refusal.value)
    assert "77777" not in str(refusal.value)
    assert ":bad@" not in str(refusal.value)


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
        {"MPESA_CALLBACK_BASE_URL": "https://10.0.0.4"},
        {"MPESA_CALLBACK_BASE_URL": "https://[fd00::4]"},
        {"MPESA_C2B_TOKEN": "short"},
        {"MPESA_C2B_TOKEN": "a" * 40},
        {"MPESA_PASSKEY": SANDBOX_PASSKEY},
        {"MPESA_INITIATOR_PASSWORD": "Safaricom999!*!"},
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
