"""The environment of the tests: the same on every machine."""

import os
import tempfile

import pytest

from tests.support.servers.addresses import Addresses
from tests.support.servers.settings import SETTINGS

_OURS = (
    "MATCH_",
    "MATCHMAKING_",
    "DEPOSIT_",
    "EVIDENCE_",
    "LOGIN_",
    "PAYBILL_",
    "REFUND_",
    "SPOOL_",
    "MPESA_",
    "RATE_",
    "SMS_",
    "STAFF_",
    "PASSKEY_",
    "TOURNAMENT_",
    "COD_API_",
    "DATABASE_",
    "IDENTITY_",
    "KEYS_",
    "METRICS_",
    "PROTECTION_",
    "PUSH_",
)


def set_environment(patch: pytest.MonkeyPatch, addresses: Addresses | None) -> None:
    """Set what the tests need, and take away what a shell may have set for the app."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:  # noqa: TID251  # not the app's
        patch.delenv(name)
    for name, value in SETTINGS.items():
        patch.setenv(name, value)
    # Made only by a test that takes PostgreSQL away.
    patch.setenv("SPOOL_FOLDER", f"{tempfile.gettempdir()}/wagewars-spool-{os.getpid()}")
    # Made only by a test that shows evidence.
    patch.setenv("EVIDENCE_FOLDER", f"{tempfile.gettempdir()}/wagewars-evidence-{os.getpid()}")
    if addresses:
        patch.setenv("REDIS_URL", addresses.redis_url)
        # A test that forgot to ask for `database` reads the reason in its error.
        patch.setenv("DATABASE_URL", addresses.login_url("this_test_has_not_asked_for_one"))
