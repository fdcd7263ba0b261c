"""Secret keys: a ring for each purpose, in which the first makes and all verify.

A ring is derived (HKDF-SHA256, RFC 5869) from its own setting KEYS_…, or from SECRET_KEY where that
is empty, so that what one purpose reveals says nothing about another's. A key's id is derived from
the key. It stands beside what the key made, so that the ring can change: docs/operations.md says
when a key may go. Receipts have a key pair of their own (`core/signing`).
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.settings import get_settings


class Purpose(StrEnum):
    """What a ring is for; the value is part of the derivation, so it never changes."""

    TOKENS = "tokens"  # signing access tokens
    PASSWORDS = "passwords"  # the pepper of stored passwords
    SMS_CODES = "sms-codes"  # deriving the digits of a code
    DEVICES = "devices"  # signing the cookie of a device that has signed in
    DOCUMENTS = "documents"  # the keyed hash of the number of a document
    CALLBACKS = "callbacks"  # deriving the secret part of a callback's path
    FACTORS = "factors"  # encrypting the secrets of staff's authenticators
    RECOVERY = "recovery"  # hashing staff's recovery codes and invitations; from the same setting


@dataclass(frozen=True)
class Key:
    """A key of 256 bits, and its id of eight hexadecimal digits."""

    id: str
    secret: bytes


def ring(purpose: Purpose) -> tuple[Key, ...]:
    """Return the keys for `purpose`, the one to make something with first."""
    settings = get_settings()
    given = {
        Purpose.TOKENS: settings.keys.tokens,
        Purpose.PASSWORDS: settings.keys.passwords,
        Purpose.SMS_CODES: settings.keys.sms_codes,
        Purpose.DEVICES: settings.keys.devices,
        Purpose.DOCUMENTS: settings.keys.documents,
        Purpose.CALLBACKS: settings.keys.callbacks,
        Purpose.FACTORS: settings.keys.factors,
        Purpose.RECOVERY: settings.keys.factors,
    }[purpose]
    secret = given.get_secret_value() or settings.secret_key.get_secret_value()
    return _ring(purpose, secret)


def current(purpose: Purpose) -> Key:
    """Return the key to make something with."""
    return ring(purpose)[0]


def find(purpose: Purpose, key_id: object) -> Key | None:
    """Return the key with this id; None if it is not, or no longer, in the ring."""
    return next((key for key in ring(purpose) if key.id == key_id), None)


@lru_cache(maxsize=64)
def _ring(purpose: Purpose, secrets: str) -> tuple[Key, ...]:
    return tuple(_derived(purpose, secret) for secret in secrets.split(","))


def _derived(purpose: Purpose, secret: str) -> Key:
    info = f"wagewars/{purpose}".encode()
    derived = HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode())
    return Key(id=hashlib.sha256(derived).hexdigest()[:8], secret=derived)
