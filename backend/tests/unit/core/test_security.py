"""Secrets are stored hashed and compared in constant time.

Rows of docs/security.md: S03, S04.
"""

import base64
import hmac
from time import thread_time

import bcrypt
import pytest

from app.core import keys, security
from app.core.settings import get_settings


def test_a_comparison_costs_the_same_for_nobody_and_somebody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGIN_BCRYPT_ROUNDS", "9")
    get_settings.cache_clear()
    security.dummy_hash.cache_clear()
    stored = security.hash_password("Karibu-WageWars-1")
    security.dummy_hash()
    seconds: dict[str | None, list[float]] = {stored: [], None: []}
    for _ in range(9):
        for kept, spent in seconds.items():
            began = thread_time()  # what a busy machine does meanwhile does not count
            assert not security.password_fits("wrong-password", kept)
            spent.append(thread_time() - began)
    assert min(seconds[None]) == pytest.approx(min(seconds[stored]), rel=0.15)
    monkeypatch.undo()
    get_settings.cache_clear()
    security.dummy_hash.cache_clear()


def test_the_dummy_hash_matches_no_password() -> None:
    assert not security.password_fits("", None)
    assert security.password_fits("x" * 200, security.hash_password("x" * 200))
    assert not security.password_fits("x" * 199, security.hash_password("x" * 200))


def test_a_stored_password_has_the_form_that_is_written_down() -> None:
    """The id of the pepper, then bcrypt of base64(HMAC-SHA-256(pepper, password))."""
    pepper = keys.current(keys.Purpose.PASSWORDS)
    digest = hmac.digest(pepper.secret, b"Ng'ombe hazeeki maini " * 4, "sha256")
    made = bcrypt.hashpw(base64.b64encode(digest), b"$2b$04$" + b"abcdefghijklmnopqrstuu")
    stored = f"{pepper.id}{made.decode()}"
    assert security.password_fits("Ng'ombe hazeeki maini " * 4, stored), "88 bytes, all of them"
    assert not security.password_fits("Ng'ombe hazeeki maini " * 4 + "!", stored)
    assert not security.password_fits("Ng'ombe hazeeki maini " * 4, f"00000000{made.decode()}")


def test_digits_differ_from_row_to_row_and_from_salt_to_salt() -> None:
    digits = {security.sms_digits(n, bytes([n % 256])) for n in range(200)}
    assert len(digits) > 190
    assert all(len(word) == 6 and word.isdigit() for word in digits)
    assert security.sms_digits(7, b"salt") == security.sms_digits(7, b"salt")
