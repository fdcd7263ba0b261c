"""Sign receipts with Ed25519; the key comes from the settings."""

from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.core.settings import get_settings

ALGORITHM = "Ed25519"


@lru_cache
def _private_key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


def _key() -> Ed25519PrivateKey:
    return _private_key(get_settings().receipt_signing_key.get_secret_value())


def public_key() -> str:
    """Return the public key with which our signatures are checked, 64 hexadecimal digits."""
    return _key().public_key().public_bytes_raw().hex()


def key_id() -> str:
    """Return the id of the key: the first 16 digits of its SHA-256."""
    return sha256(bytes.fromhex(public_key())).hexdigest()[:16]


def sign(message: bytes) -> str:
    """Return the signature under `message`, 128 hexadecimal digits."""
    return _key().sign(message).hex()
