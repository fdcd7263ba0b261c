"""Settings of production for a moment, beside the servers of the tests."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.settings import Settings, get_settings
from tests.support.certificates import certificate

GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://wagewars_service:x@db.wagewars.example/wagewars?sslmode=verify-full",
    "REDIS_URL": "redis://:a-word-that-was-drawn@redis/0",
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
    "SMS_BASE_URL": "https://sms.wagewars.example",
    "SMS_USERNAME": "wagewars",
    "SMS_API_KEY": "a-key-of-the-network",
    "LOGIN_BCRYPT_ROUNDS": "12",
    "STAFF_DRIFT_STEPS": "1",
    "STAFF_CONSOLE_ORIGIN": "",
    "LOG_LEVEL": "INFO",
    "PROTECTION_DEPOSITS_WITHOUT_NAME": "",
    "PROTECTION_DEPOSITS_WITHOUT_DOCUMENT": "",
    "PROTECTION_PAYOUTS_WITHOUT_NAME": "",
    "PROTECTION_PAYOUTS_WITHOUT_DOCUMENT": "",
    "PROTECTION_CHASE_LOSSES": "",
    "IDENTITY_BASE_URL": "https://identity.wagewars.example",
    "IDENTITY_API_KEY": "a-key-of-the-provider",
    "IDENTITY_CALLBACK_KEY": "a-word-of-the-provider",
    "EVIDENCE_STORE": "s3",
    "EVIDENCE_S3_BUCKET": "wagewars-evidence",
    "EVIDENCE_S3_ACCESS_KEY": "an-access-key",
    "EVIDENCE_S3_SECRET_KEY": "a-store-secret",
}


def start(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    """Return the settings of a production process, with `changes`; raises ValidationError."""
    drawn = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "RECEIPT_SIGNING_KEY": secrets.token_hex(32),
        "PUSH_VAPID_KEYS": secrets.token_urlsafe(32),
        "PUSH_LOCAL_SERVICE": "",
        "MPESA_C2B_TOKEN": secrets.token_hex(20),
        "SMS_HOOK_TOKEN": secrets.token_hex(20),
    }
    for name, value in (GOOD | drawn | changes).items():
        monkeypatch.setenv(name, value)
    return Settings()


@contextmanager
def as_in_production(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Iterator[None]:
    """Let the app read settings of production, with the database, Redis and keys of the tests."""
    kept = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    ours = {name: os.environ[name] for name in kept}  # noqa: TID251  # not the app's
    with monkeypatch.context() as patch:
        start(patch, **{**ours, **changes})
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()
