"""Keyed hashes of what is typed once: recovery codes and invitations."""

import hashlib
import hmac

from app.core import keys
from app.core.keys import Key, Purpose


def tag(code: str) -> bytes:
    """Return what a new code is stored as: the key's id, then HMAC-SHA-256 of its letters."""
    return _tag(keys.current(Purpose.RECOVERY), code)


def tags(code: str) -> list[bytes]:
    """Return what a typed code may be stored as, by each key of the ring."""
    return [_tag(key, code) for key in keys.ring(Purpose.RECOVERY)]


def _tag(key: Key, code: str) -> bytes:
    return bytes.fromhex(key.id) + hmac.new(key.secret, code.encode(), hashlib.sha256).digest()
