"""The keys by which push services know us (VAPID, RFC 8292): a ring, whose first is given out.

A browser's subscription is bound to the key that it was made with. So a key stays in the ring until
the last of its subscriptions is gone; each is sent to with its own.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.settings import get_settings
from app.core.vapid_format import decode, encode


@dataclass(frozen=True)
class VapidKey:
    """A key pair, each half as base64url; `id` is derived from the public half."""

    id: str
    public: str
    private: str


def ring() -> tuple[VapidKey, ...]:
    """Return our keys, the one that new subscriptions are made with first."""
    return _ring(get_settings().push.vapid_keys.get_secret_value())


def find(*, key_id: str | None = None, public: str | None = None) -> VapidKey | None:
    """Return the key of our ring with this id or public half; None if it is not in it."""
    return next((key for key in ring() if key_id == key.id or public == key.public), None)


@lru_cache(maxsize=8)
def _ring(keys: str) -> tuple[VapidKey, ...]:
    return tuple(map(_pair, keys.split(",")))


def _pair(private: str) -> VapidKey:
    secret = ec.derive_private_key(int.from_bytes(decode(private), "big"), ec.SECP256R1())
    public = secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return VapidKey(sha256(public).hexdigest()[:8], encode(public), private)
