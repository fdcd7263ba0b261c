"""The thirty weakened settings with which production once started: each is refused in a sentence.

What an outsider could still read there (`/docs`, `/openapi.json`, `/metrics`) is tested in
`tests/api/platform/test_security_headers.py`.

Rows of docs/security.md: S56.
"""

from hashlib import sha256

import pytest
from pydantic import ValidationError

from app.core.settings.mpesa import SANDBOX_PASSKEY
from tests.support.production import start

_DATABASE = "postgresql://{}@db.wagewars.example/wagewars?sslmode={}"

# What was tried, and the words by which an operator finds it.
WEAK: dict[str, tuple[dict[str, str], str]] = {
    "the role postgres": (
        {"DATABASE_ROLE": "postgres"},
        "no DATABASE_ROLE: there is no such setting",
    ),
    "the role of the owner": (
        {"DATABASE_ROLE": "wagewars"},
        "no DATABASE_ROLE: there is no such setting",
    ),
    "a superuser's login": (
        {"DATABASE_URL": _DATABASE.format("postgres:x", "verify-full")},
        "the app's login in DATABASE_URL, not a superuser's or the owner's",
    ),
    "a database without TLS": (
        {"DATABASE_URL": _DATABASE.format("wagewars_service:x", "disable")},
        "sslmode=verify-full in DATABASE_URL",
    ),
    "Redis without a password": (
        {"REDIS_URL": "redis://redis/0"},
        "a password of 16 letters or more in REDIS_URL",
    ),
    "a C2B token that nobody drew": (
        {"MPESA_C2B_TOKEN": "a" * 40},
        "MPESA_C2B_TOKEN is not random",
    ),
    "the sandbox's public passkey": (
        {"MPESA_PASSKEY": SANDBOX_PASSKEY},
        "MPESA_PASSKEY is the sandbox's",
    ),
    "the sandbox's initiator password": (
        {"MPESA_INITIATOR_PASSWORD": "Safaricom999!*!"},
        "MPESA_INITIATOR_PASSWORD is the sandbox's",
    ),
    "the sandbox's account for SMS": (
        {"SMS_USERNAME": "sandbox"},
        "an account of the SMS network, not its sandbox",
    ),
    "the sandbox's address for SMS": (
        {"SMS_BASE_URL": "https://api.sandbox.africastalking.com/version1"},
        "an account of the SMS network, not its sandbox",
    ),
    "callbacks to a private address": (
        {"MPESA_CALLBACK_BASE_URL": "https://10.0.0.4"},
        "M-Pesa would not call back under MPESA_CALLBACK_BASE_URL",
    ),
    "passwords hashed quickly": (
        {"LOGIN_BCRYPT_ROUNDS": "4"},
        "LOGIN_BCRYPT_ROUNDS of 12 or more, and of 15 at most",
    ),
    "access tokens for a year": (
        {"LOGIN_ACCESS_SECONDS": "31536000"},
        "LOGIN_ACCESS_SECONDS of 60 or more, and of 3600 at most",
    ),
    "a million tries at a code": (
        {"LOGIN_CODE_TRIES": "1000000"},
        "LOGIN_CODE_TRIES of 1 or more, and of 10 at most",
    ),
    "refresh tokens that are good twice for a day": (
        {"LOGIN_GRACE_SECONDS": "86400"},
        "LOGIN_GRACE_SECONDS of 1 or more, and of 60 at most",
    ),
    "players of one year": (
        {"LOGIN_MINIMUM_AGE_YEARS": "1"},
        "LOGIN_MINIMUM_AGE_YEARS of 18 or more, and of 25 at most",
    ),
    "all limits a thousandfold": (
        {"RATE_ADDRESS_FACTOR": "1000"},
        "RATE_ADDRESS_FACTOR of 5 at most",
    ),
    "a million sign-ins a minute": (
        {"RATE_LOGIN_PER_ADDRESS": "1000000 per minute"},
        "RATE_LOGIN_PER_ADDRESS of 5 times the default at most",
    ),
    "withdrawals a second after a new password": (
        {"WITHDRAWAL_COOL_OFF_SECONDS": "1"},
        "WITHDRAWAL_COOL_OFF_SECONDS of 86400 or more, and of 2592000 at most",
    ),
    "a hundred millions without four eyes": (
        {"MATCH_DUAL_CONTROL_MIN_POT": "100000000"},
        "MATCH_DUAL_CONTROL_MIN_POT of 0 or more, and of 50000 at most",
    ),
    "a rematch at once": (
        {"MATCHMAKING_REMATCH_SECONDS": "0"},
        "MATCHMAKING_REMATCH_SECONDS of 600 or more, and of 604800 at most",
    ),
    "a log of everything": (
        {"LOG_LEVEL": "DEBUG"},
        "LOG_LEVEL of ERROR, INFO, WARNING",
    ),
    "a key for receipts that anybody derives": (
        {"RECEIPT_SIGNING_KEY": sha256(b"").hexdigest()},
        "a random RECEIPT_SIGNING_KEY",
    ),
    "a sentence as the secret key": (
        {"SECRET_KEY": "the quick brown fox jumps over the lazy dog 1"},
        "a random SECRET_KEY",
    ),
    "an address that only this machine has": (
        {"PUBLIC_WEB_URL": "https://localhost"},
        "a public https address in PUBLIC_WEB_URL",
    ),
    "an address without a name": (
        {"PUBLIC_WEB_URL": "https://"},
        "a public https address in PUBLIC_WEB_URL",
    ),
    "a misspelt name": (
        {"LOGIN_CODE_TRYS": "5"},
        "no LOGIN_CODE_TRYS: there is no such setting (the nearest is LOGIN_CODE_TRIES)",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), WEAK.values(), ids=WEAK)
def test_production_does_not_start_with(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], sentence: str
) -> None:
    start(monkeypatch)
    with pytest.raises(ValidationError) as refusal:
        start(monkeypatch, **change)
    assert sentence in str(refusal.value)
